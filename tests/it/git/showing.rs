//! `git diff`, `git log -p` and `git show` through the drivers.

use super::{NAME, Repository, case};

fn base() -> String {
    case("both-change-one-value")[0].clone()
}

#[test]
fn git_diff_tells_what_changed_and_says_it_in_the_readers_language() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    repository.commit(NAME, base(), "A project");
    let text = base()
        .replace("partly", "\"yes\" # says the minister")
        .replace("People move safely.", "People move safely and by choice.");
    repository.write(NAME, text);
    insta::assert_snapshot!("git_diff", repository.git(&["diff"]));
    insta::assert_snapshot!("git_diff_text", repository.git(&["diff", "--no-ext-diff"]));
    let repository = repository.in_language(true);
    insta::assert_snapshot!("git_diff_french", repository.git(&["diff"]));
    repository.git(&["commit", "-qam", "Say yes"]);
    let shown = repository.git(&["show", "--format=%s"]);
    assert!(shown.contains("-  En partie\n+  Oui\n"), "{shown}");
    let log = repository.git(&["log", "-p", "--format=%s"]);
    assert!(
        log.contains("+  Oui\n") && log.contains("A project"),
        "{log}"
    );
    let patch = repository.git(&["format-patch", "-1", "--stdout"]);
    assert!(
        patch.contains("+    political-backing: \"yes\" # says"),
        "{patch}"
    );
}

/// Git gives what we write to its pager, and says so; colour is then as it is for everything else.
#[test]
fn colour_goes_to_the_pager_where_git_has_it() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    repository.commit(NAME, base(), "A project");
    repository.write(NAME, base().replace("partly", "\"yes\""));
    repository.git(&["config", "color.diff", "always"]);
    let repository_path = repository.sandbox.path("repository");
    let file = repository_path.join(NAME).display().to_string();
    let old = repository.sandbox.path("old.yaml").display().to_string();
    std::fs::write(&old, base()).expect("written");
    let words = [
        "git",
        "diff-driver",
        NAME,
        &old,
        "1234567",
        "100644",
        &file,
        "0000000",
        "100644",
    ];
    let with_pager = repository.run_with(&words, &[("GIT_PAGER_IN_USE", "true")]);
    assert!(with_pager.stdout.contains("\x1b["), "{with_pager}");
    let without = repository.run(&words);
    assert_eq!(without.code, 0, "{without}");
    assert!(!without.stdout.contains("\x1b["), "{without}");
}

#[test]
fn what_only_moved_is_no_change_and_layout_and_comments_are_shown() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    let [before, turned, ..] = case("order-turned");
    repository.commit(NAME, &before, "A project");
    repository.commit(NAME, &turned, "Turned");
    let shown = repository.git(&["log", "-p", "-1", "--format=%s"]);
    assert!(!shown.contains("@@"), "{shown}");
    repository.write(
        NAME,
        turned.replace("title: Migration", "title:  Migration"),
    );
    let layout = repository.git(&["diff"]);
    assert!(
        layout.contains("-title: Migration") && layout.contains("+title:  Migration"),
        "{layout}"
    );
    repository.write(NAME, format!("# ask the minister\n{turned}"));
    let comment = repository.git(&["diff"]);
    assert!(comment.contains("  + # ask the minister"), "{comment}");
    assert!(!comment.contains("@@"), "{comment}");
}

#[test]
fn what_is_no_project_is_shown_as_git_shows_it() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    let name = "a é.yaml";
    repository.commit(name, "jobs:\n  a: 1\n  b: 2\n", "Jobs");
    let hunks = |text: &str| text[text.find("@@").unwrap_or(text.len())..].to_owned();
    let changes: [&[u8]; 3] = [b"jobs:\n  a: 1\n  b: 3\n", b"jobs: [caf\xe9]\n", b""];
    for text in changes {
        repository.write(name, text);
        let plain = repository.git(&["diff", "--no-ext-diff", "--no-textconv"]);
        assert_eq!(hunks(&repository.git(&["diff"])), hunks(&plain));
        assert_eq!(
            hunks(&repository.git(&["diff", "--no-ext-diff"])),
            hunks(&plain)
        );
    }
    // A project that cannot be read any more is said to be one, and shown by its lines.
    repository.commit(NAME, base(), "A project");
    repository.write(NAME, base().replace("answers:", "answers: ["));
    let diff = repository.git(&["diff", "--", NAME]);
    assert!(diff.starts_with("compared line by line: "), "{diff}");
    assert!(diff.contains("\n-answers:\n+answers: [\n"), "{diff}");
}

#[test]
fn files_that_come_go_or_are_renamed_are_told() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    repository.write(NAME, base());
    repository.git(&["add", "-A"]);
    let came = repository.git(&["diff", "--cached"]);
    assert!(
        came.contains("+ Partly") && came.contains("+ Ministry of Labour"),
        "{came}"
    );
    repository.git(&["commit", "-qm", "A project"]);
    let new = "our countries/Sorania.yaml";
    repository.git(&["mv", NAME, new]);
    repository.write(new, base().replace("partly", "\"yes\""));
    repository.git(&["add", "-A"]);
    let renamed = repository.git(&["diff", "--cached", "-M"]);
    assert!(
        renamed.starts_with(&format!("{NAME} → {new}\n")),
        "{renamed}"
    );
    assert!(renamed.contains("~ Partly → Yes"), "{renamed}");
    repository.git(&["commit", "-qam", "Renamed"]);
    repository.git(&["rm", "-q", new]);
    let gone = repository.git(&["diff", "--cached"]);
    assert!(gone.contains("− Yes"), "{gone}");
    let unmerged = repository.run(&["git", "diff-driver", NAME]);
    assert!(unmerged.stdout.contains("a merge waits here"), "{unmerged}");
}
