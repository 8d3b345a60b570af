//! `export`.

use super::{SMALL, assert_french, refused, small, with_small};
use crate::sandbox::Sandbox;

/// What only a report in that format has.
const FORMATS: [(&str, &str, &str); 3] = [
    ("markdown", "md", "\n## "),
    ("html", "html", "<!doctype html>"),
    ("json", "json", "\"schema\": \"mainstream/report/1\""),
];

#[test]
fn every_format_goes_to_a_file_and_to_standard_output() {
    let sandbox = small();
    for (format, ending, mark) in FORMATS {
        let shown = sandbox.ok(&["export", "small.yaml", "--to", format]);
        assert!(
            shown.to_lowercase().contains(mark),
            "{format}: {}",
            &shown[..200]
        );
        assert!(
            shown.contains("Migration in the plan"),
            "{format} has the title"
        );
        let out = format!("report.{ending}");
        let output = sandbox.run(&["export", "small.yaml", "-o", &out]);
        assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output}");
        assert_eq!(output.stderr, format!("written: {out}\n"));
        assert_eq!(sandbox.read(&out), shown, "{format}");
        assert_eq!(
            sandbox.ok(&["export", "small.yaml", "--to", format]),
            shown,
            "{format} twice"
        );
        let dash = sandbox.ok(&["export", "small.yaml", "--to", format, "-o", "-"]);
        assert_eq!(dash, shown, "{format} to a dash");
    }
    assert!(!sandbox.path("-").exists());
}

#[test]
fn an_existing_file_is_replaced_only_by_force() {
    let sandbox = with_small(Sandbox::new().french());
    sandbox.write("report.md", "mine\n");
    let output = refused(&sandbox, &["export", "small.yaml", "-o", "report.md"], 5);
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : report.md existe déjà et n’est pas remplacé
    indication : choisissez un autre nom, ou supprimez d’abord le fichier
    [EOF]
    [exit status: 5]
    ");
    sandbox.ok(&["export", "small.yaml", "-o", "report.md", "--force"]);
    assert!(
        sandbox
            .read("report.md")
            .starts_with("# Migration in the plan")
    );
}

#[test]
fn an_export_never_takes_its_own_projects_place() {
    let sandbox = small();
    let output = sandbox.run(&[
        "export",
        "small.yaml",
        "--to",
        "markdown",
        "-o",
        "small.yaml",
        "--force",
    ]);
    assert_eq!(output.code, 5, "{output}");
    assert_eq!(sandbox.read("small.yaml"), SMALL);
}

#[test]
fn a_format_is_needed_and_has_to_be_known() {
    let sandbox = with_small(Sandbox::new().french());
    let export = |arguments: &[&str], code: i32| {
        let export: Vec<&str> = ["export", "small.yaml"]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        let output = refused(&sandbox, &export, code);
        assert_french(&output);
        output.to_string()
    };
    insta::assert_snapshot!(export(&[], 2), @r"
    ------- stderr -------
    erreur : indiquez un format avec --to, ou un fichier dont l’extension est connue : markdown, html, json
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(export(&["--to", "htm"], 2), @r"
    ------- stderr -------
    erreur : le format `htm` n’existe pas
    indication : vouliez-vous dire `html` ?
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(export(&["--to", "pdf"], 2), @r"
    ------- stderr -------
    erreur : le format `pdf` n’existe pas
    indication : valeurs connues : markdown, html, json
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(export(&["-o", "report.xyz"], 2), @r"
    ------- stderr -------
    erreur : indiquez un format avec --to, ou un fichier dont l’extension est connue : markdown, html, json
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(export(&["-o", "nowhere/report.md"], 5), @r"
    ------- stderr -------
    erreur : le dossier nowhere n’existe pas
    [EOF]
    [exit status: 5]
    ");
}

#[test]
fn a_report_speaks_the_projects_language_unless_told_otherwise() {
    let sandbox = small();
    sandbox.write("fr.yaml", SMALL.replace("language: en", "language: fr"));
    let head = |arguments: &[&str]| {
        let text = sandbox.ok(arguments);
        text.lines().nth(2).unwrap_or_default().to_owned()
    };
    let english = head(&["export", "small.yaml", "--to", "markdown"]);
    let french = head(&["export", "fr.yaml", "--to", "markdown"]);
    assert!(english.contains("full dossier"), "{english}");
    assert!(french.contains("dossier complet"), "{french}");
    assert_eq!(
        head(&["export", "small.yaml", "--to", "markdown", "--lang", "fr"]),
        french
    );
    let output = sandbox.run(&["export", "fr.yaml", "-o", "r.md"]);
    assert_eq!(output.stderr, "written: r.md\n");
}

#[test]
fn the_organisation_of_the_settings_stands_on_the_report() {
    let sandbox = small();
    sandbox.write(
        "mainstream.toml",
        "organisation = \"Ministry of Planning <unit & desk>\"\n",
    );
    assert!(
        sandbox
            .ok(&["export", "small.yaml", "--to", "html"])
            .contains("Ministry of Planning &lt;unit &amp; desk&gt;")
    );
}
