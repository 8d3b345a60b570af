//! Answers by keys and letters, as they arrive in the file.

use super::*;

#[test]
fn arrows_digits_and_space_choose() {
    let office = office();
    let mut walk = walk(&office, &["A02", "A03", "A05"]);
    walk.at("❯ 1  National", DOWN)
        .at("❯ 2  Régional", UP)
        .at("❯ 1  National", "3")
        .at("❯ 3  Local", ENTER);
    walk.at("❯ 1  [ ] Pays de départ", " ")
        .at("❯ 1  [x]", "4")
        .at("❯ 4  [ ] Pays de retour", " ")
        .at("❯ 4  [x]", ENTER);
    walk.at("❯ 1  Pas encore commencé", UP)
        .at("❯ 6  En fin", ENTER);
    walk.at("Plus rien à demander", ESC)
        .at("❯ 6  En fin", CTRL_D);
    assert_eq!(walk.exit_code(), 0);
    assert!(
        walk.screen
            .joined()
            .contains("3 modifications enregistrées dans tunisia.yaml")
    );
    assert_eq!(answer(&office, "A02"), "local");
    assert_eq!(answer(&office, "A03"), "origin\nreturn");
    assert_eq!(answer(&office, "A05"), "closing");
    assert_whole(&office);
}

#[test]
fn letters_of_all_kinds_arrive_as_typed() {
    for size in [(80, 24), (40, 15)] {
        let office = office();
        let institution = "Ministère de l’Économie 漢字 e\u{301}té: « oui » #1";
        let mut walk = walk_in(&office, &["A07"], size, &[]);
        walk.at(LINE, institution).at("#1", ENTER);
        leave(&mut walk);
        assert_eq!(answer(&office, "A07"), institution);
        assert_whole(&office);
    }
}

#[test]
fn long_answers_of_several_lines_arrive_as_typed() {
    for size in [(80, 24), (40, 15)] {
        let office = office();
        let words: Vec<_> = (0..34).map(|n| format!("né{n:02}")).collect();
        let long = words.join(" ");
        assert!(long.chars().count() > 165);
        let mut walk = walk_in(&office, &["B05"], size, &[]);
        walk.at(LINE, &format!("{long} fin une"))
            .at("fin une", ENTER);
        walk.at("… ", &format!("- {long} 漢字")).at("漢字", ENTER);
        walk.at("… ", "deux").at("deux", ENTER).at("… ", ENTER);
        leave(&mut walk);
        assert_eq!(
            answer(&office, "B05"),
            format!("{long} fin une\n- {long} 漢字\ndeux")
        );
        assert_whole(&office);
    }
}

#[test]
fn a_list_is_added_to_changed_and_shortened() {
    let office = office();
    let mut walk = walk(&office, &["A04"]);
    walk.at("❯ 1  Ajouter", ENTER)
        .at("n° 1", "")
        .at(LINE, "Plan 2031")
        .at("Plan 2031", ENTER);
    walk.at("champ 2 sur 4", "").at("❯ 1  Plan national", ENTER);
    walk.at("par exemple 2027-2031", "bientôt")
        .at("bientôt", ENTER);
    // What was refused is offered again, to be mended.
    walk.until_screen("the period refused and offered again", |screen| {
        screen.joined().matches("> bientôt").count() == 2
    });
    walk.send(CTRL_U);
    walk.at("champ 3 sur 4", "2027-2031")
        .at("> 2027-2031", ENTER);
    walk.at("champ 4 sur 4", "le plan").at("> le plan", ENTER);
    walk.at("❯ 1  Ajouter", ENTER)
        .at("n° 2", "Loi")
        .at("> Loi", ENTER)
        .at("❯ 1  Plan national", "7")
        .at("❯ 7", ENTER);
    walk.at("Loi · champ 3", ENTER).at("Loi · champ 4", ENTER);
    walk.at("2  Modifier « Loi »", "2")
        .at("❯ 2  Modifier « Loi »", ENTER);
    walk.at("Loi · champ 1 sur 4", " de finances")
        .at("> Loi de finances", ENTER);
    walk.at("Loi de finances · champ 2", "4")
        .at("❯ 4  Stratégie sect", ":annuler")
        .at(":annuler", ENTER);
    walk.until("annulé");
    walk.until_screen("the old name", |screen| screen.text().ends_with("> Loi"));
    walk.send(&format!("{CTRL_U}:aller A04\r"));
    walk.at("2  Modifier « Loi »", "4")
        .at("❯ 4  Retirer", ENTER);
    walk.at("Quelle fiche", "1")
        .at("❯ 1  Plan 2031", ENTER)
        .at("La retirer", "2")
        .at("❯ 2  La retirer", ENTER);
    walk.until_screen("one record left", |screen| {
        screen.text().contains("1 fiche\n")
    });
    walk.send(":q\r");
    assert_eq!(walk.exit_code(), 0);
    let file = office.read("tunisia.yaml");
    assert!(
        file.contains("name: Loi") && !file.contains("Plan 2031"),
        "{file}"
    );
    assert_whole(&office);
}

#[test]
fn commands_are_obeyed_while_a_list_a_line_and_a_text_are_asked() {
    let office = office();
    let mut walk = walk(&office, &["A02", "A07", "B05"]);
    walk.at("❯ 1  National", ":note à vérifier")
        .at(":note à vérifier", ENTER);
    walk.at("note enregistrée", ":why")
        .at(":why", ENTER)
        .at("Origine", ":exemple")
        .at(":exemple", ENTER);
    walk.at("pas d’exemple", ":passer")
        .at(":passer", ENTER)
        .at("A02 passée", "");
    on_line(&mut walk, "A07  Quelle", ":source nouvelle\r");
    on_line(&mut walk, "Titre de la nouvelle source", "Décret 7\r");
    on_line(&mut walk, "Source : Décret 7", ":aller A07\r");
    on_line(&mut walk, "A07  Quelle", ":so dirigé par tous\r");
    walk.at("B05  Formulez", "Partir")
        .at("> Partir", ENTER)
        .at("… ", ":chercher circulaire")
        .at(":chercher circ", ENTER);
    walk.at("CODE y mène", "")
        .at("> Partir", ":inconnu")
        .at(":inconnu", ENTER);
    walk.at("Plus rien", ":aller A02")
        .at(":aller A02", ENTER)
        .at("❯ 1  National", ":quitter")
        .at(":quitter", ENTER);
    assert_eq!(walk.exit_code(), 0);
    let file = office.read("tunisia.yaml");
    for wanted in [
        "note: à vérifier",
        "state: skipped",
        "title: Décret 7",
        "reason: dirigé par tous",
        "state: unknown",
    ] {
        assert!(file.contains(wanted), "{wanted} is missing in:\n{file}");
    }
    assert_whole(&office);
}

#[test]
fn a_command_behind_a_filled_in_text_is_obeyed_and_not_saved() {
    let office = office();
    office.ok(&["set", "tunisia.yaml", "A07=Ministère", "B05=Partir"]);
    let mut walk = walk(&office, &["A07", "B05", "A02"]);
    walk.at("National", ":aller A07").at(":aller A07", ENTER);
    walk.at("> Ministère", ":aller B05").at(":aller B05", ENTER);
    walk.at("> Partir", ":quitter").at("Partir:quitter", ENTER);
    assert_eq!(walk.exit_code(), 0);
    assert_eq!(answer(&office, "A07"), "Ministère");
    assert_eq!(answer(&office, "B05"), "Partir");
}

#[test]
fn escape_goes_back_from_every_kind_of_prompt() {
    let office = office();
    let mut walk = walk(&office, &["A02", "A03", "A04", "A07", "B05"]);
    walk.at("❯ 1  National", ENTER)
        .at("[ ] Pays de départ", ESC)
        .at("Réponse actuelle : National", ENTER);
    walk.at("A03  Quels", ENTER)
        .at("A04  Quels", ESC)
        .at("❯ 1  [ ]", ENTER);
    walk.at("❯ 1  Ajouter", ENTER)
        .at("n° 1", "")
        .at(LINE, "Plan")
        .at("> Plan", ENTER);
    walk.at("champ 2 sur 4", ESC)
        .at("champ 1 sur 4", ESC)
        .at("Modifier « Plan »", "4")
        .at("❯ 4", ENTER);
    walk.at("A07  Quelle", "Mini")
        .at("> Mini", ESC)
        .at("Modifier « Plan »", "4")
        .at("❯ 4", ENTER);
    // What had been typed stands there again.
    walk.at("> Mini", "stère").at("> Ministère", ENTER);
    walk.at("B05  Formulez", "Partir").at("> Partir", ESC);
    walk.until_screen("back at the line", |screen| {
        screen.text().ends_with("> Ministère")
    });
    walk.send(":q\r");
    assert_eq!(walk.exit_code(), 0);
    assert_eq!(answer(&office, "A02"), "national");
    assert_eq!(answer(&office, "A07"), "Ministère");
    assert_whole(&office);
}
