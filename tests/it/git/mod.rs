//! Projects in git: everything here runs the real `git`, in a folder and with settings of its own.

mod attributes;
mod history;
mod merging;
mod setting_up;
mod showing;

use std::cell::Cell;
use std::path::Path;
use std::process::Command;

use crate::sandbox::{Output, Sandbox, note};

/// A name as people give them.
pub(super) const NAME: &str = "our countries/Côte d’Ivoire.yaml";

/// A repository in a sandbox whose person has no other settings, with the program on the path.
pub(super) struct Repository {
    pub(super) sandbox: Sandbox,
    /// The folder in the sandbox that commands run in.
    folder: String,
    /// How many days have passed: every commit is of another day.
    day: Cell<u32>,
    /// Whether `mainstream` is on the path.
    has_program: bool,
}

impl Repository {
    /// A new repository; none, and a note, where git is not installed.
    pub(super) fn new() -> Option<Self> {
        let sandbox = Sandbox::new();
        let repository = Self {
            sandbox,
            folder: "repository".to_owned(),
            day: Cell::new(0),
            has_program: true,
        };
        for folder in ["home", "repository"] {
            std::fs::create_dir(repository.sandbox.path(folder)).expect("a folder");
        }
        let settings = "[user]\n\tname = Amel Trabelsi\n\temail = amel@example.org\n\
            [init]\n\tdefaultBranch = main\n[commit]\n\tgpgSign = false\n[advice]\n\tmergeConflict = false\n";
        repository.sandbox.write("home/.gitconfig", settings);
        if repository.command("git", &["--version"]).output().is_err() {
            note("skipped: git is not installed");
            return None;
        }
        repository.git(&["init", "-q"]);
        Some(repository)
    }

    /// The same, set up.
    pub(super) fn set_up() -> Option<Self> {
        let repository = Self::new()?;
        repository.ok(&["git", "setup"]);
        repository.git(&["add", ".gitattributes"]);
        repository.git(&["commit", "-qm", "Set up"]);
        Some(repository)
    }

    /// The same, seen from another folder of the sandbox.
    pub(super) fn at(self, folder: &str) -> Self {
        Self {
            folder: folder.to_owned(),
            ..self
        }
    }

    pub(super) fn without_program(self) -> Self {
        Self {
            has_program: false,
            ..self
        }
    }

    pub(super) fn in_language(self, french: bool) -> Self {
        let sandbox = if french {
            self.sandbox.french()
        } else {
            self.sandbox.spanish()
        };
        Self { sandbox, ..self }
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = self.sandbox.command(arguments);
        if program == "git" {
            let own = command;
            command = Command::new("git");
            command.args(arguments).env_clear();
            for (name, value) in own.get_envs() {
                if let Some(value) = value {
                    command.env(name, value);
                }
            }
        }
        let home = self.sandbox.path("home");
        let paths = std::env::var_os("PATH").unwrap_or_default();
        let own = Path::new(env!("CARGO_BIN_EXE_mainstream")).parent();
        let own = own.filter(|_| self.has_program);
        let folders = own.map(Path::to_owned).into_iter();
        let paths = std::env::join_paths(folders.chain(std::env::split_paths(&paths)));
        let day = self.day.get();
        let date = format!("2026-{:02}-{:02}T09:30:00Z", 9 + day / 28, 1 + day % 28);
        command
            .current_dir(self.sandbox.path(&self.folder))
            .env("PATH", paths.expect("a path"))
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", self.sandbox.folder())
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .env("GIT_EDITOR", "true");
        command
    }

    /// Runs git, however it ends.
    pub(super) fn try_git(&self, arguments: &[&str]) -> Output {
        if arguments.first() == Some(&"commit") {
            self.day.set(self.day.get() + 1);
        }
        let output = self.command("git", arguments).output();
        self.sandbox.cleaned(&output.expect("git runs"))
    }

    /// Runs git, which has to succeed; what it wrote.
    pub(super) fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        assert_eq!(output.code, 0, "git {arguments:?}\n{output}");
        output.stdout
    }

    /// Runs the program.
    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, &[])
    }

    pub(super) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut command = self.command("mainstream", arguments);
        command.envs(variables.iter().copied());
        self.sandbox.cleaned(&command.output().expect("it runs"))
    }

    pub(super) fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.code, 0, "{output}");
        output.stdout
    }

    pub(super) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        self.sandbox.write(&format!("{}/{name}", self.folder), text);
    }

    pub(super) fn read(&self, name: &str) -> String {
        self.sandbox.read(&format!("{}/{name}", self.folder))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        let path = self.sandbox.path(&format!("{}/{name}", self.folder));
        path.symlink_metadata().is_ok()
    }

    /// Writes a file and commits everything.
    pub(super) fn commit(&self, name: &str, text: impl AsRef<[u8]>, subject: &str) {
        self.write(name, text);
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", subject]);
    }

    /// A base, and two branches `ours` and `theirs` from it, the first checked out.
    pub(super) fn branches(&self, name: &str, [base, ours, theirs]: [&str; 3]) {
        self.git(&["checkout", "-q", "--orphan", "base"]);
        self.commit(name, base, "The common version");
        self.git(&["checkout", "-q", "-B", "theirs"]);
        self.commit(name, theirs, "What they say");
        self.git(&["checkout", "-q", "-B", "ours", "base"]);
        self.commit(name, ours, "What we say");
        self.git(&["branch", "-q", "-D", "base"]);
    }
}

/// The three versions of a folder below the fixtures for merging, and what comes of them.
pub(super) fn case(name: &str) -> [String; 4] {
    let folder = crate::rules::fixtures("merge").join(name);
    ["base", "ours", "theirs", "expected"].map(|version| {
        let path = folder.join(format!("{version}.yaml"));
        std::fs::read_to_string(path).expect("a fixture")
    })
}

/// The first three of them.
pub(super) fn three(case: &[String; 4]) -> [&str; 3] {
    [&case[0], &case[1], &case[2]].map(String::as_str)
}
