//! Upgrades: no answer is lost, whatever an edition changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mainstream::handbook::{Catalogues, Handbook, Layer, Profiles, load_layers};
use mainstream::policy::Policy;
use mainstream::project::Project;
use mainstream::store::{Stamp, save, undo};
use mainstream::upgrade::{Before, Fate, Setting, Upgrade, UpgradeError, Why, Words, upgrade};
use mainstream::yaml::{Mapping, Node, Route, Value, parse};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::editions::{handbook_of, second_edition, second_handbook};

/// Words that show what they are made of.
struct PlainWords;

impl Words for PlainWords {
    fn reason(&self, why: &[Why], before: Option<&Before<'_>>) -> String {
        let mut text = String::new();
        for why in why {
            let _ = match why {
                Why::Dropped { edition, reason } | Why::Changed { edition, reason } => {
                    write!(text, "{edition}: {}; ", reason.shown("en"))
                }
                other => write!(text, "{other:?}; "),
            };
        }
        if let Some(before) = before {
            let _ = write!(
                text,
                "before: {} {}",
                before.state.name(),
                before.reason.unwrap_or("")
            );
        }
        text.trim().trim_end_matches(';').to_owned()
    }
}

pub(crate) fn upgraded(text: &str, handbook: &Handbook) -> Result<Upgrade, UpgradeError> {
    let catalogues = Catalogues::of(handbook);
    let has_code = |catalogue: &str, id: &str| {
        let catalogue = catalogues.get(catalogue);
        catalogue.is_some_and(|catalogue| catalogue.entry(id).is_some())
    };
    upgrade(
        text,
        &Setting {
            handbook,
            has_code: &has_code,
            words: &PlainWords,
        },
    )
}

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    fs::read_to_string(path).expect("the example")
}

const FILE: &str = r#"# the file of a team
mainstream: 1
handbook: {id: gmg, edition: "2026.1"} # ours
country: TUN
title: Plan
language: en
answers:
  case-file:
    planning-level: 'regional'
    migration-roles: [origin, internal, displacement]
    lead-institution: Ministry of the Plan # by decree
  readiness:
    B08: partly # under its code
    ownership:
      answer: "yes"
      state: draft
      reason: half read
    vision: |
      One line.

      Another.
    months-left: 4
    B09: "no"
    # not for the public
    sensitive-topics: >-
      What nobody
      says aloud
    unheard-of: kept
  # how people hear of it
  awareness:
    # the first ones
    audiences:
      - id: ministers
        group: ministers
    events:
      - {id: seminar, name: Seminar, audiences: [ministers]}
    trainings:
      # one for planners
      - id: planners
        topic: Planning   # short
        number: 40
  set-up:
    bodies:
      - id: steering
        name: Steering committee
        legal-base: Decree 12
        # the post, not the person
        chair: Prime minister
        act: Decree 12
      - id: cabinet
        name: Cabinet
        active: "yes"
"#;

#[test]
fn everything_goes_where_the_edition_says() {
    let made = upgraded(FILE, second_handbook()).expect("an upgrade");
    insta::assert_snapshot!(made.text);
    insta::assert_debug_snapshot!(made.plan);
}

/// Every value of a file, in order.
fn texts(text: &str) -> Vec<String> {
    fn collect(node: &Node<'_>, found: &mut Vec<String>) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(scalar) => found.push(scalar.text.to_string()),
            Value::Sequence(list) => list.items.iter().for_each(|item| collect(item, found)),
            Value::Mapping(map) => map.iter().for_each(|entry| collect(&entry.value, found)),
        }
    }
    let parsed = parse(text);
    assert!(parsed.faults.is_empty(), "{:?} in {text}", parsed.faults);
    let mut found = Vec::new();
    collect(&parsed.root.expect("a tree"), &mut found);
    found
}

/// The comments of a file that stand on lines of their own.
fn comments(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| line.starts_with("# ")).collect()
}

/// Words that the second edition calls otherwise, and the old edition.
const RENAMED: [&str; 6] = [
    "national",
    "regional",
    "local",
    "internal",
    "displacement",
    "2026.1",
];

/// What is lost on the way from an old file to a new one, but for what is meant to be.
fn lost(old: &str, new: &str) -> Vec<String> {
    let new_texts = texts(new);
    let mut left = new_texts.clone();
    let mut lost = texts(old);
    lost.retain(|text| {
        if let Some(position) = left.iter().position(|other| other == text) {
            left.swap_remove(position);
            return false;
        }
        let quoted = || new_texts.iter().any(|other| other.contains(text.trim()));
        let is_state = mainstream::project::State::parse(text).is_some();
        !RENAMED.contains(&text.as_str()) && !is_state && !quoted()
    });
    lost
}

#[test]
fn real_projects_keep_every_value_and_comment() {
    for name in ["sorania.yaml", "tunisia.yaml", "jamaica.yaml"] {
        let old = example(name);
        let made = upgraded(&old, second_handbook()).expect("an upgrade");
        assert_eq!(lost(&old, &made.text), Vec::<String>::new(), "{name}");
        let new_comments = comments(&made.text);
        for comment in comments(&old) {
            assert!(new_comments.contains(&comment), "{name}: {comment}");
        }
        assert_eq!(
            upgraded(&made.text, second_handbook()),
            Err(UpgradeError::Current)
        );
    }
}

#[test]
fn what_becomes_of_the_fictitious_country() {
    let made = upgraded(&example("sorania.yaml"), second_handbook()).expect("an upgrade");
    let plan = made.plan;
    let counts = Fate::ALL.map(|fate| (fate.name(), plan.count(fate)));
    insta::assert_debug_snapshot!(counts);
    let setting = mainstream::check::Setting {
        damaged: &[],
        handbook: second_handbook(),
        catalogues: &Catalogues::of(second_handbook()),
        policy: &Policy::plain(Profiles::of(second_handbook())),
        path: None,
        today: jiff::civil::date(2026, 11, 23),
    };
    let found = mainstream::check::check_text("sorania.yaml", made.text.as_bytes(), &setting);
    let mut rules: Vec<&str> = found
        .findings
        .iter()
        .map(|finding| finding.rule.as_str())
        .collect();
    rules.dedup();
    insta::assert_debug_snapshot!(rules);
}

/// A third edition moves again what the second has moved: a project of the first goes all the way.
#[test]
fn editions_follow_one_another() {
    let mut files = second_edition().clone();
    let editions = format!(
        "{}{}",
        files["editions.yaml"],
        "\
- edition: \"2028.1\"
  questions: {readiness.shared-vision: scoping.vision}
  codes: {B05: readiness.shared-vision}
  fields: {body: {chairperson: chaired-by}}
  choices: {planning-level: {subnational: regions}}
  dropped:
    - question: learning.peer-exchanges
      reason: {en: done, fr: fait, es: hecho}
"
    );
    files.insert("editions.yaml".into(), editions);
    let mut change = |path: &str, from: &str, to: &str| {
        let text = files.get_mut(path).expect("the file");
        assert!(text.contains(from), "{path}: {from}");
        *text = text.replace(from, to);
    };
    change(
        "handbook.toml",
        "edition = \"2027.1\"",
        "edition = \"2028.1\"",
    );
    change("records.yaml", "id: chairperson", "id: chaired-by");
    change(
        "records.yaml",
        "[country-wide, subnational",
        "[country-wide, regions",
    );
    let stage = "stages/0-prepare.yaml";
    change(stage, "[chairperson, chair-rank", "[chaired-by, chair-rank");
    change(
        stage,
        "theme, chairperson, members",
        "theme, chaired-by, members",
    );
    change(
        "stages/5-deliver.yaml",
        "[chairperson, members",
        "[chaired-by, members",
    );
    change(
        stage,
        "      - {code: B05, id: shared-vision, kind: text, from: [S53, D]}\n",
        "",
    );
    change(
        stage,
        "      - {code: X02, id: peer-exchanges, kind: records, record: peer-exchange, ask: [topic, country, date], phase: optional, from: [S34, S48]}\n",
        "",
    );
    change(
        stage,
        "      - {code: F01, id: purpose,",
        "      - {code: F14, id: vision, kind: text, from: [D]}\n      - {code: F01, id: purpose,",
    );
    let third = handbook_of(files);
    let made = upgraded(FILE, &third).expect("an upgrade");
    for piece in [
        "edition: \"2028.1\"",
        "planning-level: 'regions'",
        "  scoping:\n    vision: |\n      One line.",
        "          chaired-by: Prime minister",
    ] {
        assert!(made.text.contains(piece), "{piece} in {}", made.text);
    }
    // A project of the second edition is not upgraded from the first.
    let second = upgraded(FILE, second_handbook()).expect("an upgrade").text;
    let made_again = upgraded(&second, &third).expect("an upgrade").text;
    assert!(
        made_again.contains("  scoping:\n    vision: |"),
        "{made_again}"
    );
    assert!(
        made_again.contains("chaired-by: Prime minister"),
        "{made_again}"
    );
    assert_eq!(lost(&second, &made_again), ["subnational"]);
}

const LISTS: &str = r#"mainstream: 1
handbook: {id: gmg, edition: "2026.1"}
title: Plan
language: en
answers:
  case-file:
    # those who pay
    support-programmes:
      # the first
      - id: fund
        name: Partnership Fund
        donor: Norland
      - {id: bank, name: Bank}
  stakeholders:
    # what others do
    partner-projects:
      answer:
        # of the north
        - id: fund # as it is called there
          name: Fund for the North
          partner: Maravia   # with a partner
          theme: health
        # of the south
        - id: south
          name: >-
            Works in
            the south
          kind: state
        # nothing in the east
      note: asked in May
      evidence: [letter]
    overlap-actions:
      - id: talk
        name: Talk to both
        # the two that overlap
        projects: [fund, "south"]
"#;

/// Two lists that become one: records with their comments, ids of their own, references that follow.
#[test]
fn lists_that_an_edition_merged_become_one() {
    let made = upgraded(LISTS, second_handbook()).expect("an upgrade");
    insta::assert_snapshot!(made.text);
    insta::assert_debug_snapshot!(made.plan);
    assert_eq!(lost(LISTS, &made.text), Vec::<String>::new());
    assert_eq!(
        comments(&made.text).len(),
        comments(LISTS).len(),
        "{}",
        made.text
    );
}

/// The list that is joined may be missing, empty, or no list.
#[test]
fn a_list_joins_whatever_is_there() {
    let cut = LISTS.find("    # those who pay").expect("a list");
    let end = LISTS.find("  stakeholders:").expect("the next step");
    let with = |there: &str| {
        let text = format!("{}{there}{}", &LISTS[..cut], &LISTS[end..]);
        let made = upgraded(&text, second_handbook()).expect("an upgrade");
        assert_eq!(
            lost(&text, &made.text),
            Vec::<String>::new(),
            "{}",
            made.text
        );
        for comment in comments(&text) {
            assert!(comments(&made.text).contains(&comment), "{}", made.text);
        }
        made.text
    };
    let alone = with("    team:\n      - id: lead\n");
    assert!(
        alone.contains("    support-programmes:\n      answer:\n        # of the north\n"),
        "{alone}"
    );
    let empty = with("    support-programmes: [] # none so far\n");
    assert!(
        empty.contains("      # of the north\n      - id: fund #"),
        "{empty}"
    );
    let said = with("    support-programmes:\n      state: unknown\n      note: nobody knew\n");
    assert!(said.contains("        - id: fund #"), "{said}");
    assert!(
        said.contains("state: needs-review") && said.contains("before: unknown"),
        "{said}"
    );
    let text = with("    support-programmes: three of them\n");
    assert!(
        text.contains("  stakeholders.partner-projects:\n") && text.contains("    was:\n"),
        "{text}"
    );
    let line = with("    support-programmes: [{id: fund, name: F}]\n");
    assert!(
        line.contains("  stakeholders.partner-projects:\n"),
        "{line}"
    );
}

/// Where references do not say which list they mean, the merged list is to be reviewed.
#[test]
fn references_that_nobody_declared_are_reviewed() {
    let mut files = second_edition().clone();
    let editions = files.get_mut("editions.yaml").expect("the file");
    *editions = editions.replace("      references: [overlap-action.projects]\n", "");
    let made = upgraded(LISTS, &handbook_of(files)).expect("an upgrade");
    assert!(made.text.contains("- id: fund-2 #"), "{}", made.text);
    assert!(
        made.text.contains("projects: [fund, \"south\"]"),
        "{}",
        made.text
    );
    assert!(made.text.contains("NewIds"), "{}", made.text);
    assert!(made.text.contains("state: needs-review"), "{}", made.text);
}

#[test]
fn a_place_that_is_taken_keeps_its_answer() {
    let old = FILE.replace("  set-up:\n", "  set-up:\n    leader: \"yes\"\n");
    let made = upgraded(&old, second_handbook()).expect("an upgrade");
    assert!(made.text.contains("    leader: \"yes\"\n"), "{}", made.text);
    assert!(made.text.contains("  readiness.leader:\n"), "{}", made.text);
    assert!(
        made.text.contains("    was: partly # under its code\n"),
        "{}",
        made.text
    );
}

#[test]
fn a_block_kept_aside_before_grows() {
    let old = format!(
        "{FILE}# of an older upgrade\naside:\n  readiness.sensitive-topics:\n    edition: \"2025.1\"\n    reason: gone\n    was: \"1\" # one\n"
    );
    let made = upgraded(&old, second_handbook()).expect("an upgrade");
    let aside = made
        .text
        .split("# of an older upgrade\n")
        .nth(1)
        .expect("the block");
    assert!(aside.starts_with("aside:\n  readiness.sensitive-topics:\n    edition: \"2025.1\"\n    reason: gone\n    was: \"1\" # one\n"), "{aside}");
    assert!(
        aside.contains("  readiness.sensitive-topics (2):\n"),
        "{aside}"
    );
    assert_eq!(lost(&old, &made.text), Vec::<String>::new());
}

#[test]
fn files_in_braces_with_other_line_ends_or_without_an_end_are_upgraded_too() {
    let flow = "mainstream: 1\nhandbook: {id: gmg, edition: \"2026.1\"}\nanswers: {readiness: {leader: {answer: partly, note: \"so, so\"}, vision: v, sensitive-topics: [a, \"no\"], months-left: 4}, awareness: {trainings: [{id: t, topic: T}]}}\n";
    let crlf = FILE.replace('\n', "\r\n");
    let endless = FILE.trim_end().to_owned();
    let marked = format!("{FILE}...\n");
    let with_mark = format!("\u{feff}{FILE}");
    for old in [flow, &crlf, &endless, &marked, &with_mark] {
        let made =
            upgraded(old, second_handbook()).unwrap_or_else(|error| panic!("{error}: {old}"));
        assert_eq!(lost(old, &made.text), Vec::<String>::new(), "{}", made.text);
        let old_bare = old.matches('\n').count() - old.matches("\r\n").count();
        let new_bare = made.text.matches('\n').count() - made.text.matches("\r\n").count();
        assert_eq!(old_bare == 0, new_bare == 0, "{}", made.text);
    }
    let made = upgraded(flow, second_handbook()).expect("an upgrade");
    insta::assert_snapshot!(made.text);
}

#[test]
fn a_project_that_cannot_be_upgraded_says_why() {
    let with = |edition: &str| FILE.replace("\"2026.1\"", edition);
    let refused = |text: &str| upgraded(text, second_handbook()).expect_err("refused");
    assert_eq!(refused(&with("\"2027.1\"")), UpgradeError::Current);
    assert_eq!(
        refused(&with("\"2031.1\"")),
        UpgradeError::Newer("2031.1".into())
    );
    assert_eq!(
        refused(&with("spring")),
        UpgradeError::Unknown("spring".into())
    );
    assert_eq!(refused("mainstream: 1\n"), UpgradeError::NoEdition);
    assert_eq!(refused("mainstream: [\n"), UpgradeError::Faulty);
    assert!(matches!(
        refused(&format!("{FILE}aside: gone\n")),
        UpgradeError::Unsafe(_)
    ));
    // One that is not listed but comes before one that is.
    assert!(upgraded(&with("\"2025.2\""), second_handbook()).is_ok());
}

#[test]
fn without_declared_changes_only_the_name_of_the_edition_changes() {
    let mut files = second_edition().clone();
    read_builtin(&mut files);
    let same = handbook_of(files);
    for old in [
        example("sorania.yaml"),
        example("tunisia.yaml"),
        example("jamaica.yaml"),
    ] {
        let made = upgraded(&old, &same).expect("an upgrade");
        assert!(made.plan.is_plain(), "{:?}", made.plan);
        assert_eq!(made.text, old.replacen("2026.1", "2027.1", 1));
    }
}

/// Puts the files of the built-in handbook in the place of the second edition's, which then
/// differs by its name alone.
fn read_builtin(files: &mut BTreeMap<String, String>) {
    let builtin = Layer::builtin();
    for (path, text) in files.iter_mut() {
        if let Some(own) = builtin.text(path) {
            own.clone_into(text);
        }
    }
    let manifest = files.get_mut("handbook.toml").expect("the manifest");
    *manifest = manifest.replace("edition = \"2026.1\"", "edition = \"2027.1\"");
    files.insert(
        "editions.yaml".into(),
        "- edition: \"2026.1\"\n- edition: \"2027.1\"\n".into(),
    );
}

#[test]
fn what_an_edition_declares_is_held_against_the_handbook() {
    let with = |declared: &str| {
        let mut files = second_edition().clone();
        read_builtin(&mut files);
        files.insert("editions.yaml".into(), declared.into());
        let loaded = load_layers(vec![Layer::new("second", files)]);
        let mut found = String::new();
        for file in &loaded.files {
            for error in file.errors() {
                let _ = writeln!(found, "{error}");
            }
        }
        found
    };
    let declared = with(
        "\
- edition: \"2026.1\"
- edition: \"2026.1\"
- edition: \"2027.2\"
  stepz: {}
  steps: {readiness: awareness, gone: nowhere}
  questions: {readiness.vision: readiness.leader, a.b: c.d}
  merged:
    set-up.bodies: {into: readiness.leader, witj: {}}
    readiness.vision: set-up.bodies
    a.e: {into: set-up.bodies, with: {rank: x, role: nobody, meets: [1]}, references: [focal-point.body, plan.owner, x]}
    a.f: {into: set-up.focal-points, with: x, references: y}
    a.g: [x]
    a.h: {with: {}}
    a.i: c.d
  codes: {B99: c.d}
  fields: {body: {chair: nothing, was: nothing}, nobody: {a: b}}
  choices: {planning-level: {national: local, old: nothing}, nothing: {}}
  added: [c.d]
  reviews: [{question: readiness.vision, reason: {fr: oui}}, {reason: x}]
  dropped:
    - {question: readiness.vision, reason: {en: a, fr: b, es: c}}
    - {step: readiness, reason: {en: a, fr: b, es: c}}
    - {field: body.chair, reason: {en: a, fr: b, es: c}}
    - {field: body.gone, because: x}
",
    );
    let shapes = [
        "editions: 1\n",
        "- 1\n",
        "- edition: 2027.1\n  steps: [a]\n  added: b\n",
    ];
    let shapes: String = shapes.into_iter().map(with).collect();
    insta::assert_snapshot!(format!("{declared}{shapes}{}", with("- [\n")));
}

/// Answers that a team might have written under the first edition, some of them askew.
fn project() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just("partly".to_owned()),
        Just("'no'".to_owned()),
        Just("4".to_owned()),
        Just("{answer: \"yes\", note: so}".to_owned()),
        Just("{state: unknown}".to_owned()),
        Just("[regional, internal, displacement]".to_owned()),
        Just("local # here".to_owned()),
        Just("|\n      one\n\n      two\n".trim_end().to_owned()),
        Just("\n      answer: partly\n      state: not-applicable\n      reason: \"not: here\"".to_owned()),
        Just("\n      - id: a\n        name: A\n        # why\n        chair: C # c\n        legal-base: |\n          L\n      - {id: b, chair: D, chairperson: E}".to_owned()),
        Just("\n    # inside\n      - id: c\n        group: ministers".to_owned()),
        Just("\n      # before\n      - id: a # the same id\n        partner: P\n        # the last\n      - {id: d, donor: Q, kind: state}\n      # behind".to_owned()),
        Just("\n      # beside\n      answer:\n      - id: a\n        name: |+\n          N\n\n      # of the note\n      note: so".to_owned()),
        Just("[{id: a, donor: R}] # in one line".to_owned()),
        Just("\n      - id: o\n        # both\n        projects: [a, d]".to_owned()),
        Just("[] # none".to_owned()),
        "[a-z]{1,6}( [a-z]{1,6}){0,3}",
        Just(String::new()),
    ];
    let keys = [
        ("case-file", "planning-level"),
        ("case-file", "migration-roles"),
        ("case-file", "lead-institution"),
        ("readiness", "B08"),
        ("readiness", "B09"),
        ("readiness", "vision"),
        ("readiness", "shared-vision"),
        ("readiness", "ownership"),
        ("readiness", "sensitive-topics"),
        ("readiness", "months-left"),
        ("readiness", "unheard-of"),
        ("awareness", "audiences"),
        ("awareness", "events"),
        ("awareness", "trainings"),
        ("outreach", "events"),
        ("set-up", "leader"),
        ("set-up", "bodies"),
        ("set-up", "D01"),
        ("case-file", "support-programmes"),
        ("case-file", "A10"),
        ("stakeholders", "partner-projects"),
        ("stakeholders", "E12"),
        ("stakeholders", "overlap-actions"),
    ];
    let entry = (0..keys.len(), value, any::<bool>());
    (
        proptest::collection::vec(entry, 0..14),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(move |(entries, crlf, ends)| {
            let mut steps: BTreeMap<&str, BTreeMap<&str, (String, bool)>> = BTreeMap::new();
            for (key, value, noted) in entries {
                let (step, id) = keys[key];
                steps.entry(step).or_default().insert(id, (value, noted));
            }
            let mut text =
                String::from("# head\nmainstream: 1\nhandbook: {id: gmg, edition: \"2026.1\"}\n");
            text.push_str("title: T\nanswers:\n");
            for (step, entries) in steps {
                let _ = writeln!(text, "  # of {step}\n  {step}:");
                for (id, (value, noted)) in entries {
                    if noted {
                        let _ = writeln!(text, "    # about {step} {id}");
                    }
                    let gap = if value.starts_with('\n') || value.is_empty() {
                        ""
                    } else {
                        " "
                    };
                    let _ = writeln!(text, "    {id}:{gap}{value}");
                }
            }
            if !ends {
                text.truncate(text.trim_end().len());
            }
            if crlf {
                text.replace('\n', "\r\n")
            } else {
                text
            }
        })
}

proptest! {
    #![proptest_config(Config { cases: 96, failure_persistence: None, ..Config::default() })]

    #[test]
    fn no_upgrade_loses_anything(old in project()) {
        if !parse(&old).faults.is_empty() {
            return Ok(());
        }
        let made = match upgraded(&old, second_handbook()) {
            Ok(made) => made,
            Err(error) => return Err(TestCaseError::fail(format!("{error}\n{old}"))),
        };
        prop_assert_eq!(lost(&old, &made.text), Vec::<String>::new(), "{}\n{}", &old, &made.text);
        let new_comments = comments(&made.text);
        for comment in comments(&old) {
            prop_assert!(new_comments.contains(&comment), "{}\n{}\n{}", comment, &old, &made.text);
        }
        prop_assert_eq!(upgraded(&made.text, second_handbook()), Err(UpgradeError::Current));
        let parsed = parse(&made.text);
        let project = Project::read(parsed.root.as_ref().expect("a tree"), second_handbook());
        prop_assert_eq!(project.header.edition.map(|edition| edition.text), Some("2027.1"));
        // Everything that is known stands where it is asked, and nothing twice.
        for answer in made.plan.answers.iter().filter(|answer| answer.fate != Fate::KeptAside) {
            let question = answer.to.expect("a question");
            prop_assert!(project.answer(question).is_some(), "{:?}\n{}", answer, &made.text);
        }
        let aside = made.plan.count(Fate::KeptAside)
            + made.plan.fields.iter().filter(|field| field.fate == Fate::KeptAside)
                .map(|field| field.records.len()).sum::<usize>();
        let block = parsed.root.as_ref().and_then(|root| root.at(&Route::keys(["aside"])));
        let n_kept = block.and_then(Node::as_mapping).map_or(0, Mapping::len);
        prop_assert_eq!(aside, n_kept, "{}", &made.text);
    }
}

proptest! {
    #![proptest_config(Config { cases: 24, failure_persistence: None, ..Config::default() })]

    #[test]
    fn an_upgrade_is_undone_to_the_byte(old in project()) {
        if !parse(&old).faults.is_empty() {
            return Ok(());
        }
        let new = match upgraded(&old, second_handbook()) {
            Ok(made) => made.text,
            Err(error) => return Err(TestCaseError::fail(format!("{error}\n{old}"))),
        };
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("p.yaml");
        fs::write(&file, &old).expect("the project");
        let at = "2026-03-01T10:00:00Z".parse().expect("a moment");
        let fine = |_: &[u8]| Ok(());
        let stamp = Stamp::of(old.as_bytes());
        let saved = save(&file, &stamp, new.as_bytes(), "upgrade", at, &fine).expect("a save");
        prop_assert_eq!(fs::read(&file).expect("the file"), new.as_bytes());
        undo(&file, &saved.stamp, &fine).expect("the step back");
        prop_assert_eq!(fs::read(&file).expect("the file"), old.as_bytes());
    }
}
