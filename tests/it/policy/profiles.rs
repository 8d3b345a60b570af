//! Which rules and which answers count in which phase.

use jiff::civil::date;
use mainstream::check::check_text;
use mainstream::handbook::{Kind, Layer, PROFILES_FILE, Phase, Profiles, load_layers};
use mainstream::policy::Policy;
use mainstream::project::{Progress, Project, State};
use mainstream::rules::RULES;
use mainstream::yaml;

use super::{faulty_with, report};
use crate::commands::SMALL;
use crate::rules::Bench;
use crate::sandbox::Sandbox;

#[test]
fn the_flag_goes_before_the_project_and_the_project_before_the_settings() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", faulty_with(""));
    let profile = |arguments: &[&str]| {
        let report = report(&sandbox, arguments);
        let profiles = report["summary"]["profiles"].as_object().expect("profiles");
        assert_eq!(profiles.len(), 1);
        profiles.keys().next().expect("one").clone()
    };
    assert_eq!(profile(&["a.yaml"]), "draft");
    sandbox.write("mainstream.toml", "[check]\nprofile = \"monitoring\"\n");
    assert_eq!(profile(&["a.yaml"]), "monitoring");
    sandbox.write("a.yaml", faulty_with("profile: adoption\n"));
    assert_eq!(profile(&["a.yaml"]), "adoption");
    assert_eq!(profile(&["a.yaml", "--profile", "review"]), "review");
    // One that nobody knows is said, and does not hold.
    sandbox.write("a.yaml", faulty_with("profile: revue\n"));
    assert_eq!(profile(&["a.yaml"]), "monitoring");
}

#[test]
fn an_unknown_profile_of_a_project_is_shown_with_the_nearest_one() {
    let sandbox = Sandbox::new();
    let text = SMALL.replace("currency: TND\n", "currency: TND\nprofile: adopton\n");
    sandbox.write("a.yaml", text);
    insta::assert_snapshot!(sandbox.run(&["check", "a.yaml"]), @r"
    error[unknown-choice]: `adopton` is not a possible answer to `profile`: perhaps `adoption`
     --> a.yaml:8:10
      |
    8 | profile: adopton
      |          ^^^^^^^ perhaps `adoption`
      |
      = help: choices: `draft`, `review`, `adoption`, `monitoring`
      = repair: write `adoption`, if that is what is meant
      = why: `mainstream explain unknown-choice`

    ------- stderr -------
    1 error · 1 file checked · profile `draft`: 48 rules wait for a later phase
    [EOF]
    [exit status: 1]
    ");
}

#[test]
fn the_summary_names_the_profiles_and_the_rules_that_wait() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", SMALL);
    sandbox.write(
        "b.yaml",
        SMALL.replace("currency:", "profile: adoption\ncurrency:"),
    );
    let report = report(&sandbox, &["."]);
    let profiles = &report["summary"]["profiles"];
    let waits = |last: Phase| RULES.iter().filter(|rule| rule.phase > last).count();
    assert_eq!(profiles["draft"]["files"], 1);
    assert_eq!(profiles["draft"]["rules_waiting"], waits(Phase::Draft));
    assert_eq!(
        profiles["adoption"]["rules_waiting"],
        waits(Phase::Adoption)
    );
    assert!(waits(Phase::Draft) > waits(Phase::Adoption) && waits(Phase::Adoption) > 0);
    let text = sandbox.run(&["check", ".", "--plain"]).to_string();
    let last = text
        .split("------- stderr -------")
        .nth(1)
        .expect("a summary");
    insta::assert_snapshot!(last, @r"
    152 warnings · 2 files checked · profile `adoption` in 1 file: 4 rules wait for
    a later phase · profile `draft` in 1 file: 48 rules wait for a later phase
    [EOF]
    [exit status: 0]
    ");
}

/// What is missing under a profile is what its handbook asks for by then and nobody has settled.
#[test]
fn what_a_profile_demands_is_the_handbooks_data() {
    let bench = Bench::shared();
    let parsed = yaml::parse(SMALL);
    let project = Project::read(parsed.root.as_ref().expect("a tree"), &bench.handbook);
    let progress = Progress::of(&project, &bench.handbook);
    let profiles = Profiles::of(&bench.handbook);
    let mut before = 0;
    for profile in profiles.all() {
        let policy = Policy::plain(profiles.clone()).under(&profile.id);
        let setting = bench.setting(&policy, date(2026, 6, 1));
        let checked = check_text("a.yaml", SMALL.as_bytes(), &setting);
        let missing = checked.findings.iter();
        let missing = missing.filter(|one| one.rule == "answer-missing");
        let missing: Vec<&str> = missing
            .map(|one| one.answer.as_deref().expect("a path"))
            .collect();
        let wanted = bench.handbook.questions.iter().enumerate();
        let wanted = wanted.filter(|(index, question)| {
            let is_open = matches!(progress.states[*index], Some(State::Blank | State::Skipped));
            let is_asked = !matches!(question.kind, Kind::Computed { .. });
            is_open && is_asked && profile.answers.is_some_and(|last| question.phase <= last)
        });
        let mut wanted: Vec<&str> = wanted.map(|(_, one)| one.path.as_str()).collect();
        let mut sorted = missing.clone();
        sorted.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(sorted, wanted, "{}", profile.id);
        assert!(missing.len() >= before, "{}", profile.id);
        before = missing.len();
    }
    assert!(before > 100, "{before}");
}

#[test]
fn a_slip_in_a_key_is_no_missing_answer() {
    let bench = Bench::shared();
    let policy = Policy::plain(Profiles::of(&bench.handbook)).under("review");
    let setting = bench.setting(&policy, date(2026, 6, 1));
    let missing = |text: &str| {
        let checked = check_text("a.yaml", text.as_bytes(), &setting);
        let found = checked.findings.into_iter();
        let found = found.filter(|one| one.rule == "answer-missing");
        found.filter_map(|one| one.answer).collect::<Vec<String>>()
    };
    let all = missing(SMALL);
    assert!(!all.contains(&"case-file.planning-level".to_owned()));
    for (from, to) in [
        ("planning-level:", "planing-level:"),
        ("case-file:", "case-fil:"),
        ("planning-level:", "A2:"),
    ] {
        let found = missing(&SMALL.replace(from, to));
        let is_said = found.contains(&"case-file.planning-level".to_owned());
        assert!(!is_said || to == "A2:", "{to}");
    }
    // Where the file could not be read to its end, nobody knows what is missing.
    assert_eq!(missing(&format!("{SMALL}\"unclosed")), [] as [String; 0]);
}

#[test]
fn an_overlay_changes_profiles_and_adds_its_own() {
    let manifest = "format = 1\nid = \"commune\"\nedition = \"1\"\nbase = {id = \"gmg\", edition = \"2026.1\"}\n";
    let own = "default: council\nprofiles:\n  - {id: review, answers: none}\n  - {id: council, rules: adoption, answers: draft}\n  - {id: half, rules: draft}\n";
    let files = [("handbook.toml", manifest), (PROFILES_FILE, own)];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let loaded = load_layers(vec![Layer::new("commune", files)]);
    let profiles = Profiles::of(&loaded.handbook);
    let ids: Vec<&str> = profiles.ids().collect();
    assert_eq!(
        ids,
        ["draft", "review", "adoption", "monitoring", "council"]
    );
    let review = profiles.get("review").expect("there");
    assert_eq!((review.rules, review.answers), (Phase::Review, None));
    let council = profiles.default();
    assert_eq!(council.id, "council");
    assert_eq!(
        (council.rules, council.answers),
        (Phase::Adoption, Some(Phase::Draft))
    );
}

#[test]
fn the_built_in_profiles_follow_the_phases() {
    let profiles = Profiles::builtin();
    assert_eq!(profiles.default().id, "draft");
    assert_eq!(profiles.default().answers, None);
    let rules: Vec<Phase> = profiles.all().iter().map(|one| one.rules).collect();
    let phases = [
        Phase::Draft,
        Phase::Review,
        Phase::Adoption,
        Phase::Monitoring,
    ];
    assert_eq!(rules, phases);
}

/// The profile of a project is one of its header keys: it is read, set and taken away like them.
#[test]
fn set_writes_a_profile_and_refuses_an_unknown_one() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", SMALL);
    sandbox.ok(&["set", "a.yaml", "profile=review"]);
    let wanted = SMALL.replace("currency: TND\n", "currency: TND\nprofile: review\n");
    assert_eq!(sandbox.read("a.yaml"), wanted);
    assert_eq!(sandbox.ok(&["get", "a.yaml", "profile"]).trim(), "review");
    insta::assert_snapshot!(sandbox.run(&["set", "a.yaml", "profile=reviw"]), @r"
    ------- stderr -------
    error: there is no profile `reviw`
    hint: did you mean `review`?
    hint: nothing was written
    [EOF]
    [exit status: 2]
    ");
    sandbox.ok(&["set", "a.yaml", "profile="]);
    assert_eq!(sandbox.read("a.yaml"), SMALL);
}
