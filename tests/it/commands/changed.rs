//! `check --changed-since`: what git says has changed.

use std::process::Command;

use super::{SMALL, assert_french};
use crate::sandbox::{Output, Sandbox, note};

fn bad() -> String {
    SMALL.replace("TUN", "TUX")
}

/// A sandbox whose program finds git.
struct Repository {
    sandbox: Sandbox,
}

impl Repository {
    fn new() -> Option<Self> {
        let repository = Self {
            sandbox: Sandbox::new(),
        };
        let git = repository.git(&["init", "-q", "-b", "main"]);
        if git.is_none() {
            note("skipped: git is not installed");
        }
        git.map(|()| repository)
    }

    fn git(&self, arguments: &[&str]) -> Option<()> {
        let mut command = Command::new("git");
        command
            .args([
                "-c",
                "user.name=t",
                "-c",
                "user.email=t",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(arguments)
            .current_dir(self.sandbox.folder())
            .env("GIT_CONFIG_GLOBAL", "/dev/null");
        let output = command.output().ok()?;
        assert!(
            output.status.success(),
            "git {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Some(())
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-qm", "state"]);
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_in("", arguments)
    }

    fn run_in(&self, folder: &str, arguments: &[&str]) -> Output {
        let mut command = self.sandbox.command(arguments);
        command
            .current_dir(self.sandbox.path(folder))
            .env("PATH", std::env::var_os("PATH").unwrap_or_default());
        self.sandbox.cleaned(&command.output().expect("it runs"))
    }

    /// The files with findings, with everything that is checked being bad.
    fn changed(&self, folder: &str, arguments: &[&str]) -> Vec<String> {
        let output = self.run_in(
            folder,
            &[&["check", "--format", "concise"], arguments].concat(),
        );
        assert!(matches!(output.code, 0 | 1), "{output}");
        let names = output
            .stdout
            .lines()
            .filter_map(|line| line.split(':').next());
        names.map(str::to_owned).collect()
    }
}

#[test]
fn only_what_changed_since_a_revision_is_checked() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let write = |name: &str, more: &str| repository.sandbox.write(name, format!("{}{more}", bad()));
    let names = [
        "a.yaml",
        "b é.yaml",
        "in/c d.yaml",
        "in/deleted.yaml",
        "in/old name.yaml",
        "staged.yaml",
    ];
    for name in names {
        write(name, "");
    }
    repository.sandbox.write("in/jobs.yaml", "jobs: []\n");
    repository.sandbox.write(".gitignore", "ignored.yaml\n");
    repository.commit();
    assert_eq!(
        repository.changed("", &["--changed-since", "HEAD"]),
        [""; 0]
    );
    write("b é.yaml", "# more\n");
    write("in/c d.yaml", "# more\n");
    write("staged.yaml", "# more\n");
    repository.git(&["add", "staged.yaml"]);
    write("in/new 日本.yaml", "");
    write("ignored.yaml", "");
    repository.sandbox.write("in/jobs.yaml", "jobs: [1]\n");
    std::fs::remove_file(repository.sandbox.path("in/deleted.yaml")).expect("it was there");
    repository.git(&["mv", "in/old name.yaml", "in/another name.yaml"]);
    let all = [
        "b é.yaml",
        "in/another name.yaml",
        "in/c d.yaml",
        "in/new 日本.yaml",
        "staged.yaml",
    ];
    assert_eq!(repository.changed("", &["--changed-since", "HEAD"]), all);
    assert_eq!(repository.changed("", &["--changed-since=HEAD", "."]), all);
    assert_eq!(
        repository.changed("", &["--changed-since", "HEAD", "in"]),
        all[1..4]
    );
    assert_eq!(
        repository.changed("in", &["--changed-since", "HEAD"]),
        ["another name.yaml", "c d.yaml", "new 日本.yaml"]
    );
    assert_eq!(
        repository.changed(
            "in",
            &["--changed-since", "HEAD", "../a.yaml", "../b é.yaml"]
        ),
        ["../b é.yaml"]
    );
    assert_eq!(
        repository.changed("", &["--changed-since", "HEAD", "*.yaml"]),
        ["b é.yaml", "staged.yaml"]
    );
    repository.commit();
    assert_eq!(
        repository.changed("", &["--changed-since", "HEAD"]),
        [""; 0]
    );
    assert_eq!(repository.changed("", &["--changed-since", "HEAD~1"]), all);
    let nothing = repository.run(&["check", "--changed-since", "HEAD"]);
    insta::assert_snapshot!(nothing, @r"
    ------- stderr -------
    no project file has changed since HEAD
    [EOF]
    [exit status: 0]
    ");
    let json = repository.run(&["check", "--changed-since", "HEAD", "--format", "json"]);
    assert!(
        json.code == 0 && json.stdout.contains("\"files\": 0"),
        "{json}"
    );
}

#[test]
fn what_git_cannot_do_is_said_clearly() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.sandbox.write("a.yaml", SMALL);
    repository.commit();
    insta::assert_snapshot!(repository.run(&["check", "--changed-since", "no-such"]), @r"
    ------- stderr -------
    error: git knows no revision `no-such`
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(repository.run(&["check", "--changed-since=--output=x"]), @r"
    ------- stderr -------
    error: git knows no revision `--output=x`
    [EOF]
    [exit status: 2]
    ");
    assert!(!repository.sandbox.path("x").exists());
    let none = repository.run(&["check", "--changed-since", "HEAD", "gone"]);
    assert_eq!(none.code, 3, "{none}");
    let outside = Sandbox::new().french();
    outside.write("a.yaml", SMALL);
    let run = |path: &str| {
        let mut command = outside.command(&["check", "--changed-since", "HEAD", "."]);
        command
            .env("PATH", path)
            .env("GIT_CEILING_DIRECTORIES", "/");
        outside.cleaned(&command.output().expect("it runs"))
    };
    let output = run("/nowhere");
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : git n’est pas installé
    indication : installez git depuis git-scm.com ou avec les paquets de votre système
    [EOF]
    [exit status: 3]
    ");
    let output = run(&std::env::var("PATH").unwrap_or_default());
    assert_eq!(output.code, 3);
    assert!(
        output.stderr.starts_with(
            "erreur\u{a0}: . n’est dans aucun dépôt git\nindication\u{a0}: réponse de git"
        ),
        "{output}"
    );
}
