//! A folder of its own, a cleared environment, a fixed clock and width for every run of the program.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A temporary folder in which the program is run.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
    width: usize,
    language: &'static str,
}

/// What a run printed and how it ended.
#[must_use = "compare what was printed, or assert success"]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            folder,
            width: 80,
            language: "en_US.UTF-8",
        }
    }

    pub(crate) fn width(mut self, width: usize) -> Self {
        self.width = width;
        self
    }

    pub(crate) fn french(mut self) -> Self {
        self.language = "fr_FR.UTF-8";
        self
    }

    pub(crate) fn spanish(mut self) -> Self {
        self.language = "es_EC.UTF-8";
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("a folder for the file");
        }
        std::fs::write(path, text).expect("the file is written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// The program with the sandbox's environment, for runs that need more than arguments.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mainstream"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("LANG", self.language)
            .env("COLUMNS", self.width.to_string())
            .env("MAINSTREAM_NOW", "2026-11-23T10:00:00Z")
            .env("USER", "officer")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program without a terminal.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.cleaned(&self.command(arguments).output().expect("the program runs"))
    }

    /// What a run printed, with the sandbox's folder made the same for every run.
    pub(crate) fn cleaned(&self, output: &std::process::Output) -> Output {
        let clean = |bytes: &[u8]| {
            let folder = self.folder.path().display().to_string();
            String::from_utf8_lossy(bytes).replace(&folder, "[FOLDER]")
        };
        Output {
            code: output.status.code().unwrap_or(-1),
            stdout: clean(&output.stdout),
            stderr: clean(&output.stderr),
        }
    }

    /// Runs the program and expects it to succeed; what it printed to standard output.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.code, 0, "{output}");
        output.stdout
    }

    /// Runs the program and expects an exit code; what it printed to standard output.
    pub(crate) fn ends_with(&self, arguments: &[&str], code: i32) -> String {
        let output = self.run(arguments);
        assert_eq!(output.code, code, "{output}");
        output.stdout
    }

    /// A new Tunisian project named `tunisia.yaml`.
    pub(crate) fn with_project(self) -> Self {
        let init = [
            "init",
            "tunisia.yaml",
            "--country",
            "TUN",
            "--title",
            "Migration et plan",
            "--lang",
            "fr",
        ];
        self.ok(&init);
        self
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "------- stderr -------\n{}", self.stderr)?;
        }
        write!(f, "[EOF]\n[exit status: {}]", self.code)
    }
}

/// Says on standard error what a test did or why it did not run.
#[expect(
    clippy::print_stderr,
    reason = "who runs the tests is to see what was skipped"
)]
pub(crate) fn note(text: &str) {
    eprintln!("{text}");
}
