//! Fingerprints of findings: the same when lines move, another when anything else does.

use mainstream::diagnostic::{Finding, Level};
use mainstream::fingerprint::fingerprint;
use mainstream::source::Span;

fn finding() -> Finding {
    let mut finding = Finding::new("unknown-choice", Level::Error, Span::new(10, 14))
        .variant("one")
        .with("found", "partly")
        .with("list", "no, partly, yes");
    finding.answer = Some("readiness.political-backing".to_owned());
    finding
}

#[test]
fn a_fingerprint_is_for_ever() {
    // Baselines and code hosts keep it: another way to work it out would make all findings new.
    assert_eq!(
        fingerprint(&finding(), "countries/sorania.yaml"),
        "394e732d00aec4f44b8aa4cd4363b014"
    );
}

#[test]
fn place_level_and_what_the_handbook_knows_do_not_change_a_fingerprint() {
    let base = fingerprint(&finding(), "a.yaml");
    let mut moved = finding();
    moved.span = Span::new(900, 904);
    moved.level = Level::Advice;
    moved.values[1].1 = "another, list".to_owned();
    assert_eq!(fingerprint(&moved, "a.yaml"), base);
}

#[test]
fn rule_file_variant_answer_and_values_change_a_fingerprint() {
    let base = fingerprint(&finding(), "a.yaml");
    let mut all = vec![base, fingerprint(&finding(), "b.yaml")];
    let changes: [fn(&mut Finding); 5] = [
        |finding| finding.rule = "unknown-code".into(),
        |finding| finding.variant = None,
        |finding| finding.answer = None,
        |finding| finding.values[0].1 = "nearly".to_owned(),
        |finding| finding.values[0] = ("foun", "dpartly".to_owned()),
    ];
    for change in changes {
        let mut other = finding();
        change(&mut other);
        all.push(fingerprint(&other, "a.yaml"));
    }
    let n = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), n);
    assert!(all.iter().all(|text| text.len() == 32));
}
