//! Files that are no project, or none this program knows.

use super::{SMALL, assert_french, refused, small, with_small};
use crate::sandbox::Sandbox;

/// What a command that only reads, one that writes, and `check` say about a file.
fn told(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let sandbox = Sandbox::new().french();
    sandbox.write(name, bytes);
    let read = refused(&sandbox, &["status", name], 3);
    assert_french(&read);
    let written = refused(&sandbox, &["set", name, "B01=yes"], 3);
    assert_eq!(read, written, "reading and writing say the same");
    assert_french(&refused(&sandbox, &["export", name, "--to", "html"], 3));
    assert_french(&refused(&sandbox, &["next", name], 3));
    let checked = sandbox.run(&["check", name]);
    assert_eq!(checked.code, 1, "{checked}");
    assert_french(&checked);
    format!("{read}\n=== check\n{checked}")
}

#[test]
fn a_file_that_is_not_there() {
    let sandbox = with_small(Sandbox::new().french());
    for command in [
        &["status", "smal.yaml"][..],
        &["next", "smal.yaml"],
        &["get", "smal.yaml", "B01"],
        &["set", "smal.yaml", "B01=yes"],
        &["undo", "smal.yaml"],
        &["walk", "smal.yaml"],
        &["export", "smal.yaml", "--to", "html"],
    ] {
        let output = refused(&sandbox, command, 3);
        assert_french(&output);
        assert!(
            output.stderr.contains("small.yaml"),
            "{command:?} names the near file: {output}"
        );
    }
    insta::assert_snapshot!(refused(&sandbox, &["status", "smal.yaml"], 3), @r"
    ------- stderr -------
    erreur : le fichier smal.yaml n’existe pas
    indication : vouliez-vous dire `small.yaml` ?
    [EOF]
    [exit status: 3]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["status", "jamaica.yaml"], 3), @r"
    ------- stderr -------
    erreur : le fichier jamaica.yaml n’existe pas
    indication : créez un projet avec `mainstream init jamaica.yaml`
    [EOF]
    [exit status: 3]
    ");
    insta::assert_snapshot!(refused(&sandbox, &["status", "nowhere/small.yaml"], 3), @r"
    ------- stderr -------
    erreur : le fichier nowhere/small.yaml n’existe pas
    indication : créez un projet avec `mainstream init nowhere/small.yaml`
    [EOF]
    [exit status: 3]
    ");
    let checked = sandbox.run(&["check", "smal.yaml"]);
    assert_french(&checked);
    insta::assert_snapshot!(checked, @r"
    ------- stderr -------
    erreur : le fichier smal.yaml n’existe pas
    indication : vouliez-vous dire `small.yaml` ?
    0 fichier vérifié · 1 fichier illisible
    [EOF]
    [exit status: 3]
    ");
}

#[test]
fn a_folder_in_place_of_a_file() {
    let sandbox = Sandbox::new().french();
    sandbox.write("inner/small.yaml", SMALL);
    let output = refused(&sandbox, &["status", "inner"], 3);
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : inner est un dossier et non un fichier
    indication : indiquez un fichier de projet de ce dossier
    [EOF]
    [exit status: 3]
    ");
    assert_eq!(refused(&sandbox, &["set", "inner", "B01=yes"], 3), output);
    insta::assert_snapshot!(refused(&sandbox, &["export", "inner/small.yaml", "--to", "html", "-o", "inner", "--force"], 5), @r"
    ------- stderr -------
    erreur : inner est un dossier et non un fichier
    indication : indiquez un fichier de ce dossier
    [EOF]
    [exit status: 5]
    ");
}

#[test]
fn bytes_that_are_no_text() {
    insta::assert_snapshot!(told("a.yaml", b"PK\x03\x04\x00\x00binary"), @r"
    ------- stderr -------
    erreur : a.yaml n’est pas un fichier texte
    indication : indiquez le fichier YAML lui-même, et non un classeur, une archive ou un document Word
    [EOF]
    [exit status: 3]
    === check
    erreur[not-text]: le fichier contient des octets qu’aucun texte ne contient
     --> a.yaml:1:5
      |
    1 | PK␃␄
      |     ^ un octet nul
      |
      = aide : indiquez le fichier YAML lui-même, et non un classeur, une archive ou
               un document Word
      = pourquoi : `mainstream explain not-text`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
    insta::assert_snapshot!(told("a.yaml", b"\xff\xfem\0a\0i\0n\0"), @r"
    ------- stderr -------
    erreur : a.yaml est un texte en UTF-16 et non en UTF-8
    indication : enregistrez le fichier en UTF-8 dans votre éditeur de texte
    [EOF]
    [exit status: 3]
    === check
    erreur[not-text]: le fichier est enregistré en UTF-16 et non en UTF-8
     --> a.yaml:1:1
      |
    1 |
      | ^ enregistré en UTF-16
      |
      = aide : ouvrez-le dans un éditeur de texte et enregistrez-le de nouveau avec
               l’encodage UTF-8
      = pourquoi : `mainstream explain not-text`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
    insta::assert_snapshot!(told("a.yaml", b"mainstream: 1\ntitle: caf\xe9\n"), @r"
    ------- stderr -------
    erreur : a.yaml:2:11 : ce texte n’est pas en UTF-8
    indication : enregistrez le fichier en UTF-8 dans votre éditeur de texte
    [EOF]
    [exit status: 3]
    === check
    erreur[not-text]: l’octet E9 n’est pas de l’UTF-8 : le fichier a été enregistré dans un ancien encodage, où il vaut « é »
     --> a.yaml:2:11
      |
    2 | title: caf�
      |           ^ « é » dans un ancien encodage
      |
      = aide : ouvrez-le avec l’encodage Europe occidentale (Windows-1252) et
               enregistrez-le de nouveau en UTF-8
      = pourquoi : `mainstream explain not-text`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
}

#[test]
fn an_empty_file() {
    insta::assert_snapshot!(told("a.yaml", ""), @r"
    ------- stderr -------
    erreur : a.yaml est vide
    indication : supprimez-le, puis commencez avec `mainstream init a.yaml`
    [EOF]
    [exit status: 3]
    === check
    erreur[empty-file]: le fichier ne contient aucun projet : il est vide, ou ne contient que des commentaires
     --> a.yaml:1:1
      |
    1 |
      | ^ rien ici
      |
      = aide : `mainstream init` crée un nouveau projet
      = pourquoi : `mainstream explain empty-file`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
}

#[test]
fn a_format_this_program_does_not_know() {
    insta::assert_snapshot!(told("a.yaml", SMALL.replace("mainstream: 1", "mainstream: 2")), @r"
    ------- stderr -------
    erreur : a.yaml est au format 2 ; ce programme ne connaît que le format 1
    indication : installez la version plus récente de mainstream
    [EOF]
    [exit status: 3]
    === check
    erreur[wrong-format]: le fichier est au format 2 ; ce programme lit le format 1
     --> a.yaml:2:13
      |
    2 | mainstream: 2
      |             ^ plus récent que ce programme
      |
      = aide : installez la version actuelle de `mainstream` et vérifiez de nouveau
      = pourquoi : `mainstream explain wrong-format`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
    insta::assert_snapshot!(told("a.yaml", SMALL.replace("mainstream: 1", "mainstream: one")), @r"
    ------- stderr -------
    erreur : a.yaml indique le format `one` ; ce programme ne connaît que le format 1
    indication : `mainstream check a.yaml` indique ce qu’il faut corriger
    [EOF]
    [exit status: 3]
    === check
    erreur[wrong-format]: `one` n’est pas un format : c’est un nombre, actuellement 1
     --> a.yaml:2:13
      |
    2 | mainstream: one
      |             ^^^ pas un format
      |
      = aide : écrivez `mainstream: 1`
      = correction : écrire `1`, si c’est bien ce que vous voulez dire
      = pourquoi : `mainstream explain wrong-format`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
    insta::assert_snapshot!(told("a.yaml", SMALL.replace("id: gmg", "id: gmb")), @r#"
    ------- stderr -------
    erreur : a.yaml suit le manuel `gmb` ; ce programme contient le manuel `gmg`
    indication : `mainstream check a.yaml` indique ce qu’il faut corriger
    [EOF]
    [exit status: 3]
    === check
    erreur[unknown-handbook]: il n’y a pas de manuel `gmb` : peut-être `gmg`
     --> a.yaml:3:16
      |
    3 | handbook: {id: gmb, edition: "2026.1"}
      |                ^^^ peut-être `gmg`
      |
      = aide : le manuel disponible est `gmg`
      = correction : écrire `gmg`, si c’est bien ce que vous voulez dire
      = pourquoi : `mainstream explain unknown-handbook`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    "#);
}

#[test]
fn an_edition_this_program_does_not_know_is_read_and_not_written() {
    let sandbox = Sandbox::new().french();
    sandbox.write("a.yaml", SMALL.replace("2026.1", "2031.2"));
    sandbox.write("other.yaml", SMALL.replace("national", "regional"));
    let read = sandbox.run(&["next", "a.yaml", "--limit", "1"]);
    assert_french(&read);
    insta::assert_snapshot!(read, @r"
    À faire
      A03   Quels rôles la migration joue-t-elle dans votre pays ? (sans réponse)
    ------- stderr -------
    avertissement : a.yaml suit l’édition 2031.2 du manuel ; ce programme contient l’édition 2026.1 et n’affiche pas les questions plus récentes
    [EOF]
    [exit status: 0]
    ");
    let written = refused(&sandbox, &["set", "a.yaml", "B01=yes"], 3);
    assert_french(&written);
    insta::assert_snapshot!(written, @r"
    ------- stderr -------
    avertissement : a.yaml suit l’édition 2031.2 du manuel ; ce programme contient l’édition 2026.1 et n’affiche pas les questions plus récentes
    erreur : a.yaml suit l’édition 2031.2 du manuel ; ce programme contient l’édition 2026.1 et ne modifie pas ce fichier
    [EOF]
    [exit status: 3]
    ");
    assert_french(&refused(
        &sandbox,
        &["walk", "a.yaml", "--answers", "other.yaml"],
        3,
    ));
}

#[test]
fn a_country_this_program_does_not_know_is_shown_and_found() {
    let sandbox = Sandbox::new().french();
    sandbox.write("a.yaml", SMALL.replace("TUN", "TUX"));
    assert!(
        sandbox
            .ok(&["status", "a.yaml"])
            .starts_with("Migration in the plan\n")
    );
    assert_eq!(sandbox.ok(&["get", "a.yaml", "country"]), "TUX\n");
    let checked = sandbox.run(&["check", "a.yaml"]);
    assert_french(&checked);
    assert_eq!(checked.code, 1);
}

#[test]
fn yaml_that_readers_disagree_about_is_refused_with_its_place() {
    let alias = SMALL
        .replace("role: steering", "role: &r steering")
        .replace("reports-to: cabinet-office", "reports-to: *r");
    insta::assert_snapshot!(told("a.yaml", alias), @r"
    ------- stderr -------
    erreur : a.yaml:26:21 : une erreur empêche de lire le fichier comme un projet
    indication : `mainstream check a.yaml` indique ce qu’il faut corriger
    [EOF]
    [exit status: 3]
    === check
    erreur[yaml-alias]: `*r` tient lieu d’une valeur écrite ailleurs, ce qu’un fichier de projet ne fait pas
      --> a.yaml:26:21
       |
    25 |         role: &r steering
       |               -- nommée ici
    26 |         reports-to: *r
       |                     ^^ écrivez la valeur elle-même
       |
       = aide : écrivez la valeur en entier ; pour un organe, un objectif ou une
                source, donnez son identifiant
       = pourquoi : `mainstream explain yaml-alias`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
    let twice = SMALL.replace("country: TUN", "country: TUN\ncountry: JAM");
    insta::assert_snapshot!(told("a.yaml", twice), @r"
    ------- stderr -------
    erreur : a.yaml:5:1 : une erreur empêche de lire le fichier comme un projet
    indication : `mainstream check a.yaml` indique ce qu’il faut corriger
    [EOF]
    [exit status: 3]
    === check
    erreur[duplicate-key]: `country` figure deux fois au même endroit
     --> a.yaml:5:1
      |
    4 | country: TUN
      | ------- d’abord ici
    5 | country: JAM
      | ^^^^^^^ de nouveau ici
      |
      = aide : gardez l’une des deux, ou réunissez leurs contenus sous une seule clé
      = pourquoi : `mainstream explain duplicate-key`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
    insta::assert_snapshot!(told("a.yaml", SMALL.replace("    planning-level", "\tplanning-level")), @r"
    ------- stderr -------
    erreur : a.yaml:13:1 : une erreur empêche de lire le fichier comme un projet
    indication : `mainstream check a.yaml` indique ce qu’il faut corriger
    [EOF]
    [exit status: 3]
    === check
    erreur[tab-indentation]: une tabulation se trouve là où seuls des espaces peuvent servir de retrait
      --> a.yaml:13:1
       |
    13 |     planning-level: national # agreed in May
       | ^^^^ une tabulation
       |
       = aide : mettez deux espaces par niveau, et réglez l’éditeur pour que la
                touche de tabulation insère des espaces
       = correction : retirer ce passage, s’il n’est pas nécessaire
       = pourquoi : `mainstream explain tab-indentation`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
    let marks = SMALL.replace(
        "country: TUN\n",
        "<<<<<<< HEAD\ncountry: TUN\n=======\ncountry: JAM\n>>>>>>> theirs\n",
    );
    insta::assert_snapshot!(told("a.yaml", marks), @r"
    ------- stderr -------
    erreur : a.yaml:4:1 : git a laissé ici deux versions du texte, et personne n’a choisi
    indication : tant que git attend : `mainstream git setup`, puis `git checkout --merge -- a.yaml` réunit le fichier d’après ce qu’il dit ; sinon gardez la version qui vaut et supprimez les repères
    [EOF]
    [exit status: 3]
    === check
    erreur[conflict-left-over]: deux versions du texte figurent ici, et personne n’a tranché
     --> a.yaml:4:1
      |
    4 | <<<<<<< HEAD
      | ^^^^^^^^^^^^ une version commence ici
    5 | country: TUN
    6 | =======
      | ------- l’autre commence ici
    7 | country: JAM
    8 | >>>>>>> theirs
      | -------------- elle finit ici
      |
      = aide : tant que git attend, `mainstream git setup` et `git checkout --merge
               FILE` réunissent le fichier d’après son sens ; sinon gardez ce qui
               vaut et effacez les repères
      = pourquoi : `mainstream explain conflict-left-over`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
    insta::assert_snapshot!(told("a.yaml", SMALL.replace("title: Migration", "title: 'Migration")), @r"
    ------- stderr -------
    erreur : a.yaml:5:8 : une erreur empêche de lire le fichier comme un projet
    indication : `mainstream check a.yaml` indique ce qu’il faut corriger
    [EOF]
    [exit status: 3]
    === check
    erreur[yaml-syntax]: un guillemet est ouvert et n’est jamais fermé
     --> a.yaml:5:8
      |
    5 | title: 'Migration in the plan
      |        ^ ouvert ici
      |
      = aide : fermez-le, ou écrivez le texte en bloc après `|`
      = pourquoi : `mainstream explain yaml-syntax`

    ------- stderr -------
    1 erreur · 1 fichier vérifié · profil `draft` : 48 règles attendent une phase
    suivante
    [EOF]
    [exit status: 1]
    ");
}

#[test]
fn nothing_a_file_says_drives_the_terminal() {
    let sandbox = small();
    sandbox.write(
        "a.yaml",
        SMALL.replace("Migration in the plan", "\"red \\e[31m bell \\a\""),
    );
    for arguments in [&["status", "a.yaml"][..], &["check", "a.yaml"], &[]] {
        let output = sandbox.run(arguments);
        assert!(
            !output.to_string().contains(['\u{1b}', '\u{7}']),
            "{arguments:?}: {output:?}"
        );
    }
}
