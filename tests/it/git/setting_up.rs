//! `git setup` and what it takes back; what `doctor` and `check` say where it was not done.

use super::{NAME, Repository, case, three};
use crate::sandbox::Sandbox;

#[test]
fn setting_up_shows_what_it_did_and_does_it_once() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let first = repository.run(&["git", "setup"]);
    insta::assert_snapshot!("setup", first);
    let files = || {
        (
            repository.read(".git/config"),
            repository.read(".gitattributes"),
        )
    };
    let written = files();
    let again = repository.run(&["git", "setup"]);
    assert_eq!(
        again.stdout,
        first.stdout.replace("written:", "there already:")
    );
    assert_eq!(files(), written);
    insta::assert_snapshot!(
        "setup_removed",
        repository.run(&["git", "setup", "--remove"])
    );
    let nothing = repository.run(&["git", "setup", "--remove"]);
    assert_eq!(
        (nothing.code, nothing.stdout.as_str()),
        (0, ""),
        "{nothing}"
    );
}

/// Whatever a person had there, byte for byte.
#[test]
fn removing_gives_the_old_bytes_of_settings_and_attributes() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let own = repository.read(".git/config");
    let settings = [
        own.clone(),
        own.trim_end().to_owned(),
        format!(
            "{own}# mine\n[merge \"mainstream\"]\n\trecursive = binary ; mine\n[alias]\n\tl = log\n"
        ),
    ];
    let attributes = [
        None,
        Some(""),
        Some("\n"),
        Some("* text=auto\n"),
        Some("* text=auto\r\n*.png binary\r\n"),
        Some("# no end\n*.png binary"),
    ];
    for settings in &settings {
        for attributes in attributes {
            repository.write(".git/config", settings);
            match attributes {
                Some(text) => repository.write(".gitattributes", text),
                None if repository.has(".gitattributes") => {
                    let path = repository.sandbox.path("repository/.gitattributes");
                    std::fs::remove_file(path).expect("it was there");
                }
                None => {}
            }
            repository.ok(&["git", "setup"]);
            repository.ok(&["git", "setup", "countries/*.yaml"]);
            assert!(
                repository
                    .read(".gitattributes")
                    .contains("countries/*.yaml diff=mainstream")
            );
            let value = repository.git(&["config", "diff.mainstream.command"]);
            assert_eq!(value, "mainstream git diff-driver\n");
            repository.ok(&["git", "setup", "--remove"]);
            assert_eq!(&repository.read(".git/config"), settings, "{attributes:?}");
            let left = repository
                .has(".gitattributes")
                .then(|| repository.read(".gitattributes"));
            assert_eq!(left.as_deref(), attributes);
        }
    }
}

#[test]
fn a_persons_settings_are_set_up_and_restored_too() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let before = repository.sandbox.read("home/.gitconfig");
    let output = repository.run(&["git", "setup", "--global"]);
    assert_eq!(output.code, 0, "{output}");
    assert!(
        output
            .stdout
            .contains("[FOLDER]/home/.config/git/attributes"),
        "{output}"
    );
    assert!(!repository.has(".gitattributes"));
    let case = case("both-add-a-record");
    repository.branches(NAME, three(&case));
    repository.git(&["merge", "-q", "-m", "Together", "theirs"]);
    assert_eq!(repository.read(NAME), case[3]);
    let doctor = repository.ok(&["doctor", NAME]);
    assert!(
        doctor.contains(&format!("Git compares and merges {NAME} by what it says")),
        "{doctor}"
    );
    repository.ok(&["git", "setup", "--global", "--remove"]);
    assert_eq!(repository.sandbox.read("home/.gitconfig"), before);
    assert!(
        !repository
            .sandbox
            .path("home/.config/git/attributes")
            .exists()
    );
    // Where there were none, there are none, and where a person names a file, it is that one.
    std::fs::remove_file(repository.sandbox.path("home/.gitconfig")).expect("it was there");
    repository.ok(&["git", "setup", "--global"]);
    assert!(repository.sandbox.path("home/.gitconfig").exists());
    repository.ok(&["git", "setup", "--global", "--remove"]);
    assert!(!repository.sandbox.path("home/.gitconfig").exists());
    repository
        .sandbox
        .write("home/.gitconfig", "[core]\n\tattributesFile = ~/mine\n");
    repository.ok(&["git", "setup", "--global"]);
    assert!(
        repository
            .sandbox
            .read("home/mine")
            .contains("merge=mainstream")
    );
}

#[test]
fn what_a_person_set_is_never_written_over() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.git(&["config", "merge.mainstream.driver", "my-own %O %A %B"]);
    let before = repository.read(".git/config");
    let output = repository.run(&["git", "setup"]);
    assert_eq!(output.code, 5, "{output}");
    insta::assert_snapshot!(output.stderr, @r"
    error: `merge.mainstream.driver` is set to `my-own %O %A %B` already, which is none of ours; nothing was changed
    hint: if it is not needed any more: `git config --local --unset-all merge.mainstream.driver`
    ");
    repository.ok(&["git", "setup", "--remove"]);
    assert_eq!(repository.read(".git/config"), before);
    assert!(!repository.has(".gitattributes"));
    // A command of ours at another place is ours.
    repository.git(&[
        "config",
        "merge.mainstream.driver",
        "'/old place/mainstream' merge --driver %O %A %B",
    ]);
    repository.ok(&["git", "setup"]);
    let value = repository.git(&["config", "merge.mainstream.driver"]);
    assert!(
        value.starts_with("mainstream merge --driver %O %A %B "),
        "{value}"
    );
    // Marks that somebody broke are left alone, and nothing else is written.
    repository.ok(&["git", "setup", "--remove"]);
    let before = repository.read(".git/config");
    repository.write(".gitattributes", "a text\n# >>> mainstream git setup >>>\n");
    let output = repository.run(&["git", "setup"]);
    assert_eq!(output.code, 5, "{output}");
    assert!(output.stderr.contains(".gitattributes:2"), "{output}");
    assert_eq!(repository.read(".git/config"), before);
}

#[test]
fn a_clone_is_told_that_the_driver_is_missing_and_removing_leaves_the_others_their_lines() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    repository.commit(NAME, &case("both-delete")[0], "A project");
    repository.git(&["clone", "-q", ".", "../a clone"]);
    let clone = repository.at("a clone");
    let checked = clone.run(&["check", "."]);
    assert_eq!(checked.code, 0, "{checked}");
    insta::assert_snapshot!("not_installed", checked);
    let doctor = clone.ok(&["doctor", NAME]);
    assert!(
        doctor.contains("not set up for projects (`mainstream git setup`)"),
        "{doctor}"
    );
    assert!(
        doctor.contains(".gitattributes:2 gives projects to a driver"),
        "{doctor}"
    );
    let json = clone.ok(&["check", "our countries", "--format", "json"]);
    assert!(json.contains("\"driver-not-installed\""), "{json}");
    let off = clone.ok(&["check", ".", "--level", "driver-not-installed=off"]);
    assert_eq!(off, "");
    let before = (clone.read(".git/config"), clone.read(".gitattributes"));
    clone.ok(&["git", "setup"]);
    assert_eq!(clone.ok(&["check", "."]), "");
    assert_eq!(clone.read(".gitattributes"), before.1);
    let removed = clone.run(&["git", "setup", "--remove"]);
    assert!(removed.stderr.contains("stay for the others"), "{removed}");
    assert_eq!(
        (clone.read(".git/config"), clone.read(".gitattributes")),
        before
    );
}

#[test]
fn without_the_program_on_the_path_git_calls_it_where_it_is() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let repository = repository.without_program();
    let output = repository.run(&["git", "setup"]);
    assert_eq!(output.code, 0, "{output}");
    assert!(
        output.stderr.contains("`mainstream` is not on the path"),
        "{output}"
    );
    let case = case("both-add-a-record");
    repository.branches(NAME, three(&case));
    repository.git(&["merge", "-q", "-m", "Together", "theirs"]);
    assert_eq!(repository.read(NAME), case[3]);
    repository.git(&[
        "config",
        "diff.mainstream.command",
        "/no/mainstream git diff-driver",
    ]);
    let doctor = repository.ok(&["doctor"]);
    assert!(
        doctor.contains("Git would call /no/mainstream, which is not there"),
        "{doctor}"
    );
    repository.ok(&["git", "setup", "--remove"]);
}

#[test]
fn where_there_is_no_git_no_repository_or_no_file_it_is_said() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let none = repository.run_with(&["git", "setup"], &[("PATH", "/nowhere")]);
    insta::assert_snapshot!(none, @r"
    ------- stderr -------
    error: git is not installed
    hint: install git from git-scm.com or with your system’s packages
    [EOF]
    [exit status: 3]
    ");
    repository.git(&["init", "-q", "--bare", "../bare.git"]);
    let repository = repository.in_language(true).at("bare.git");
    let bare = repository.run(&["git", "setup"]);
    assert_eq!(bare.code, 3, "{bare}");
    crate::commands::assert_french(&bare);
    let repository = repository.at("home");
    let outside = repository.run(&["git", "setup"]);
    assert_eq!(outside.code, 3, "{outside}");
    assert!(
        outside.stderr.contains("n’est dans aucun dépôt git"),
        "{outside}"
    );
    let doctor = repository.ok(&["doctor"]);
    assert!(doctor.contains("aucun dépôt ici"), "{doctor}");
    let help = Sandbox::new().spanish().ok(&["git", "setup", "--help"]);
    assert!(help.contains("Para todos sus repositorios"), "{help}");
}

/// A hook runs with variables that name its repository: they hold there, and nowhere else.
#[test]
fn the_variables_of_a_hook_hold_for_its_own_repository_only() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let base = case("both-delete")[0].clone();
    repository.commit(NAME, &base, "A project");
    repository.write(NAME, base.replace("partly", "\"yes\""));
    repository.git(&["init", "-q", "../other"]);
    repository.sandbox.write("other/b.yaml", &base);
    let repository = repository.at("other");
    repository.git(&["add", "-A"]);
    repository.git(&["commit", "-qm", "Another project"]);
    repository.write("b.yaml", base.replace("partly", "\"no\""));
    let repository = repository.at("repository");
    let hook = [
        ("GIT_DIR", ".git"),
        ("GIT_INDEX_FILE", ".git/index"),
        ("GIT_LITERAL_PATHSPECS", "1"),
    ];
    let diff = |path: &str| {
        let output =
            repository.run_with(&["diff", "--to", "concise", "--git", "HEAD", path], &hook);
        assert_eq!(output.code, 0, "{output}");
        output.stdout
    };
    assert_eq!(diff(NAME), "~ readiness.political-backing: Partly → Yes\n");
    assert_eq!(
        diff("our countries"),
        "~ readiness.political-backing: Partly → Yes\n"
    );
    assert_eq!(
        diff("../other/b.yaml"),
        "~ readiness.political-backing: Partly → No\n"
    );
    let changed = [
        "check",
        "--changed-since",
        "HEAD",
        "--format",
        "json",
        "../other",
    ];
    let output = repository.run_with(&changed, &hook);
    assert!(output.stdout.contains("\"files\": 1"), "{output}");
}
