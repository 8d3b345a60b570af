//! Answers that people wrote, as blocks of a report.

use mainstream::report::{Block, Cell, Column, Inlines, Table, WRITERS, markdown_answer};
use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};

use crate::html::assert_balanced;
use crate::sample_report::with_blocks;
use crate::writers::{MARKS, html_text, markdown_text, readable, squeezed, written};

/// Lines of Markdown, nested and broken in every way.
const ANSWERS: &str = "((- |1\\. |> |  |    |# |\\| |```|)(a|\\*b\\*|\\*\\*c\\*\\*|`d`|<e>|\\[f\\]\\(g\\)|---|)( \\||  |\\\\|)\n{1,2}){0,12}";

#[test]
fn answers_in_markdown_become_blocks() {
    let blocks = markdown_answer(
        "# Title\n\nOne *two*\nthree.  \nFour <b>five</b>\n\n- a\n- b\n\n> quoted\n\n```rust\nlet x;\n```\n\n| A | B |\n|---|---|\n| 1 | 2 |",
    );
    assert_eq!(blocks[0], Block::paragraph(Inlines::strong("Title")));
    assert_eq!(
        blocks[1],
        Block::paragraph(
            Inlines::text("One ")
                .then(Inlines::emphasis("two"))
                .then(" three.\nFour <b>five</b>")
        )
    );
    assert_eq!(blocks[2], Block::bullets(["a", "b"]));
    assert_eq!(blocks[3], Block::quote("quoted"));
    assert_eq!(blocks[4], Block::code("let x;"));
    let table = Table::new([Column::text("A"), Column::text("B")]);
    assert_eq!(
        blocks[5],
        Block::Table(table.row([Cell::text("1"), Cell::text("2")]))
    );
    assert_eq!(blocks.len(), 6);
}

#[test]
fn answers_keep_only_links_that_are_safe() {
    let link = |href, text| vec![Block::Paragraph(Inlines::link(href, text))];
    assert_eq!(
        markdown_answer("[plan](https://example.org)"),
        link("https://example.org", "plan")
    );
    assert_eq!(
        markdown_answer("<a@example.org>"),
        link("mailto:a@example.org", "a@example.org")
    );
    assert_eq!(
        markdown_answer("(see https://example.org/a_(b).)"),
        vec![Block::paragraph(
            Inlines::text("(see ")
                .then(Inlines::link(
                    "https://example.org/a_(b)",
                    "https://example.org/a_(b)"
                ))
                .then(".)")
        )]
    );
    for text in [
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](annex.pdf)",
        "![x](y.png)",
    ] {
        let report = with_blocks(markdown_answer(text));
        assert!(
            !written("html", &report).contains("<a href=\"java"),
            "{text}"
        );
        assert!(
            !format!("{:?}", markdown_answer(text)).contains("Link"),
            "{text}"
        );
    }
    assert_eq!(
        markdown_answer("![a map](y.png)"),
        vec![Block::paragraph("a map")]
    );
}

#[test]
fn answers_lose_nothing_to_markdown() {
    for (answer, expected) in [
        (
            "2014. A law was passed\n2018. Another",
            "2014. A law was passed 2018. Another",
        ),
        ("[Note]: see annex", "[Note]: see annex"),
        (
            "[a]: http://x.org\n[a]: http://y.org",
            "[a]: http://x.org [a]: http://y.org",
        ),
        ("---", "---"),
        ("<div>\nkept\n</div>", "<div> kept </div>"),
        ("- [ ] open", "[ ] open"),
        ("> \n> ", "> >"),
        ("![](map.png)", "map.png"),
    ] {
        let report = with_blocks(markdown_answer(answer));
        let text = squeezed(&html_text(&written("html", &report)));
        assert!(text.contains(expected), "{answer:?} became {text:?}");
    }
}

#[test]
fn deep_nesting_stays_plain_text() {
    for mark in ["> ", "- ", "*_"] {
        let blocks = markdown_answer(&format!("{}x", mark.repeat(20_000)));
        let report = with_blocks(blocks);
        assert!(written("html", &report).contains('x'));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_answer_is_read_and_written(answer in MARKS, other in any::<String>()) {
        for text in [answer, other] {
            let blocks = markdown_answer(&text);
            prop_assert!(text.trim().is_empty() || !blocks.is_empty() || Inlines::text(&text).is_blank());
            let report = with_blocks(blocks);
            for writer in WRITERS {
                readable(writer.name, &written(writer.name, &report));
            }
            assert_balanced(&written("html", &report));
        }
    }

    #[test]
    fn an_answer_reads_the_same_in_markdown_and_html(answer in ANSWERS) {
        let report = with_blocks(markdown_answer(&answer));
        let markdown = written("markdown", &report);
        let in_html = squeezed(&html_text(&written("html", &report)));
        let in_markdown = squeezed(&markdown_text(&markdown));
        prop_assert!(in_html.ends_with(&in_markdown), "{in_html}\n{markdown}");
    }
}
