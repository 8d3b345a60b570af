//! What can be wrong with a handbook or an overlay: the rules of `handbook check`.
//!
//! Their wording is data, in `handbook/rules/handbook/LANGUAGE.yaml`.

use crate::diagnostic::{Finding, Level};
use crate::source::Span;

/// One thing that loading or checking a handbook looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentRule {
    /// The id, for ever.
    pub id: &'static str,
    /// The level where nobody sets another.
    pub level: Level,
    /// The version of the program that first had it.
    pub since: &'static str,
}

impl ContentRule {
    /// A finding of this rule at a place.
    pub(crate) fn at(&self, span: Span) -> Finding {
        Finding::new(self.id, self.level, span)
    }
}

macro_rules! declare_content_rules {
    ($($name:ident = $id:literal, $level:ident, $since:literal;)*) => {
        $(pub(crate) const $name: ContentRule =
            ContentRule { id: $id, level: Level::$level, since: $since };)*
        /// All rules of `handbook check`, in the order of their pages.
        pub static CONTENT_RULES: &[ContentRule] = &[$($name),*];
    };
}

declare_content_rules! {
    MANIFEST_FAULT = "handbook-manifest", Error, "0.1.0";
    OTHER_EDITION = "handbook-other-edition", Warning, "0.1.0";
    EDITIONS_FAULT = "handbook-editions", Error, "0.1.0";
    UNKNOWN_PART_KEY = "handbook-unknown-key", Error, "0.1.0";
    UNKNOWN_PART = "handbook-unknown-id", Error, "0.1.0";
    INCOMPLETE_PART = "handbook-incomplete-part", Error, "0.1.0";
    UNKNOWN_KIND = "handbook-unknown-kind", Error, "0.1.0";
    BAD_PART_VALUE = "handbook-bad-value", Error, "0.1.0";
    BAD_CONDITION = "handbook-bad-condition", Error, "0.1.0";
    CIRCULAR_PARTS = "handbook-circular", Error, "0.1.0";
    DUPLICATE_PART = "handbook-duplicate-id", Error, "0.1.0";
    BAD_PART_ID = "handbook-bad-id", Error, "0.1.0";
    DROP_WITHOUT_REASON = "handbook-drop-without-reason", Error, "0.1.0";
    CANNOT_DROP = "handbook-cannot-drop", Error, "0.1.0";
    DROP_LEAVES_GAP = "handbook-drop-leaves-gap", Warning, "0.1.0";
    MISSING_TEXT = "handbook-missing-text", Error, "0.1.0";
    EMPTY_TEXT = "handbook-empty-text", Error, "0.1.0";
    LONG_TEXT = "handbook-long-text", Warning, "0.1.0";
    UNTRANSLATED_TEXT = "handbook-untranslated-text", Warning, "0.1.0";
    UNUSED_TEXT = "handbook-unused-text", Warning, "0.1.0";
    WRONG_PLACEHOLDERS = "handbook-placeholders", Error, "0.1.0";
    LESSON_SOURCES = "handbook-lesson-sources", Warning, "0.1.0";
    BAD_ADDRESS = "handbook-bad-address", Warning, "0.1.0";
    UNUSED_PART = "handbook-unused-part", Advice, "0.1.0";
    INSTRUMENT_FAULT = "handbook-instrument", Error, "0.2.0";
    RULE_EXPRESSION = "handbook-rule-expression", Error, "0.2.0";
    RULE_EXAMPLE = "handbook-rule-example", Error, "0.2.0";
}

/// The rule of `handbook check` with this id.
pub fn content_rule(id: &str) -> Option<&'static ContentRule> {
    CONTENT_RULES.iter().find(|rule| rule.id == id)
}
