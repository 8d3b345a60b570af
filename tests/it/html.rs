//! Reports as web pages.

use crate::sample_report::{planted, right_to_left, small, with_blocks};
use crate::writers::written;

/// Every start has its end, in the right order; attributes are quoted.
pub(crate) fn assert_balanced(html: &str) {
    let mut open = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(tag.matches('"').count() % 2 == 0, "an open quote in {tag}");
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "wrong end");
        } else if !["!DOCTYPE", "meta", "br"].contains(&name) {
            open.push(name);
        }
        let is_style = open.last() == Some(&"style");
        assert!(is_style || !text.contains('>'), "a stray mark in {text}");
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

#[test]
fn html_is_balanced_and_reaches_for_nothing_outside() {
    for report in [
        small(),
        right_to_left(),
        planted(str::to_owned),
        planted(|_| "<p a=\"'>&".into()),
    ] {
        let html = written("html", &report);
        assert_balanced(&html);
        for forbidden in [
            "<script", "<link", "<img", "src=", "url(", "@import", "style=\"", "onclick",
        ] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn html_says_language_and_direction() {
    let html = written("html", &right_to_left());
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">"), "{html}");
    assert!(written("html", &small()).contains("<html lang=\"en\" dir=\"ltr\">"));
}

/// The contrast of two colours written `#rrggbb`, as WCAG 2 counts it.
fn contrast(first: &str, second: &str) -> f64 {
    let luminance = |colour: &str| -> f64 {
        let channel = |at: usize| {
            let value = u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour");
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (first, second) = (luminance(first), luminance(second));
    (first.max(second) + 0.05) / (first.min(second) + 0.05)
}

/// The value of a colour in the lines of a style sheet.
fn colour<'a>(name: &str, mut lines: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let start = format!("--{name}: ");
    lines.find_map(|line| line.trim().strip_prefix(&start)?.strip_suffix(';'))
}

#[test]
fn colours_can_be_told_apart_in_every_scheme() {
    const PAIRS: [(&str, &str); 13] = [
        ("ink", "paper"),
        ("soft", "paper"),
        ("accent", "paper"),
        ("ink", "surface"),
        ("soft", "surface"),
        ("accent", "surface"),
        ("band-ink", "band"),
        ("band-soft", "band"),
        ("good-ink", "good"),
        ("fair-ink", "fair"),
        ("poor-ink", "poor"),
        ("attention-ink", "attention"),
        ("muted-ink", "muted"),
    ];
    let html = written("html", &small());
    let schemes: Vec<&str> = html
        .split(":root {")
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .collect();
    assert_eq!(schemes.len(), 3, "light, dark and print");
    for scheme in &schemes {
        // What a scheme does not set, it has from the first.
        let find = |name| colour(name, scheme.lines().chain(schemes[0].lines())).expect(name);
        for (ink, paper) in PAIRS {
            let contrast = contrast(find(ink), find(paper));
            assert!(contrast >= 4.5, "{ink} on {paper}: {contrast:.2}");
        }
    }
}

#[test]
fn an_id_used_twice_stands_once_in_html() {
    let mut report = with_blocks(Vec::new());
    report.sections.push(report.sections[0].clone());
    let html = written("html", &report);
    assert_eq!(html.matches("id=\"only\"").count(), 1);
}

#[test]
fn golden_html() {
    let html = written("html", &small());
    let (head, rest) = html.split_once("<style>").expect("a style sheet");
    let (_, body) = rest.split_once("</style>").expect("its end");
    insta::assert_snapshot!(format!("{head}<style>…</style>{body}"));
}
