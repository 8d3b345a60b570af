//! What docs/own-rules.md says of expressions, held against the program: its tables are complete,
//! its examples work, and its rule is sound.

use std::path::Path;

use mainstream::expression::{
    Described, FUNCTIONS, HEADER, MAX_LENGTH, MAX_LOOPS, MAX_NESTING, Subject, VARIABLES, compile,
};
use mainstream::handbook::Layer;
use mainstream::lint::check_layers;

use crate::rules::Bench;

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/own-rules.md");
    std::fs::read_to_string(path).expect("the page")
}

/// The rows of the table with this head.
fn table(head: &str) -> Vec<Vec<String>> {
    let page = page();
    let rows = page.lines().skip_while(|line| *line != head).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let rows: Vec<Vec<String>> = rows
        .map(|row| {
            let cells = row.trim_matches('|').replace("\\|", "\u{0}");
            let cells = cells.split('|').map(|cell| cell.trim().trim_matches('`'));
            cells.map(|cell| cell.replace('\u{0}', "|")).collect()
        })
        .collect();
    assert!(!rows.is_empty(), "no table {head}");
    rows
}

fn forms(described: &[Described]) -> Vec<String> {
    described.iter().map(|one| one.form.to_owned()).collect()
}

fn column(rows: &[Vec<String>], index: usize) -> Vec<String> {
    rows.iter().map(|row| row[index].clone()).collect()
}

#[test]
fn the_tables_name_all_there_is() {
    let names = table("| write | to get | for example |");
    assert_eq!(column(&names, 0), forms(VARIABLES));
    let functions = table("| write | result | for example |");
    assert_eq!(column(&functions, 0), forms(FUNCTIONS));
    let results: Vec<String> = FUNCTIONS.iter().map(|one| one.result.to_owned()).collect();
    assert_eq!(column(&functions, 1), results);
    let header = table("| key of the header | type |");
    assert_eq!(column(&header, 0), forms(HEADER));
    let types: Vec<String> = HEADER.iter().map(|one| one.result.to_owned()).collect();
    assert_eq!(column(&header, 1), types);
}

#[test]
fn every_example_of_the_tables_is_an_expression() {
    let handbook = &Bench::shared().handbook;
    let question = handbook.question_index("B01").expect("a question");
    let mut examples = column(&table("| write | to get | for example |"), 2);
    examples.extend(column(&table("| write | result | for example |"), 2));
    for example in examples {
        let subjects = [Subject::Record("action"), Subject::Question(question)];
        let works = subjects
            .into_iter()
            .any(|subject| compile(&[(&example, subject)], handbook)[0].is_ok());
        assert!(works, "{example}");
    }
}

#[test]
fn the_rule_of_the_page_is_sound() {
    let page = page();
    let rule = page.split("```yaml").nth(1).expect("a rule");
    let rule = rule.split("```").next().expect("an end").to_owned();
    let manifest = r#"
        format = 1
        id = "ministry"
        edition = "1"
        base = {id = "gmg", edition = "2026.1"}
        complete = ["en", "fr"]
    "#;
    let layer = Layer::new(
        "ministry",
        [
            ("handbook.toml".to_owned(), manifest.to_owned()),
            ("rules/actions.yaml".to_owned(), rule),
        ],
    );
    let review = check_layers(vec![layer]);
    assert!(review.files.is_empty(), "{:#?}", review.files);
}

#[test]
fn the_limits_are_those_of_the_page() {
    let page = page();
    assert!(page.contains("at most 2,000 characters, 20 levels of brackets and three ways"));
    assert_eq!((MAX_LENGTH, MAX_NESTING, MAX_LOOPS), (2_000, 20, 3));
}
