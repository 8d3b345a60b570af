//! Every writer, held to the same promises.

use mainstream::report::{
    Block, Cell, Column, Href, Inlines, Report, SectionId, Table, Text, WRITERS, Writer,
};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::html::assert_balanced;
use crate::sample_report::{planted, right_to_left, small, with_blocks};

pub(crate) fn written(name: &str, report: &Report) -> String {
    let writer = Writer::named(name).expect("a writer of that name");
    let mut bytes = Vec::new();
    (writer.write)(report, &mut bytes).expect("a vector takes everything");
    String::from_utf8(bytes).expect("a text format is UTF-8")
}

/// The words of a format, without marks and escapes.
pub(crate) fn readable(name: &str, text: &str) -> String {
    match name {
        "markdown" => markdown_text(text),
        "html" => html_text(text),
        "json" => json_text(&serde_json::from_str(text).expect("JSON")),
        other => panic!("say how the words of {other} are read"),
    }
}

pub(crate) fn markdown_text(text: &str) -> String {
    let mut plain = String::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::InlineHtml(html) => {
                assert_eq!(&*html, "<br>", "only breaks are HTML");
                plain.push('\n');
            }
            Event::Html(html) => {
                assert_eq!(html.trim_end(), "<!-- -->", "only separators are HTML");
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::CodeBlock,
            )
            | Event::SoftBreak
            | Event::HardBreak => plain.push('\n'),
            _ => {}
        }
    }
    plain
}

pub(crate) fn html_text(text: &str) -> String {
    let (_, body) = text.split_once("<body>").expect("a body");
    let mut plain = String::new();
    for piece in body.split('<').skip(1) {
        let (tag, content) = piece.split_once('>').expect("a tag ends");
        let is_inline = ["span", "a", "strong", "em", "code", "time"]
            .iter()
            .any(|name| tag.trim_start_matches('/').split(' ').next() == Some(name));
        if !is_inline {
            plain.push('\n');
        }
        plain.push_str(content);
    }
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(entity, character);
    }
    plain
}

fn json_text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => format!("{text}\n"),
        serde_json::Value::Array(values) => values.iter().map(json_text).collect(),
        serde_json::Value::Object(values) => {
            let is_text = |(name, _): &(&String, &serde_json::Value)| name.as_str() != "type";
            values
                .iter()
                .filter(is_text)
                .map(|(_, value)| json_text(value))
                .collect()
        }
        _ => String::new(),
    }
}

/// White space as one space, so that line breaks do not count.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_word_of_a_report_is_in_every_format() {
    let mut tokens = Vec::new();
    let report = planted(|place| {
        tokens.push((place.to_owned(), format!("token{:03}x", tokens.len())));
        tokens[tokens.len() - 1].1.clone()
    });
    assert!(tokens.len() > 40, "the sample has lost its places");
    for writer in WRITERS {
        let text = readable(writer.name, &written(writer.name, &report));
        for (place, token) in &tokens {
            assert!(text.contains(token), "{}: {place} is missing", writer.name);
        }
    }
}

#[test]
fn hostile_text_stays_text_in_every_place() {
    let hostile = [
        "<script>alert(1)</script>",
        "a & b &amp; &lt;",
        "\"double\" 'single'",
        "a | b || c",
        "back\\slash\\",
        "ends ]]> here",
        "# no heading",
        "- no item",
        "1. no number",
        "12) no",
        "*not* **strong** _at_ __all__",
        "`no code` ``",
        "[no](http://example.org) ![x](y)",
        "> no quote",
        "~~no~~ ~~~",
        "=== ---",
        "---",
        "+ plus",
        "http://example.org/a_b_c",
        "a@example.org www.example.org",
        "&#65; &copy;",
        "مرحبا بالعالم",
        "=1+1",
        "$x$",
        "<!-- no comment -->",
        "C#",
        "#",
        "ends with !",
        "a  b",
        "\u{a0}x\u{a0}",
    ];
    for text in hostile {
        let report = planted(|_| text.to_owned());
        let expected = squeezed(text);
        let n_expected = {
            let mut count = 0;
            planted(|_| {
                count += 1;
                String::new()
            });
            count
        };
        for writer in WRITERS {
            let output = written(writer.name, &report);
            let words = squeezed(&readable(writer.name, &output));
            let n_found = words.matches(&expected).count();
            assert!(
                n_found >= n_expected,
                "{}: {text}: {n_found} of {n_expected}\n{output}",
                writer.name
            );
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for writer in WRITERS {
        for report in [small, right_to_left] {
            assert_eq!(
                written(writer.name, &report()),
                written(writer.name, &report())
            );
        }
    }
}

#[test]
fn text_formats_end_in_one_line_end_and_have_no_trailing_space() {
    for writer in WRITERS.iter().filter(|writer| !writer.binary) {
        for report in [small(), right_to_left(), planted(str::to_owned)] {
            let text = written(writer.name, &report);
            assert!(
                text.ends_with('\n') && !text.ends_with("\n\n"),
                "{}",
                writer.name
            );
            assert!(
                text.lines().all(|line| line.trim_end() == line),
                "{}",
                writer.name
            );
            assert!(!text.contains('\r'), "{}", writer.name);
        }
    }
}

#[test]
fn an_output_that_refuses_is_an_error() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for writer in WRITERS {
        let mainstream::report::WriteError::Output(error) =
            (writer.write)(&small(), &mut Full).expect_err("nothing can be written");
        assert_eq!(
            error.kind(),
            std::io::ErrorKind::StorageFull,
            "{}",
            writer.name
        );
    }
}

#[test]
fn writers_are_found_by_name_and_by_extension() {
    for (index, writer) in WRITERS.iter().enumerate() {
        assert_eq!(
            Writer::named(writer.name).map(|found| found.name),
            Some(writer.name)
        );
        let found = Writer::with_extension(&writer.extension.to_uppercase());
        assert_eq!(found.map(|found| found.extension), Some(writer.extension));
        let earlier = &WRITERS[..index];
        assert!(earlier.iter().all(|other| other.name != writer.name));
    }
    assert!(Writer::named("papyrus").is_none());
}

#[test]
fn markdown_references_lead_to_the_heading_of_the_section() {
    let text = written("markdown", &planted(|place| format!("Été {place}!")));
    assert!(text.contains("](#été-number-été-outer-title)"), "{text}");
}

#[test]
fn golden_markdown() {
    insta::assert_snapshot!(written("markdown", &small()));
}

#[test]
fn golden_json() {
    insta::assert_snapshot!(written("json", &small()));
}

#[test]
fn ids_and_addresses_are_fit_for_links() {
    assert_eq!(SectionId::new("B: Readiness!").as_str(), "b-readiness");
    assert_eq!(SectionId::new("2.1 Été").as_str(), "s-2-1-été");
    assert_eq!(SectionId::new("").as_str(), "s-");
    let href = |address| Href::new(address).map(|href| href.as_str().to_owned());
    assert_eq!(
        href(" HTTPS://example.org/a b\"<"),
        Some("https://example.org/a%20b%22%3C".into())
    );
    for refused in [
        "javascript:alert(1)",
        "http:",
        "https://",
        "//example.org",
        "mailto:x",
        "ftp://x",
    ] {
        assert_eq!(href(refused), None, "{refused}");
    }
}

#[test]
fn text_has_no_character_that_a_format_forbids() {
    assert_eq!(
        Text::new("a\tb\r\nc\u{0}\u{ffff}\u{feff}d").as_str(),
        "a b c\u{fffd}\u{fffd}d"
    );
    let lines: Vec<_> = Text::lines("a\r\nb\u{2028}c\n")
        .iter()
        .map(Text::to_string)
        .collect();
    assert_eq!(lines, ["a", "b", "c", ""]);
}

/// Marks that mean something somewhere, between letters of several scripts.
pub(crate) const MARKS: &str = "[ \\n\\\\`*_\\[\\]<>|~@$&#;:!.()=+\\-/\"'0-9a-cé€“م]{0,24}";

/// A paragraph of mixed styles from three texts.
fn mixed(parts: &[String; 3]) -> Inlines {
    let [first, second, third] = parts;
    Inlines::text(first)
        .then(Inlines::strong(
            Inlines::text(second).then(Inlines::emphasis(third)),
        ))
        .then(first)
        .then(Inlines::emphasis(second))
        .then(Inlines::link("https://example.org/(a)&b", third))
        .then(second)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives_in_paragraphs_and_cells(text in any::<String>()) {
        let content = Inlines::text(&text);
        let table = Table::new([Column::text(&content)]).row([Cell::text(&content)]);
        let report = with_blocks(vec![Block::Paragraph(content.clone()), table.into()]);
        let expected = squeezed(&content.plain_text());
        for writer in WRITERS {
            let output = written(writer.name, &report);
            let words = squeezed(&readable(writer.name, &output));
            prop_assert!(words.matches(&expected).count() >= 3, "{}: {output}", writer.name);
        }
        assert_balanced(&written("html", &report));
    }

    #[test]
    fn marks_survive_with_their_styles(first in MARKS, second in MARKS, third in MARKS) {
        let content = mixed(&[first, second, third]);
        let table = Table::new([Column::text("A")]).row([Cell::text(&content)]);
        let blocks = vec![Block::bullets([&content]), Block::Paragraph(content.clone()), table.into()];
        let output = written("markdown", &with_blocks(blocks));
        let words = squeezed(&markdown_text(&output));
        let expected = squeezed(&content.plain_text());
        prop_assert!(words.matches(&expected).count() >= 3, "{output}");
    }

    #[test]
    fn strong_words_stay_strong(before in "[a(. €]{0,2}", word in "[a.(\"€]{1,3}", after in "[a). €]{0,2}") {
        let content = Inlines::text(before).then(Inlines::strong(&word)).then(after);
        let output = written("markdown", &with_blocks(vec![Block::Paragraph(content)]));
        let n_strong = Parser::new(&output).filter(|event| *event == Event::Start(Tag::Strong)).count();
        prop_assert_eq!(n_strong, 1, "{}", output);
    }
}
