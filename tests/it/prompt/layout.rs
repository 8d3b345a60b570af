//! Lines by columns, and text made harmless.

use mainstream::ui::layout::{columns, fill, pad, truncate, wrap};
use mainstream::ui::{sanitize, sanitize_line};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

#[test]
fn columns_count_wide_letters_twice_and_combining_marks_not_at_all() {
    assert_eq!(columns("Moldova"), 7);
    assert_eq!(columns("漢字"), 4);
    assert_eq!(columns("e\u{301}te\u{301}"), 3);
}

#[test]
fn pad_and_truncate_work_by_columns() {
    assert_eq!(pad("漢字", 6), "漢字  ");
    assert_eq!(pad("longer", 3), "longer");
    assert_eq!(truncate("Ministère", 9), "Ministère");
    assert_eq!(truncate("Ministère", 5), "Mini…");
    assert_eq!(truncate("漢字漢字", 4), "漢…");
    assert_eq!(truncate("Mini stère", 6), "Mini…");
    assert_eq!(truncate("abc", 0), "");
}

#[test]
fn lines_break_at_spaces_with_hanging_indents() {
    let text = "Le point focal doit pouvoir convoquer les autres ministères";
    assert_eq!(
        wrap(text, 24, "- ", "  "),
        [
            "- Le point focal doit",
            "  pouvoir convoquer les",
            "  autres ministères"
        ]
    );
}

#[test]
fn lines_never_break_at_a_no_break_space() {
    assert_eq!(
        wrap("une vision\u{202f}: oui", 10, "", ""),
        ["une", "vision\u{202f}:", "oui"]
    );
    assert_eq!(
        wrap("aa 10\u{a0}000 b", 6, "", ""),
        ["aa", "10\u{a0}000", "b"]
    );
}

#[test]
fn line_feeds_and_empty_lines_are_kept() {
    assert_eq!(fill("a\n\nb", 20, "* ", "  "), "* a\n\n  b");
    assert_eq!(wrap("", 20, "", ""), [""]);
}

#[test]
fn long_words_break_between_graphemes() {
    assert_eq!(wrap("ab abcdefgh", 4, "", ""), ["ab", "abcd", "efgh"]);
    assert_eq!(
        wrap("e\u{301}e\u{301}e\u{301}", 2, "", ""),
        ["e\u{301}e\u{301}", "e\u{301}"]
    );
}

#[test]
fn cjk_text_breaks_anywhere_but_before_closing_punctuation() {
    assert_eq!(
        wrap("移民和发展。计划", 10, "", ""),
        ["移民和发", "展。计划"]
    );
}

#[test]
fn an_indent_without_room_is_left_out() {
    assert_eq!(wrap("abc", 4, "      ", "      "), ["abc"]);
}

#[test]
fn control_characters_become_visible() {
    assert_eq!(sanitize("\x1b[31mred\x07"), "^[[31mred^G");
    assert_eq!(sanitize("a\u{9b}31m"), "a\\u{9b}31m");
    assert_eq!(sanitize("a\u{202e}b\u{2066}"), "a\\u{202e}b\\u{2066}");
    assert_eq!(sanitize("a\tb\r\nc\rd\u{7f}"), "a b\nc^Md^?");
    assert_eq!(sanitize_line("a\nb"), "a b");
    // Marks that Arabic text needs stay as they are.
    assert_eq!(sanitize("\u{200f}سكان\u{200e}"), "\u{200f}سكان\u{200e}");
}

/// Pieces that matter to line breaking, put together at random.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zé]{1,12}",
        "[ \n\t]{1,3}",
        "[漢字計画。、「」]{1,6}",
        Just("e\u{301}".to_owned()),
        Just("\u{a0}".to_owned()),
        Just("👩\u{200d}🚀".to_owned()),
        "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wrap_loses_and_invents_nothing(text in texts(), width in 1_usize..60) {
        let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(solid(&wrap(&text, width, "", "").join("\n")), solid(&text));
    }

    #[test]
    fn wrapped_lines_fit(text in texts(), width in 1_usize..60) {
        for line in wrap(&text, width, "  ", "    ") {
            let single = line.trim().graphemes(true).count() <= 1;
            prop_assert!(columns(&line) <= width || single, "{:?}", line);
        }
    }

    #[test]
    fn wrapping_again_changes_nothing(text in texts(), width in 4_usize..60) {
        let once = fill(&text, width, "", "");
        prop_assert_eq!(fill(&once, width, "", ""), once);
    }

    #[test]
    fn truncated_text_fits_and_begins_alike(text in "[a-zé漢字 ]{0,40}", width in 0_usize..30) {
        let cut = truncate(&text, width);
        prop_assert!(columns(&cut) <= width);
        prop_assert!(text.starts_with(cut.trim_end_matches('…')));
    }

    #[test]
    fn sanitized_text_has_no_control_characters(text in any::<String>()) {
        let safe = sanitize(&text);
        let harmful = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
        prop_assert!(!safe.chars().any(harmful));
        prop_assert_eq!(sanitize(&safe), safe.clone());
    }
}
