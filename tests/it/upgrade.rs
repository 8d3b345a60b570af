//! Upgrades: no answer is lost, whatever an edition changed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mainstream::handbook::Handbook;
use mainstream::upgrade::{Before, Fate, Setting, Upgrade, UpgradeError, Why, Words, upgrade};

use crate::editions::second_handbook;

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
    let catalogues = mainstream::handbook::Catalogues::of(handbook);
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

#[test]
fn examples() {
    for name in ["sorania.yaml", "tunisia.yaml", "jamaica.yaml"] {
        let made = upgraded(&example(name), second_handbook()).expect("an upgrade");
        println!(
            "{name} {:?}",
            Fate::ALL.map(|fate| (fate, made.plan.count(fate)))
        );
    }
}
