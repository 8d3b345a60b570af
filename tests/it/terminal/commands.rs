//! The other commands that ask or show on a terminal.

use super::*;

const SIZE: (u16, u16) = (80, 24);

#[test]
fn init_asks_for_the_country_and_the_title() {
    let office = Sandbox::new().french();
    let mut init = open(&office, &["init", "pays.yaml"], SIZE, &[]);
    init.at("tapez une partie du nom", "")
        .at("Quel pays", "tunis")
        .until_screen("one match", |screen| {
            screen.joined().contains("TUN  Tunisie") && !screen.joined().contains("Albanie")
        });
    init.send(ENTER);
    // Esc goes back to the country, and Enter takes it again.
    init.at("> Tunisie : la migration", ESC)
        .at("Albanie", "sénég")
        .at("> SEN", ENTER);
    init.at("Sénégal : la migration", &format!("{CTRL_U}Plan Sénégal"))
        .at("> Plan Sénégal", ENTER);
    assert_eq!(init.exit_code(), 0);
    let file = office.read("pays.yaml");
    for line in [
        "country: SEN\n",
        "title: Plan Sénégal\n",
        "language: fr\n",
        "currency: XOF\n",
    ] {
        assert!(file.contains(line), "{file}");
    }
}

#[test]
fn leaving_init_makes_no_file() {
    let office = Sandbox::new().french();
    for key in [ESC, CTRL_C] {
        let mut init = open(&office, &["init", "pays.yaml"], SIZE, &[]);
        init.at("Albanie", key);
        assert_eq!(init.exit_code(), 130);
        assert!(init.screen.cursor_visible());
        assert!(init.screen.joined().contains("aucun fichier n’a été créé"));
        assert!(!office.path("pays.yaml").exists());
    }
}

#[test]
fn the_program_alone_says_what_to_do_next() {
    let office = office();
    office.ok(&["set", "tunisia.yaml", "A02=national"]);
    let mut alone = open(&office, &[], SIZE, &[]);
    assert_eq!(alone.exit_code(), 0);
    let screen = alone.screen.joined();
    for part in ["Tunisie", "A03", "mainstream walk tunisia.yaml"] {
        assert!(screen.contains(part), "{}", alone.screen.text());
    }
}

/// Without a key pressed. Its end is too far for a program built without optimisation.
#[test]
fn the_demonstration_shows_screens_by_itself() {
    let office = Sandbox::new().french();
    let mut demo = open(&office, &["demo"], SIZE, &[]);
    demo.until_written("▸ 0 Préparer ▸ A");
    demo.until_written("▸ 0 Préparer ▸ B");
    demo.kill();
}

#[test]
fn an_interview_in_which_all_is_answered_says_so() {
    let office = office();
    office.ok(&["set", "tunisia.yaml", "A02=national"]);
    let mut walk = walk(&office, &["A02"]);
    walk.at("Réponse actuelle : National", "").at(KEYS, ENTER);
    walk.at("Plus rien à demander", "")
        .at("S’arrêter ici", "")
        .at(KEYS, "");
    let stop = if walk.screen.joined().contains("1  S’arrêter ici") {
        "1"
    } else {
        "2"
    };
    walk.send(stop);
    walk.at(&format!("❯ {stop}  S’arrêter"), ENTER);
    assert_eq!(walk.exit_code(), 0);
    assert!(
        !walk.screen.joined().contains("reprenez avec"),
        "{}",
        walk.screen.text()
    );
}

#[test]
fn a_conflict_is_settled_by_choosing() {
    let office = Sandbox::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = folder.join("tests/fixtures/merge/both-rewrite-one-sentence");
    for version in ["base", "ours", "theirs"] {
        let name = format!("{version}.yaml");
        let text = std::fs::read_to_string(folder.join(&name)).unwrap();
        office.write(&name, text);
    }
    let merge = [
        "merge",
        "base.yaml",
        "ours.yaml",
        "theirs.yaml",
        "-o",
        "out.yaml",
    ];
    office.ends_with(&merge, 1);
    let mut asked = open(&office, &["merge", "--resolve", "out.yaml"], SIZE, &[]);
    asked.at("decide later", &format!("{DOWN}{ENTER}"));
    assert_eq!(asked.exit_code(), 0);
    let screen = asked.screen.joined();
    assert!(
        screen.contains("no conflict is left in out.yaml"),
        "{screen}"
    );
    let text = office.read("out.yaml");
    assert!(
        text.contains("without fear") && !text.contains("conflict"),
        "{text}"
    );
    assert!(!text.contains("by choice"), "{text}");
}

#[test]
fn restoring_a_snapshot_asks_first() {
    let office = Sandbox::new().with_project();
    office.ok(&[
        "snapshot",
        "tunisia.yaml",
        "inception",
        "--on",
        "2026-02-03",
    ]);
    let then = office.read("tunisia.yaml");
    office.ok(&["set", "tunisia.yaml", "A12=government", "B01=partly"]);
    let now = office.read("tunisia.yaml");
    let restore = ["snapshot", "restore", "tunisia.yaml", "inception"];
    for (size, env) in [(SIZE, &[][..]), ((40, 24), &[("TERM", "dumb")][..])] {
        // No is what Enter means; Esc and Ctrl-C change nothing either.
        let leaving = if env.is_empty() {
            vec![(ENTER, 0), (ESC, 0), (CTRL_C, 130)]
        } else {
            vec![(ENTER, 0), (CTRL_D, 0)]
        };
        for (key, code) in leaving {
            let mut asked = open(&office, &restore, size, env);
            asked.until_written("Changes since “Inception”: ");
            asked.at("no", key);
            assert_eq!(asked.exit_code(), code, "{}", asked.screen.text());
            assert_eq!(office.read("tunisia.yaml"), now);
        }
        let mut asked = open(&office, &restore, size, env);
        asked.at("no", &format!("1{ENTER}"));
        assert_eq!(asked.exit_code(), 0, "{}", asked.screen.text());
        assert_eq!(office.read("tunisia.yaml"), then);
        office.ok(&["undo", "tunisia.yaml"]);
        assert_eq!(office.read("tunisia.yaml"), now);
    }
}
