//! `snapshot`, and snapshots where other commands meet them.

use std::fs;

use mainstream::store::{Holder, Lock};

use super::{SMALL, assert_french, refused, with_small};
use crate::sandbox::Sandbox;

/// A project with three states: at the inception, in a workshop, and as it is now.
fn office() -> Sandbox {
    furnished(Sandbox::new())
}

fn furnished(sandbox: Sandbox) -> Sandbox {
    let sandbox = with_small(sandbox);
    let inception = [
        "snapshot",
        "small.yaml",
        "inception",
        "--on",
        "2026-02-03",
        "--note",
        "What the team began with",
    ];
    sandbox.ok(&inception);
    sandbox.ok(&["set", "small.yaml", "B01=yes", "A02=regional"]);
    sandbox.ok(&["snapshot", "small.yaml", "Réunion d’avril"]);
    sandbox.ok(&["set", "small.yaml", "B03=no"]);
    sandbox
}

/// Writes something else over part of a snapshot.
fn damage(sandbox: &Sandbox, name: &str) {
    let path = format!("small.yaml.snapshots/{name}.snapshot");
    let text = sandbox.read(&path).replace("Migration", "Mobility!");
    sandbox.write(&path, text);
}

#[test]
fn a_state_is_named_and_listed() {
    let sandbox = with_small(Sandbox::new());
    insta::assert_snapshot!(sandbox.run(&["snapshot", "small.yaml", "Validation Workshop", "--on", "2026-06-12"]), @r"
    ------- stderr -------
    kept: snapshot `validation-workshop` of small.yaml (12 June 2026)
    [EOF]
    [exit status: 0]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["snapshot", "small.yaml", "validation-workshop"], 5), @r"
    ------- stderr -------
    error: there is a snapshot `validation-workshop` of small.yaml already
    hint: choose another name, or replace it with `--replace`
    [EOF]
    [exit status: 5]
    ");
    insta::assert_snapshot!(sandbox.run(&["snapshot", "small.yaml", "atelier de validation", "--replace"]), @r"
    ------- stderr -------
    replaced: snapshot `validation-workshop` of small.yaml (23 November 2026)
    [EOF]
    [exit status: 0]
    ");
    let sandbox = office();
    insta::assert_snapshot!("list", sandbox.ok(&["snapshot", "list", "small.yaml"]));
    insta::assert_snapshot!(
        "show",
        sandbox.ok(&["snapshot", "show", "small.yaml", "Inception"])
    );
    let plain = sandbox.ok(&["snapshot", "list", "small.yaml", "--plain", "--lang", "es"]);
    insta::assert_snapshot!("list_plain_spanish", plain);
    let narrow = furnished(Sandbox::new().width(40).french());
    insta::assert_snapshot!(
        "list_narrow_french",
        narrow.ok(&["snapshot", "list", "small.yaml"])
    );
    let shown = narrow.ok(&["snapshot", "show", "small.yaml", "inception"]);
    insta::assert_snapshot!("show_narrow_french", shown);
    damage(&narrow, "inception");
    let listed = narrow.run(&["snapshot", "list", "small.yaml"]);
    insta::assert_snapshot!("list_damaged_french", listed);
    assert_french(&listed);
}

#[test]
fn machines_are_told_too() {
    let sandbox = office();
    damage(&sandbox, "reunion-d-avril");
    let listed = sandbox.ends_with(&["snapshot", "list", "small.yaml", "--json"], 3);
    insta::assert_snapshot!("list_json", listed);
    let shown = sandbox.ok(&["snapshot", "show", "small.yaml", "inception", "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(shown["schema"], "mainstream/snapshot/1");
    assert_eq!(shown["on"], "2026-02-03");
    let status: serde_json::Value =
        serde_json::from_str(&sandbox.ok(&["status", "small.yaml", "--json"])).expect("JSON");
    let last = serde_json::json!({"name": "inception", "on": "2026-02-03", "same": false});
    assert_eq!(status["snapshot"], last);
}

#[test]
fn the_bytes_are_those_that_were_there() {
    let files: [(&str, &[u8]); 8] = [
        ("empty", b""),
        ("no line end", b"mainstream"),
        ("windows", b"mainstream: 1\r\n\tcountry: TUN\r\n"),
        ("byte order mark", b"\xef\xbb\xbfmainstream: 2\n"),
        ("latin-1", b"title: d\xe9veloppement\n"),
        ("nul", b"PK\x03\x04\x00\x00"),
        ("broken", b"mainstream: 1\nanswers: [\n"),
        ("head", b"# mainstream snapshot 1\n# head: 0\n"),
    ];
    for (what, bytes) in files {
        let sandbox = with_small(Sandbox::new());
        let before = sandbox.read("small.yaml");
        sandbox.write("small.yaml", bytes);
        let taken = sandbox.run(&["snapshot", "small.yaml", "then"]);
        assert_eq!(taken.code, 0, "{what}: {taken}");
        assert!(taken.stderr.contains("byte for byte"), "{what}: {taken}");
        let raw = sandbox
            .command(&["snapshot", "show", "small.yaml", "then", "--raw"])
            .output()
            .expect("it runs");
        assert_eq!(raw.stdout, bytes, "{what}");
        sandbox.write("small.yaml", &before);
        let restored = sandbox.run(&["snapshot", "restore", "small.yaml", "then", "--yes"]);
        assert_eq!(restored.code, 0, "{what}: {restored}");
        assert!(restored.stderr.contains("cannot be read as a project"));
        assert_eq!(fs::read(sandbox.path("small.yaml")).expect("there"), bytes);
        let undone = sandbox.run(&["undo", "small.yaml"]);
        assert_eq!(undone.code, 0, "{what}: {undone}");
        assert_eq!(sandbox.read("small.yaml"), before, "{what}");
    }
}

#[test]
fn a_broken_file_is_brought_back_and_the_break_is_an_undo_away() {
    let sandbox = office();
    let good = sandbox.read("small.yaml");
    sandbox.ok(&["snapshot", "small.yaml", "good"]);
    let broken = b"answers: \xff\xfe [".as_slice();
    sandbox.write("small.yaml", broken);
    insta::assert_snapshot!(sandbox.run(&["snapshot", "restore", "small.yaml", "good", "--yes"]), @r"
    ------- stderr -------
    restored: small.yaml is as it was in `good` (23 November 2026); `mainstream undo small.yaml` takes it back
    [EOF]
    [exit status: 0]
    ");
    assert_eq!(sandbox.read("small.yaml"), good);
    insta::assert_snapshot!(sandbox.run(&["undo", "small.yaml"]), @r"
    ------- stderr -------
    taken back in small.yaml: snapshot restore good (2026-11-23 10:00 UTC)
    warning: small.yaml has faults again, as it had before that change
    [EOF]
    [exit status: 0]
    ");
    assert_eq!(fs::read(sandbox.path("small.yaml")).expect("there"), broken);
    // That nothing has to be restored is no failure, and asks nobody.
    sandbox.ok(&["snapshot", "restore", "small.yaml", "good", "--yes"]);
    insta::assert_snapshot!(sandbox.run(&["snapshot", "restore", "small.yaml", "good"]), @r"
    ------- stderr -------
    small.yaml is already as it was in `good`
    [EOF]
    [exit status: 0]
    ");
}

#[test]
fn a_project_that_was_deleted_comes_back() {
    let sandbox = office();
    let listed = sandbox.ok(&["snapshot", "list", "small.yaml"]);
    fs::remove_file(sandbox.path("small.yaml")).expect("removed");
    assert_eq!(sandbox.ok(&["snapshot", "list", "small.yaml"]), listed);
    sandbox.ok(&["snapshot", "show", "small.yaml", "inception"]);
    insta::assert_snapshot!(refused(&sandbox, &["snapshot", "restore", "small.yaml", "inception"], 4), @r"
    ------- stderr -------
    error: small.yaml would be replaced, and there is no terminal to ask in
    hint: to restore without being asked: `--yes`; `mainstream undo FILE` takes it back
    [EOF]
    [exit status: 4]
    ");
    insta::assert_snapshot!(sandbox.run(&["snapshot", "restore", "small.yaml", "inception", "--yes"]), @r"
    ------- stderr -------
    restored: small.yaml was missing and is as it was in `inception` (3 February 2026)
    [EOF]
    [exit status: 0]
    ");
    assert_eq!(sandbox.read("small.yaml"), SMALL);
}

#[test]
fn names_that_are_none() {
    let sandbox = with_small(Sandbox::new().french());
    for name in ["..", "/", "@", "a\nb", "\u{1b}[31m", "NUL", &"x".repeat(61)] {
        let output = refused(&sandbox, &["snapshot", "small.yaml", name], 2);
        assert_french(&output);
        assert!(!output.stderr.contains('\u{1b}'), "{output}");
    }
    insta::assert_snapshot!(refused(&sandbox, &["snapshot", "small.yaml", ".."], 2), @r"
    ------- stderr -------
    erreur : `..` ne peut pas nommer un instantané : il n’a ni lettre ni chiffre
    indication : noms que les équipes partagent : `mainstream handbook catalogue snapshots`
    [EOF]
    [exit status: 2]
    ");
    let sandbox = furnished(Sandbox::new().french());
    let output = refused(
        &sandbox,
        &["snapshot", "show", "small.yaml", "inceptoin"],
        3,
    );
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : il n’existe pas d’instantané `inceptoin` de small.yaml
    indication : vouliez-vous dire `inception` ?
    [EOF]
    [exit status: 3]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["snapshot", "show", "small.yaml", "q"], 3), @r"
    ------- stderr -------
    erreur : il n’existe pas d’instantané `q` de small.yaml
    indication : valeurs connues : inception, reunion-d-avril
    [EOF]
    [exit status: 3]
    ");
    // Whatever a name holds, the snapshot lies in its folder.
    sandbox.ok(&["snapshot", "small.yaml", "../../x"]);
    assert!(sandbox.path("small.yaml.snapshots/x.snapshot").exists());
}

#[test]
fn arguments_that_go_nowhere() {
    let sandbox = office();
    for arguments in [
        &["snapshot"][..],
        &["snapshot", "small.yaml"],
        &["snapshot", "list"],
        &["snapshot", "show", "small.yaml"],
        &["snapshot", "small.yaml", "x", "list", "small.yaml"],
        &["snapshot", "--note", "x", "list", "small.yaml"],
        &["snapshot", "small.yaml", "x", "--on", "yesterday"],
        &["snapshot", "show", "small.yaml", "x", "--raw", "--json"],
        &[
            "export",
            "--kind",
            "handbook",
            "--since",
            "inception",
            "--to",
            "html",
        ],
    ] {
        let _ = refused(&sandbox, arguments, 2);
    }
    // What belongs to every command may stand before the command inside.
    sandbox.ok(&["snapshot", "--lang", "fr", "list", "small.yaml"]);
    insta::assert_snapshot!(refused(&sandbox, &["snapshot", "lst", "small.yaml"], 3), @r"
    ------- stderr -------
    error: there is no file lst
    hint: did you mean `mainstream snapshot list small.yaml`?
    [EOF]
    [exit status: 3]
    ");
}

#[test]
fn what_is_missing_or_in_the_way() {
    let sandbox = furnished(Sandbox::new().french());
    for arguments in [
        &["snapshot", "smal.yaml", "x"][..],
        &["snapshot", "list", "smal.yaml"],
        &["snapshot", "show", "smal.yaml", "x"],
        &["snapshot", "restore", "smal.yaml", "x", "--yes"],
        &["snapshot", "diff", "smal.yaml", "x"],
        &["snapshot", "nowhere/small.yaml", "x"],
        &["snapshot", "restore", "nowhere/small.yaml", "x", "--yes"],
        &["snapshot", ".", "x"],
    ] {
        assert_french(&refused(&sandbox, arguments, 3));
    }
    sandbox.write("other.yaml", SMALL);
    let none = sandbox.run(&["snapshot", "list", "other.yaml"]);
    assert_french(&none);
    insta::assert_snapshot!(none, @r"
    ------- stderr -------
    il n’existe pas encore d’instantané de other.yaml
    conservez l’état présent avec `mainstream snapshot other.yaml NAME`
    [EOF]
    [exit status: 0]
    ");
    assert_french(&refused(
        &sandbox,
        &["snapshot", "show", "other.yaml", "x"],
        3,
    ));
    sandbox.write("other.yaml.snapshots", "a file");
    let blocked = refused(&sandbox, &["snapshot", "other.yaml", "x"], 5);
    assert_french(&blocked);
    insta::assert_snapshot!(blocked, @r"
    ------- stderr -------
    erreur : other.yaml.snapshots n’a pas pu être écrit (une partie du chemin n’est pas un dossier) ; il est resté tel quel
    [EOF]
    [exit status: 5]
    ");
}

#[test]
fn somebody_else_at_work_is_waited_for() {
    let sandbox = furnished(Sandbox::new().french());
    let at = "2026-11-23T09:15:00Z".parse().expect("a time");
    let mut holder = Holder::current("mainstream", "walk", at);
    holder.user = Some("amina".to_owned());
    let lock = Lock::acquire(&sandbox.path("small.yaml"), holder).expect("free");
    for arguments in [
        &["snapshot", "restore", "small.yaml", "inception", "--yes"][..],
        &["snapshot", "small.yaml", "now"],
    ] {
        assert_french(&refused(&sandbox, arguments, 5));
    }
    // Who only looks waits for nobody.
    sandbox.ok(&["snapshot", "list", "small.yaml"]);
    sandbox.ok(&["snapshot", "diff", "small.yaml", "inception"]);
    drop(lock);
    sandbox.ok(&["snapshot", "restore", "small.yaml", "inception", "--yes"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_in_which_nothing_may_be_written() {
    use super::disk::{as_somebody, set_mode};
    let sandbox = Sandbox::new().french();
    sandbox.write("locked/small.yaml", SMALL);
    set_mode(&sandbox, ".", 0o755);
    set_mode(&sandbox, "locked", 0o555);
    let Some(output) = as_somebody(&sandbox, &["snapshot", "locked/small.yaml", "x"]) else {
        return;
    };
    set_mode(&sandbox, "locked", 0o755);
    assert_eq!(output.code, 5, "{output}");
    assert_french(&output);
    assert!(!sandbox.path("locked/small.yaml.snapshots").exists());
}

#[test]
fn a_snapshot_of_another_country_is_not_put_in_its_place() {
    let sandbox = furnished(Sandbox::new().french());
    let text = sandbox
        .read("small.yaml")
        .replace("country: TUN", "country: MDA");
    sandbox.write("small.yaml", text);
    let restore = ["snapshot", "restore", "small.yaml", "inception", "--yes"];
    let output = refused(&sandbox, &restore, 3);
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : l’instantané `inception` et small.yaml ne sont pas du même pays : Tunisie, Moldavie
    indication : pour avoir son texte malgré tout : `mainstream snapshot show FILE NAME --raw`
    [EOF]
    [exit status: 3]
    ");
    let export = [
        "export",
        "small.yaml",
        "--to",
        "html",
        "--since",
        "inception",
    ];
    assert_french(&refused(&sandbox, &export, 3));
    let compared = sandbox.run(&["snapshot", "diff", "small.yaml", "inception", "--stat"]);
    assert_french(&compared);
    insta::assert_snapshot!(compared, @r"
    small.yaml  1 de structure · 3 de fond
    ------- stderr -------
    avertissement : les deux états portent sur des pays différents : Tunisie et Moldavie
    [EOF]
    [exit status: 0]
    ");
}

#[test]
fn one_that_is_damaged_is_refused_by_name() {
    let sandbox = furnished(Sandbox::new().french());
    damage(&sandbox, "inception");
    for arguments in [
        &["snapshot", "show", "small.yaml", "inception"][..],
        &["snapshot", "show", "small.yaml", "inception", "--raw"],
        &["snapshot", "restore", "small.yaml", "inception", "--yes"],
        &["snapshot", "diff", "small.yaml", "inception"],
        &["diff", "small.yaml@inception", "small.yaml"],
        &[
            "export",
            "small.yaml",
            "--to",
            "html",
            "--since",
            "inception",
        ],
    ] {
        let output = refused(&sandbox, arguments, 3);
        assert_french(&output);
        assert!(output.stderr.contains("`inception`"), "{output}");
    }
    sandbox.ok(&["diff", "small.yaml@reunion-d-avril", "small.yaml"]);
    let checked = sandbox.run(&["check", "small.yaml"]);
    assert_french(&checked);
    assert_eq!(checked.code, 0, "a warning: {checked}");
    insta::assert_snapshot!("check_damaged_french", checked);
    sandbox.ends_with(&["check", "small.yaml", "--fail-on", "warning"], 1);
    let level = [
        "check",
        "small.yaml",
        "--level",
        "snapshot-damaged=off",
        "--fail-on",
        "warning",
    ];
    sandbox.ok(&level);
    let fixed = sandbox.ends_with(&["check", "small.yaml", "--fix", "--fail-on", "warning"], 1);
    assert!(fixed.contains("snapshot-damaged"), "{fixed}");
    let doctor = sandbox.run(&["doctor", "small.yaml"]);
    assert_eq!(doctor.code, 3, "{doctor}");
    assert!(
        doctor.stderr.contains("`inception`") && doctor.stdout.contains('2'),
        "{doctor}"
    );
}

#[test]
fn standard_input_is_checked_with_what_lies_beside_its_name() {
    let sandbox = office();
    damage(&sandbox, "inception");
    let mut command = sandbox.command(&["check", "--stdin", "--stdin-filename", "small.yaml"]);
    let file = fs::File::open(sandbox.path("small.yaml")).expect("there");
    let output = command.stdin(file).output().expect("it runs");
    let output = sandbox.cleaned(&output);
    assert!(output.stdout.contains("snapshot-damaged"), "{output}");
}

#[test]
fn a_suppression_is_heeded_and_is_of_no_use_once_all_is_well() {
    let sandbox = office();
    let suppress =
        "suppress:\n  - {rule: snapshot-damaged, path: mainstream, reason: lost in the flood}\n";
    sandbox.write(
        "small.yaml",
        format!("{}{suppress}", sandbox.read("small.yaml")),
    );
    let unused = sandbox.ends_with(&["check", "small.yaml", "--fail-on", "warning"], 1);
    assert!(unused.contains("suppression-unused"), "{unused}");
    damage(&sandbox, "inception");
    sandbox.ok(&["check", "small.yaml", "--fail-on", "warning"]);
}

#[test]
fn folders_of_snapshots_are_no_projects() {
    let sandbox = office();
    let checked = sandbox.run(&["check", "."]);
    assert!(checked.stderr.contains("1 file checked"), "{checked}");
    sandbox.write("later/small.yaml", sandbox.read("small.yaml"));
    let compared = sandbox.ok(&["diff", "later", "."]);
    assert!(!compared.contains("snapshot"), "{compared}");
}

#[test]
fn sides_of_a_comparison_may_be_snapshots() {
    let sandbox = office();
    let raw = sandbox.ok(&["snapshot", "show", "small.yaml", "inception", "--raw"]);
    sandbox.write("copy.yaml", raw);
    for to in ["human", "concise", "markdown", "html", "json"] {
        let of = |old: &str| sandbox.ok(&["diff", old, "small.yaml", "--to", to]);
        let by_name = of("small.yaml@inception");
        assert_eq!(
            by_name
                .replace("small.yaml@inception", "copy.yaml")
                .replace("small.yaml\\@inception", "copy.yaml"),
            of("copy.yaml"),
            "{to}"
        );
        let own = sandbox.ok(&["snapshot", "diff", "small.yaml", "inception", "--to", to]);
        assert_eq!(own, by_name, "{to}");
    }
    let both = sandbox.ok(&[
        "diff",
        "small.yaml@Inception",
        "small.yaml@Réunion d’avril",
        "--stat",
    ]);
    insta::assert_snapshot!(both, @"small.yaml@reunion-d-avril  2 of substance");
    let two = [
        "snapshot",
        "diff",
        "small.yaml",
        "inception",
        "reunion-d-avril",
        "--stat",
    ];
    assert_eq!(sandbox.ok(&two), both);
    let same = [
        "snapshot",
        "diff",
        "small.yaml",
        "inception",
        "inception",
        "--exit-code",
    ];
    sandbox.ok(&same);
    sandbox.ends_with(
        &["snapshot", "diff", "small.yaml", "inception", "--exit-code"],
        1,
    );
    let unknown = refused(&sandbox, &["diff", "small.yaml@incepton", "small.yaml"], 3);
    insta::assert_snapshot!(unknown, @r"
    ------- stderr -------
    error: there is no snapshot `incepton` of small.yaml
    hint: did you mean `inception`?
    [EOF]
    [exit status: 3]
    ");
    let nameless = refused(&sandbox, &["diff", "small.yaml@", "small.yaml"], 3);
    insta::assert_snapshot!(nameless, @r"
    ------- stderr -------
    error: there is no file small.yaml@
    hint: did you mean `small.yaml`?
    [EOF]
    [exit status: 3]
    ");
    // A file that has such a name is that file.
    sandbox.write("small.yaml@inception", sandbox.read("small.yaml"));
    let stat = sandbox.ok(&["diff", "small.yaml@inception", "small.yaml", "--stat"]);
    assert!(stat.contains("nothing changed"), "{stat}");
}

#[test]
fn a_comparison_with_a_state_that_is_no_project_says_where_to_look() {
    let sandbox = office();
    let good = sandbox.read("small.yaml");
    sandbox.write("small.yaml", "mainstream: 1\nanswers: [\n");
    sandbox.ok(&["snapshot", "small.yaml", "broken"]);
    sandbox.write("small.yaml", good);
    insta::assert_snapshot!(refused(&sandbox, &["snapshot", "diff", "small.yaml", "broken"], 3), @r"
    ------- stderr -------
    error: small.yaml@broken:2:10: the file cannot be read as a project
    hint: to look at its text: `mainstream snapshot show small.yaml broken --raw`
    [EOF]
    [exit status: 3]
    ");
    let export = ["export", "small.yaml", "--to", "json", "--since", "broken"];
    insta::assert_snapshot!(refused(&sandbox, &export, 3), @r"
    ------- stderr -------
    error: small.yaml@broken:2:10: the file cannot be read as a project
    hint: to look at its text: `mainstream snapshot show small.yaml broken --raw`
    [EOF]
    [exit status: 3]
    ");
}

#[test]
fn reports_tell_what_changed_since() {
    let sandbox = office();
    let of = |to: &str, more: &[&str]| {
        let arguments = [
            &["export", "small.yaml", "--since", "inception", "--to", to],
            more,
        ]
        .concat();
        sandbox.ok(&arguments)
    };
    let markdown = of("markdown", &[]);
    let part = |text: &str| {
        let after = text.split_once("\n## Changed since").expect("the part").1;
        after.split_once("\n## ").expect("an end").0.to_owned()
    };
    insta::assert_snapshot!("since_markdown", part(&markdown));
    let french = of("markdown", &["--lang", "fr"]);
    let (_, french) = french
        .split_once("\n## Changements depuis")
        .expect("the part");
    insta::assert_snapshot!(
        "since_markdown_french",
        french.split_once("\n## ").expect("an end").0
    );
    for (to, part) in [
        ("html", "Changed since “Inception”"),
        ("json", "Changed since “Inception”"),
    ] {
        assert!(of(to, &[]).contains(part), "{to}");
    }
    // Without being asked, a report is as it was; and what it says else does not depend on that.
    let without = sandbox.ok(&["export", "small.yaml", "--to", "markdown"]);
    assert!(!without.contains("Changed since"));
    sandbox.ok(&["snapshot", "small.yaml", "now"]);
    let none = sandbox.ok(&["export", "small.yaml", "--since", "now", "--to", "markdown"]);
    insta::assert_snapshot!(part(&none), @r"
     “now”

    Nothing has changed since “now” (23 November 2026).
    ");
}

#[test]
fn the_last_snapshot_is_mentioned_where_one_looks() {
    let sandbox = with_small(Sandbox::new());
    let mentions = |arguments: &[&str]| {
        let text = sandbox.ok(arguments);
        let lines: Vec<&str> = text.lines().collect();
        lines
            .join(" ")
            .contains("Last snapshot: Adoption, 12 June 2026.")
    };
    let screens = [
        &["status", "small.yaml"][..],
        &[],
        &["doctor", "small.yaml"],
    ];
    assert!(!screens.iter().any(|arguments| mentions(arguments)));
    sandbox.ok(&["snapshot", "small.yaml", "adoption", "--on", "2026-06-12"]);
    assert!(screens.iter().all(|arguments| mentions(arguments)));
    let same = sandbox.ok(&["status", "small.yaml"]);
    assert!(same.contains("still as it was then"), "{same}");
    sandbox.ok(&["set", "small.yaml", "B01=yes"]);
    let changed = sandbox.ok(&["status", "small.yaml"]);
    assert!(changed.contains("has changed since"), "{changed}");
}

#[test]
fn shells_offer_the_names_that_teams_share() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = sandbox.ok(&["completions", shell]);
        assert!(script.contains("validation-workshop"), "{shell}");
    }
    let listed = sandbox.ok(&["handbook", "catalogue", "snapshots"]);
    insta::assert_snapshot!(listed, @r"
      inception  Inception
      validation-workshop  Validation workshop
      adoption  Adoption
      mid-term-review  Mid-term review

    our proposal
    ");
}

/// A repository that turns line ends on the way in and out, as many on Windows do, damages no snapshot.
#[test]
fn git_does_not_touch_what_is_kept() {
    let sandbox = office();
    let git = |arguments: &[&str]| {
        let output = std::process::Command::new("git")
            .args([
                "-c",
                "core.autocrlf=true",
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b",
            ])
            .args(arguments)
            .current_dir(sandbox.folder())
            .env("HOME", sandbox.folder())
            .output();
        output.is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "-q"]) {
        crate::sandbox::note("skipped: there is no git");
        return;
    }
    assert!(git(&["add", "."]) && git(&["commit", "-qm", "x"]));
    fs::remove_dir_all(sandbox.path("small.yaml.snapshots")).expect("removed");
    assert!(git(&["checkout", "-q", "."]));
    sandbox.ok(&["snapshot", "list", "small.yaml"]);
}
