//! Merges of every kind, by git, through the driver.

use std::fs;

use mainstream::merge::{Disagreement, conflicts};
use mainstream::yaml::{Data, parse};

use super::{NAME, Repository, case, three};

fn n_conflicts(text: &str) -> usize {
    let parsed = parse(text);
    assert!(parsed.faults.is_empty(), "{:?}\n{text}", parsed.faults);
    conflicts(&parsed.root.expect("a tree")).len()
}

/// The folders of the fixtures, merged by git: the same comes out as without it.
#[test]
fn git_merges_every_case_as_the_command_does() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    let folders = fs::read_dir(crate::rules::fixtures("merge")).expect("the fixtures");
    let mut names: Vec<String> = folders
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in names {
        let case = case(&name);
        repository.branches(NAME, three(&case));
        let merged = repository.try_git(&["merge", "-q", "-m", "Together", "theirs"]);
        assert_eq!(repository.read(NAME), case[3], "{name}\n{merged}");
        let n = n_conflicts(&case[3]);
        assert_eq!(merged.code, i32::from(n > 0), "{name}\n{merged}");
        if n > 0 {
            let said = format!("left in {NAME} (ours: HEAD; theirs: theirs)");
            assert!(merged.stderr.contains(&said), "{name}\n{merged}");
            repository.git(&["merge", "--abort"]);
        }
    }
}

const BOTH: &str = "both-add-a-record";

#[test]
fn a_rebase_and_a_cherry_pick_keep_what_both_added() {
    for work in [&["rebase", "-q", "theirs"][..], &["cherry-pick", "theirs"]] {
        let Some(repository) = Repository::set_up() else {
            return;
        };
        let case = case(BOTH);
        repository.branches(NAME, three(&case));
        repository.git(work);
        let text = repository.read(NAME);
        assert_eq!(n_conflicts(&text), 0);
        for version in &case[1..3] {
            for line in version.lines().filter(|line| line.contains("id: ")) {
                assert!(text.contains(line), "{work:?}: {line}\n{text}");
            }
        }
        assert_eq!(repository.git(&["status", "--porcelain"]), "");
    }
}

/// In a rebase, ours are those of the others: whose they are is said by commit and author.
#[test]
fn a_rebase_that_stops_says_whose_each_side_is_and_goes_on_when_settled() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    let case = case("both-change-one-value");
    repository.branches(NAME, three(&case));
    let stopped = repository.try_git(&["rebase", "theirs"]);
    assert_eq!(stopped.code, 1, "{stopped}");
    let text = repository.read(NAME);
    assert_eq!(n_conflicts(&text), 3);
    let list = repository.run(&["merge", "--list", NAME]);
    assert_eq!(list.code, 1, "{list}");
    let lines: Vec<&str> = list.stdout.lines().collect();
    assert!(
        lines[0].starts_with("ours is ") && lines[0].ends_with(": What they say"),
        "{list}"
    );
    assert!(
        lines[1].starts_with("theirs is ") && lines[1].ends_with(": What we say"),
        "{list}"
    );
    assert!(
        list.stdout
            .contains("  B01 Does the exercise have visible backing"),
        "{list}"
    );
    assert!(
        list.stdout
            .contains("  before: Partly\n  ours: No\n  theirs: Yes\n"),
        "{list}"
    );
    repository.ok(&["merge", NAME, "--theirs", "all"]);
    repository.git(&["add", "-A"]);
    repository.git(&["rebase", "--continue"]);
    assert_eq!(n_conflicts(&repository.read(NAME)), 0);
    // What is over is not told any more.
    repository.write(NAME, &text);
    let list = repository.run(&["merge", "--list", NAME]);
    assert!(!list.stdout.contains("ours is "), "{list}");
}

fn with_backing(text: &str, word: &str) -> String {
    text.replace(
        "political-backing: partly",
        &format!("political-backing: \"{word}\""),
    )
}

/// Branches that were merged into each other: git merges the common versions first, conflicts and all.
#[test]
fn criss_cross_merges_have_no_conflict_within_a_conflict() {
    let base = case(BOTH)[0].clone();
    for (a_settled, b_settled, wanted) in [("yes", "no", 1), ("yes", "yes", 0)] {
        let Some(repository) = Repository::set_up() else {
            return;
        };
        let (a, b) = (with_backing(&base, "yes"), with_backing(&base, "no"));
        repository.branches(NAME, [&base, &a, &b]);
        repository.git(&["branch", "b1", "theirs"]);
        repository.git(&["branch", "a1", "ours"]);
        for (branch, other, settled) in [("ours", "b1", a_settled), ("theirs", "a1", b_settled)] {
            repository.git(&["checkout", "-q", branch]);
            let stopped = repository.try_git(&["merge", "-q", other]);
            assert_eq!(stopped.code, 1, "{stopped}");
            repository.commit(NAME, with_backing(&base, settled), "Settled");
        }
        let title = repository
            .read(NAME)
            .replace("title: Migration", "title: People");
        repository.commit(NAME, title, "Another title");
        repository.git(&["checkout", "-q", "ours"]);
        let bases = repository.git(&["merge-base", "--all", "ours", "theirs"]);
        assert_eq!(bases.lines().count(), 2);
        let merged = repository.try_git(&["merge", "-q", "-m", "Together", "theirs"]);
        let text = repository.read(NAME);
        assert!(text.contains("title: People"), "{text}");
        let parsed = parse(&text);
        let found = conflicts(&parsed.root.expect("a tree"));
        assert_eq!(
            (found.len(), merged.code),
            (wanted, i32::from(wanted > 0)),
            "{merged}\n{text}"
        );
        for conflict in found {
            let side = |word: &str| Some(Data::Text(word.to_owned()));
            let about = Disagreement::Value {
                base: side("partly"),
                ours: side("yes"),
                theirs: side("no"),
            };
            assert_eq!(conflict.about, about);
        }
    }
}

#[test]
fn a_value_turned_back_after_a_criss_cross_merge_stays_turned_back() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    let base = case(BOTH)[0].clone();
    let yes = with_backing(&base, "yes");
    let titled = |text: &str| text.replace("title: Migration", "title: People");
    repository.branches(NAME, [&base, &yes, &titled(&base)]);
    repository.git(&["branch", "a1", "ours"]);
    repository.git(&["branch", "b1", "theirs"]);
    repository.git(&["merge", "-q", "-m", "b1", "b1"]);
    repository.git(&["checkout", "-q", "theirs"]);
    repository.git(&["merge", "-q", "-m", "a1", "a1"]);
    repository.commit(NAME, titled(&base), "Back to partly");
    repository.git(&["checkout", "-q", "ours"]);
    repository.git(&["merge", "-q", "-m", "Together", "theirs"]);
    assert_eq!(repository.read(NAME), titled(&base));
}

#[test]
fn a_work_tree_of_its_own_merges_too() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let case = case(BOTH);
    repository.branches(NAME, three(&case));
    repository.git(&["worktree", "add", "-q", "-b", "beside", "../other tree é"]);
    let repository = repository.at("other tree é");
    let before = repository.sandbox.read("repository/.git/config");
    repository.ok(&["git", "setup"]);
    assert_ne!(repository.sandbox.read("repository/.git/config"), before);
    repository.git(&["merge", "-q", "-m", "Together", "theirs"]);
    assert_eq!(repository.read(NAME), case[3]);
    repository.ok(&["git", "setup", "--remove"]);
    assert_eq!(repository.sandbox.read("repository/.git/config"), before);
    assert!(!repository.has(".gitattributes"));
}

/// What git itself makes of two versions, without a driver.
fn by_git_alone(versions: [&str; 3], name: &str, style: &str) -> (i32, String) {
    let repository = Repository::new().expect("git was there a moment ago");
    repository.git(&["config", "merge.conflictStyle", style]);
    repository.branches(name, versions);
    let code = repository
        .try_git(&["merge", "-q", "-m", "Together", "theirs"])
        .code;
    (code, repository.read(name))
}

#[test]
fn what_is_no_project_is_merged_as_git_merges_it() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    let base = "jobs:\n  a: 1\n  b: 2\n  c: 3\n  d: 4\n  e: 5\n";
    for (ours, theirs) in [("a: 10", "e: 50"), ("a: 10", "a: 20")] {
        let ours = base.replace("a: 1", ours);
        let theirs = base.replace(
            if theirs.starts_with('a') {
                "a: 1"
            } else {
                "e: 5"
            },
            theirs,
        );
        for style in ["merge", "diff3"] {
            repository.git(&["config", "merge.conflictStyle", style]);
            repository.branches("jobs.yaml", [base, &ours, &theirs]);
            let merged = repository.try_git(&["merge", "-q", "-m", "Together", "theirs"]);
            let (code, text) = by_git_alone([base, &ours, &theirs], "jobs.yaml", style);
            // With three parts, git tells which commit the middle one is; the driver is not told.
            let plain = |text: &str| -> Vec<String> {
                let lines = text.lines().map(|line| match line.strip_prefix("|||||||") {
                    Some(_) => "|||||||".to_owned(),
                    None => line.to_owned(),
                });
                lines.collect()
            };
            assert_eq!(
                (merged.code, plain(&repository.read("jobs.yaml"))),
                (code, plain(&text))
            );
            assert_eq!(merged.stderr, "");
            if code != 0 {
                repository.git(&["merge", "--abort"]);
            }
        }
    }
}

/// A side that cannot be read is merged by lines, with both sides in the file, and never counts as merged.
#[test]
fn a_side_that_is_no_project_any_more_loses_nothing_and_is_no_success() {
    let [base, ours, ..] = case(BOTH);
    let other_title = base.replace("title: Migration", "title: People");
    let cases = [
        (
            other_title.replace("answers:", "answers: [\n"),
            "title: People",
        ),
        (other_title.replace("2026.1", "2025.1"), "title: People"),
        (format!("<<<<<<< a\n{other_title}"), "title: People"),
        (other_title.replace("mainstream: 1\n", ""), "title: People"),
    ];
    for (theirs, wanted) in cases {
        let Some(repository) = Repository::set_up() else {
            return;
        };
        repository.branches(NAME, [&base, &ours, &theirs]);
        let merged = repository.try_git(&["merge", "-q", "-m", "Together", "theirs"]);
        assert_eq!(merged.code, 1, "{merged}");
        assert!(
            merged.stderr.contains("was merged line by line"),
            "{merged}"
        );
        let text = repository.read(NAME);
        assert!(text.contains(wanted), "{text}");
        for line in ours.lines().filter(|line| !base.contains(line)) {
            assert!(text.contains(line), "{line}\n{text}");
        }
        let status = repository.git(&["status", "--porcelain"]);
        assert!(status.starts_with("UU"), "{status}");
    }
}

#[test]
fn settings_that_cannot_be_read_lose_no_side_either() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    let case = case("both-change-one-value");
    repository.branches(NAME, three(&case));
    repository.write("our countries/mainstream.toml", "languag = \"fr\"\n");
    let merged = repository.try_git(&["merge", "-q", "theirs"]);
    assert_eq!(merged.code, 1, "{merged}");
    assert!(merged.stderr.contains("languag"), "{merged}");
    let text = repository.read(NAME);
    assert!(
        text.contains("<<<<<<< HEAD") && text.contains(">>>>>>> theirs"),
        "{text}"
    );
}

#[test]
fn a_file_that_both_added_is_merged_without_a_common_version() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    let [base, ours, theirs, _] = case(BOTH);
    repository.git(&["checkout", "-q", "-b", "theirs"]);
    repository.commit(NAME, &theirs, "What they say");
    repository.git(&["checkout", "-q", "main"]);
    repository.commit(NAME, &ours, "What we say");
    let merged = repository.try_git(&["merge", "-q", "-m", "Together", "theirs"]);
    assert_eq!(merged.code, 0, "{merged}");
    let text = repository.read(NAME);
    assert_eq!(n_conflicts(&text), 0);
    for line in ours
        .lines()
        .chain(theirs.lines())
        .filter(|line| line.contains("id: "))
    {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(base.len() < text.len());
}

/// Git gives up a merge from 129 on, and takes the rest for conflicts.
#[test]
fn the_driver_never_ends_in_a_way_that_git_gives_up_at() {
    let Some(repository) = Repository::set_up() else {
        return;
    };
    let [base, ours, theirs, _] = case(BOTH);
    repository.write("base", &base);
    repository.write("theirs", &theirs);
    let run = |ours: &str, more: &[&str]| {
        let arguments = [&["merge", "--driver", "base", ours, "theirs"], more].concat();
        repository.run(&arguments)
    };
    repository.write("ours", &ours);
    let unknown = [
        "--marker-size=%L",
        "--path=%P",
        "--label-ours=%X",
        "--label-theirs=",
    ];
    let merged = run("ours", &unknown);
    assert_eq!((merged.code, merged.stderr.as_str()), (0, ""), "{merged}");
    repository.write("ours", b"\0\x01binary".as_slice());
    let binary = run("ours", &[]);
    assert_eq!(binary.code, 1, "{binary}");
    assert!((1..129).contains(&run("nowhere", &[]).code));
    let usage = repository.run(&["merge", "--driver", "base", "ours"]);
    assert_eq!(usage.code, 2, "{usage}");
    for output in [&["--list"][..], &["-o", "x"], &["--force"]].map(|more| run("ours", more)) {
        assert_eq!(output.code, 2, "{output}");
    }
}

#[test]
fn marks_of_git_are_called_what_they_are_by_every_command() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let case = case("both-change-one-value");
    repository.branches(NAME, three(&case));
    assert_eq!(repository.try_git(&["merge", "-q", "theirs"]).code, 1);
    for command in [&["status"][..], &["merge", "--list"], &["fmt"], &["next"]] {
        let output = repository.run(&[command, &[NAME]].concat());
        assert_eq!(output.code, 3, "{output}");
        let said = format!("{NAME}:13:1: git left two versions of the text here");
        assert!(output.stderr.contains(&said), "{output}");
    }
    let checked = repository.run(&["check", NAME]);
    assert!(checked.stdout.contains("git checkout --merge"), "{checked}");
    // What the hint says is so: the driver gets another go.
    repository.ok(&["git", "setup"]);
    repository.git(&["checkout", "--merge", "--", NAME]);
    assert_eq!(n_conflicts(&repository.read(NAME)), 3);
}

#[test]
fn comments_keep_the_line_ends_of_the_file_they_come_into() {
    let case = case("comments-of-both").map(|text| text.replace('\n', "\r\n"));
    let merged = mainstream::handbook::load_builtin()
        .map(|handbook| mainstream::merge::merge(&case[0], &case[1], &case[2], &handbook));
    let merged = merged.expect("a handbook").expect("merged");
    assert_eq!(merged.text, case[3]);
    // Also where only ours ends its lines so.
    let [base, ours, theirs, expected] = case;
    let theirs = theirs.replace("\r\n", "\n");
    let merged = mainstream::handbook::load_builtin()
        .map(|handbook| mainstream::merge::merge(&base, &ours, &theirs, &handbook));
    assert_eq!(merged.expect("a handbook").expect("merged").text, expected);
}
