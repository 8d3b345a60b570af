//! What stands around a question: where one is, what can be done, and pages that are read first.

use super::*;

/// Where one is, what is asked, why, what stands now and what can be done, all on the screen.
#[test]
fn the_whole_question_stands_on_the_screen() {
    let office = office();
    for (question, options) in [("A02", 4), ("A03", 6), ("A05", 6)] {
        let mut walk = walk(&office, &[question]);
        walk.at(KEYS, "");
        let screen = walk.screen.text();
        for part in [
            "Tunisie ▸ 0 Préparer ▸ A Dossier",
            question,
            ":note pour préciser",
            "Aucune réponse",
        ] {
            assert!(screen.contains(part), "{part} is not in\n{screen}");
        }
        let last = format!(" {options}  ");
        assert!(screen.lines().any(|line| line.contains(&last)), "{screen}");
        walk.send(CTRL_D);
        assert_eq!(walk.exit_code(), 0);
    }
}

#[test]
fn help_is_read_before_the_question_comes_back() {
    let office = office();
    let mut walk = walk(&office, &["A03"]);
    walk.at(KEYS, "?").at("Échap revenir à la question", "");
    let screen = walk.screen.text();
    for word in [
        ":retour",
        ":passer",
        ":liste",
        ":aller",
        ":chercher",
        ":pourquoi",
        ":source",
        ":so ",
        ":quitter",
    ] {
        assert!(screen.contains(word), "{word} is not in\n{screen}");
    }
    walk.send(ENTER);
    walk.until_screen("the question in full", |screen| {
        screen.text().contains("A03  Quels") && screen.text().contains("6  [ ]")
    });
    walk.send("?");
    walk.at("Échap revenir", CTRL_C);
    assert_eq!(walk.exit_code(), 130);
    assert!(walk.screen.cursor_visible());
}

#[test]
fn long_pages_are_read_one_by_one_on_a_small_screen() {
    let office = office();
    let mut walk = walk_in(&office, &["A02"], (40, 15), &[]);
    walk.at(KEYS, "?")
        .at(":passer", "")
        .at("Entrée continuer", ENTER);
    walk.at(":pourquoi", "")
        .at("Entrée continuer", ENTER)
        .at(":inconnu", "")
        .at("Entrée continuer", ENTER)
        .at(":quitter", "")
        .at("Entrée continuer", ENTER);
    walk.at("❯ 1  National", CTRL_D);
    assert_eq!(walk.exit_code(), 0);
}

/// Nothing of a record's name is cut, however narrow the screen.
#[test]
fn names_in_lists_are_whole() {
    let office = office();
    let name = "Comité interministériel de pilotage de la migration et du développement";
    office.ok(&["set", "tunisia.yaml", &format!("D01[+comite].name={name}")]);
    for size in [(80, 24), (40, 30)] {
        let mut walk = walk_in(&office, &["D01", "A02"], size, &[]);
        walk.at("National", ":aller D01\r")
            .at("1 fiche", "")
            .at(KEYS, "");
        let screen = walk.screen.text().replace('\n', " ");
        let words: Vec<&str> = screen.split_whitespace().collect();
        for word in name.split_whitespace() {
            assert!(
                words.contains(&word),
                "{word} is cut in\n{}",
                walk.screen.text()
            );
        }
        walk.send(CTRL_D);
        assert_eq!(walk.exit_code(), 0);
    }
}

/// However long a list is, one sees where one is and what is asked while one chooses what to do.
#[test]
fn a_list_leaves_its_question_on_the_screen() {
    let office = office();
    let mut n = 0;
    for records in [1, 2, 5, 14] {
        while n < records {
            n += 1;
            let set = format!("D01[+organe-{n}].name=Comité interministériel numéro {n}");
            office.ok(&["set", "tunisia.yaml", &set]);
        }
        for size in [(80, 24), (60, 20), (40, 24)] {
            let mut walk = walk_in(&office, &["D01"], size, &[]);
            walk.at(KEYS, "");
            let screen = walk.screen.text();
            for part in ["Tunisie ▸", "D01  ", "❯ "] {
                assert!(screen.contains(part), "{part} is not in\n{screen}");
            }
            let last = format!("numéro {records}");
            assert!(screen.contains(&last), "{last} is not in\n{screen}");
            walk.send(CTRL_D);
            assert_eq!(walk.exit_code(), 0);
        }
    }
}
