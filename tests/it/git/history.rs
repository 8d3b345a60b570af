//! `log`: the history of a project in words.

use serde_json::Value;

use super::{NAME, Repository, case};
const RENAMED: &str = "our countries/Sorania.yaml";

/// A history with everything in it that a history has: another name, a version that cannot be read, a merge that
/// decided something, a version of which only the layout is new.
fn lived() -> Option<Repository> {
    let repository = Repository::new()?;
    let base = case("both-change-one-value")[0].clone();
    repository.commit(NAME, &base, "Begin with what we know");
    let yes = base.replace("partly", "\"yes\"");
    repository.commit(NAME, &yes, "The minister has said so");
    repository.git(&["mv", NAME, RENAMED]);
    repository.git(&["commit", "-qm", "Call it by its name"]);
    repository.commit(RENAMED, yes.replace("answers:", "answers: ["), "Oh");
    let people = yes.replace("title: Migration", "title: People");
    repository.commit(RENAMED, &people, "Mend it, and another title");
    repository.git(&["checkout", "-q", "-b", "side", "HEAD~1"]);
    repository.commit(RENAMED, yes.replace("\"yes\"", "\"no\""), "No, she has not");
    repository.git(&["checkout", "-q", "main"]);
    repository.git(&["merge", "-q", "--no-commit", "side"]);
    let both = people.replace("\"yes\"", "partly");
    repository.commit(RENAMED, &both, "Bring both together");
    let longer = both.replace("planning-level: national", "planning-level:  national");
    repository.commit(RENAMED, longer, "Nothing but a blank");
    Some(repository)
}

/// The output without the names of commits, which change with every letter.
fn without_names(text: &str) -> String {
    let words = text.split_inclusive([' ', '\n', ',', ':', '"']);
    let is_name = |word: &str| word.len() >= 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    words
        .map(|word| {
            let inner = word.trim_end_matches([' ', '\n', ',', ':', '"']);
            if is_name(inner) {
                word.replace(inner, "[COMMIT]")
            } else {
                word.to_owned()
            }
        })
        .collect()
}

#[test]
fn the_history_is_told_through_renames_merges_and_versions_that_cannot_be_read() {
    let Some(repository) = lived() else {
        return;
    };
    let output = repository.run(&["log", RENAMED]);
    assert_eq!(output.code, 0, "{output}");
    insta::assert_snapshot!("log", without_names(&output.to_string()));
    let plain = repository.ok(&["log", RENAMED, "--plain", "-n", "2"]);
    insta::assert_snapshot!("log_plain", without_names(&plain));
    let repository = repository.in_language(true);
    let french = repository.run(&["log", RENAMED]);
    insta::assert_snapshot!("log_french", without_names(&french.stdout));
    let repository = repository.in_language(false);
    let spanish = repository.ok(&["log", RENAMED, "-n", "3"]);
    insta::assert_snapshot!("log_spanish", without_names(&spanish));
}

#[test]
fn some_of_it_can_be_asked_for() {
    let Some(repository) = lived() else {
        return;
    };
    let subjects = |arguments: &[&str]| -> Vec<(String, String)> {
        let all = [&["log", RENAMED, "--json"], arguments].concat();
        let json: Value = serde_json::from_str(&repository.ok(&all)).expect("JSON");
        let versions = json["versions"].as_array().expect("a list").clone();
        let text =
            |version: &Value, key: &str| version[key].as_str().unwrap_or_default().to_owned();
        versions
            .iter()
            .map(|version| (text(version, "subject"), text(version, "state")))
            .collect()
    };
    let all = subjects(&[]);
    assert_eq!(all.len(), 8);
    assert_eq!(subjects(&["-n", "2"]), all[..2]);
    assert_eq!(subjects(&["--since", "2026-09-06"]).len(), 4);
    assert_eq!(subjects(&["--since", "2027-01-01"]), []);
    // What stands before is looked at, where it is needed to tell what the first one changed.
    let mended = all
        .iter()
        .position(|(subject, _)| subject.starts_with("Mend"))
        .expect("there");
    let limit = (mended + 1).to_string();
    let limited = subjects(&["-n", &limit]);
    assert_eq!(limited, all[..=mended]);
    assert_eq!(
        limited.last().map(|(_, state)| state.as_str()),
        Some("changed")
    );
    for bad in ["yesterday", "2026-13-01", ""] {
        let output = repository.run(&["log", RENAMED, "--since", bad]);
        assert_eq!(output.code, 2, "{output}");
    }
}

#[test]
fn the_json_follows_its_schema() {
    let Some(repository) = lived() else {
        return;
    };
    let json: Value =
        serde_json::from_str(&repository.ok(&["log", RENAMED, "--json"])).expect("JSON");
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/log.json");
    let schema = std::fs::read_to_string(schema).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let keys = |value: &Value| -> Vec<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    assert_eq!(keys(&json), keys(&schema["properties"]));
    let part = |name: &str| keys(&schema["$defs"][name]["properties"]);
    let states = schema["$defs"]["version"]["properties"]["state"]["enum"].as_array();
    let states = states.expect("a list");
    let (mut n_stages, mut n_questions) = (0, 0);
    for version in json["versions"].as_array().expect("a list") {
        assert_eq!(keys(version), part("version"));
        assert!(states.contains(&version["state"]), "{version}");
        for stage in version["stages"].as_array().expect("a list") {
            assert_eq!(keys(stage), part("stage"));
            n_stages += 1;
            for question in stage["questions"].as_array().expect("a list") {
                assert_eq!(keys(question), part("question"));
                n_questions += 1;
            }
        }
    }
    assert!(n_stages > 3 && n_questions > 6, "{n_stages} {n_questions}");
}

#[test]
fn what_has_no_history_says_so() {
    let Some(repository) = lived() else {
        return;
    };
    repository.write("new.yaml", case("both-delete")[0].clone());
    insta::assert_snapshot!(repository.run(&["log", "new.yaml"]), @r"
    ------- stderr -------
    error: git has no version of new.yaml yet
    hint: `git add` and `git commit` keep a version
    [EOF]
    [exit status: 3]
    ");
    assert_eq!(repository.run(&["log", "our countries"]).code, 3);
    repository.git(&["clone", "-q", "--depth", "2", "--no-local", ".", "../cut"]);
    let repository = repository.at("cut");
    let output = repository.run(&["log", RENAMED]);
    assert_eq!(output.code, 0, "{output}");
    assert!(
        output.stderr.contains("this clone was cut short"),
        "{output}"
    );
    let repository = repository.at("home");
    assert_eq!(repository.run(&["log", "a.yaml"]).code, 3);
    repository.git(&["init", "-q", "empty"]);
    let empty = repository.run(&["log", "empty/a.yaml"]);
    assert!(empty.stderr.contains("git has no version"), "{empty}");
}

/// A work tree, a folder below the top, and a link to it: the file is found from everywhere.
#[test]
fn the_file_is_found_from_wherever_one_stands() {
    let Some(repository) = lived() else {
        return;
    };
    let all = repository.ok(&["log", RENAMED, "--json"]);
    let path = repository.sandbox.path(&format!("repository/{RENAMED}"));
    let versions = |text: &str| text[text.find("\"versions\"").expect("there")..].to_owned();
    let path = path.display().to_string();
    assert_eq!(
        versions(&repository.ok(&["log", &path, "--json"])),
        versions(&all)
    );
    repository.git(&["worktree", "add", "-q", "../tree"]);
    let repository = repository.at("repository/our countries");
    assert_eq!(
        versions(&repository.ok(&["log", "Sorania.yaml", "--json"])),
        versions(&all)
    );
    let repository = repository.at("tree");
    assert_eq!(
        versions(&repository.ok(&["log", RENAMED, "--json"])),
        versions(&all)
    );
    let hook = [
        ("GIT_DIR", "../repository/.git/worktrees/tree"),
        ("GIT_INDEX_FILE", "x"),
    ];
    let hooked = repository.run_with(&["log", RENAMED, "--json"], &hook);
    assert_eq!(versions(&hooked.stdout), versions(&all), "{hooked}");
}
