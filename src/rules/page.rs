//! What people read about a rule: its one-line messages and its page, in their language.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::OnceLock;

use serde::Deserialize;

use super::own::OwnRules;
use crate::assets;
use crate::diagnostic::Finding;
use crate::language::{Language, fill, mark_fallback, placeholders};

/// A wording: one text, alternatives of which the first that can be filled is used, or either of
/// them by variant of the finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Wording {
    /// One text.
    One(String),
    /// Alternatives: the first whose placeholders all have a value is used.
    Any(Vec<String>),
    /// A wording for each variant of the finding.
    By(BTreeMap<String, Wording>),
}

impl Wording {
    /// The text that fits a variant and the values at hand, unfilled.
    fn choose(&self, finding: &Finding) -> Option<&str> {
        match self {
            Self::One(text) => Some(text),
            Self::Any(texts) => texts
                .iter()
                .map(String::as_str)
                .find(|text| can_fill(text, finding)),
            Self::By(variants) => {
                let own = finding.variant.and_then(|variant| variants.get(variant));
                own.or_else(|| variants.get("other"))?.choose(finding)
            }
        }
    }

    /// All texts in it with the variant they are for.
    pub fn texts(&self) -> Vec<(Option<&str>, &str)> {
        match self {
            Self::One(text) => vec![(None, text)],
            Self::Any(texts) => texts.iter().map(|text| (None, text.as_str())).collect(),
            Self::By(variants) => {
                let mut all = Vec::new();
                for (name, wording) in variants {
                    all.extend(
                        wording
                            .texts()
                            .into_iter()
                            .map(|(_, text)| (Some(name.as_str()), text)),
                    );
                }
                all
            }
        }
    }
}

fn can_fill(text: &str, finding: &Finding) -> bool {
    placeholders(text).iter().all(|name| finding.fills(name))
}

/// The page of a rule in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// What the rule finds, in a few words.
    pub summary: String,
    /// The line that makes sense alone.
    pub message: Wording,
    /// A few words at the place.
    pub label: Wording,
    /// What to do, where the message does not say it.
    pub help: Option<Wording>,
    /// The words at other places, by name.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// What is looked for.
    pub what: String,
    /// Why it matters to the work.
    pub why: String,
    /// How to mend it.
    pub mend: String,
}

/// A piece of a project file that shows a rule, the same in all languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What the rule finds something in.
    pub bad: String,
    /// The same, mended.
    pub good: String,
    /// The files of the overlay the pieces are checked with, where the rule is about overlays.
    #[serde(default)]
    pub overlay: BTreeMap<String, String>,
    /// Whether the pieces are whole files; otherwise a header belongs before them.
    #[serde(default)]
    pub whole: bool,
}

/// The head that pieces of project files need to be checked.
pub const EXAMPLE_HEADER: &str = "\
mainstream: 1
handbook: {id: gmg, edition: \"2026.1\"}
country: XSO
title: Migration in the development plan
language: en
currency: USD
fictitious: true
";

impl Example {
    /// The piece as a whole file.
    pub fn file(&self, piece: &str) -> String {
        if self.whole {
            piece.to_owned()
        } else {
            format!("{EXAMPLE_HEADER}{piece}")
        }
    }
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The line that makes sense alone.
    pub message: String,
    /// A few words at the place.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
    /// The words at the other places, in the order of the finding.
    pub others: Vec<String>,
}

type Book = BTreeMap<String, Page>;

/// The pages of all rules for readers of one language, read when first needed.
#[derive(Debug)]
pub struct Pages {
    language: Language,
    own: Books,
    english: Books,
    examples: OnceLock<BTreeMap<String, Example>>,
    /// The pages and examples of the rules of overlays.
    overlays: BTreeMap<String, (Page, Option<Example>)>,
    /// The rules of overlays.
    own_rules: OwnRules,
}

/// The pages in one language: the rules of `check`, and those of `handbook check`, which hardly
/// anybody needs.
#[derive(Debug)]
struct Books {
    language: Language,
    project: OnceLock<Book>,
    content: OnceLock<Book>,
}

fn parse_book(path: &str) -> Book {
    assets::read(path).and_then(Result::ok).unwrap_or_default()
}

impl Books {
    fn new(language: Language) -> Self {
        Self {
            language,
            project: OnceLock::new(),
            content: OnceLock::new(),
        }
    }

    fn project(&self) -> &Book {
        self.project
            .get_or_init(|| parse_book(&format!("rules/{}", self.language)))
    }

    fn content(&self) -> &Book {
        self.content
            .get_or_init(|| parse_book(&format!("rules/handbook/{}", self.language)))
    }

    fn page(&self, rule: &str) -> Option<&Page> {
        self.project()
            .get(rule)
            .or_else(|| self.content().get(rule))
    }
}

impl Pages {
    /// The pages for readers of `language`, with English behind.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            own: Books::new(language),
            english: Books::new(Language::En),
            examples: OnceLock::new(),
            overlays: BTreeMap::new(),
            own_rules: OwnRules::none(),
        }
    }

    /// The same, with the pages of rules that overlays bring.
    #[must_use]
    pub fn with_own(mut self, own: &OwnRules) -> Self {
        for rule in own.iter() {
            let page = super::own::page(rule, self.language.code());
            let example = rule.example().map(|(bad, good)| Example {
                bad: bad.to_owned(),
                good: good.to_owned(),
                overlay: BTreeMap::new(),
                whole: false,
            });
            self.overlays.insert(rule.id.to_string(), (page, example));
        }
        self.own_rules = own.clone();
        self
    }

    /// What is known of a rule that has a page here.
    pub fn known(&self, rule: &str) -> Option<super::Known<'_>> {
        super::known(rule, &self.own_rules)
    }

    /// The reader's language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The page of a rule, and the language it stands in where that is not the reader's.
    pub fn page(&self, rule: &str) -> Option<(&Page, Option<Language>)> {
        if let Some(page) = self.own.page(rule) {
            return Some((page, None));
        }
        if let Some((page, _)) = self.overlays.get(rule) {
            return Some((page, None));
        }
        let english = self.english.page(rule);
        english.map(|page| (page, Some(Language::En)))
    }

    /// The ids of the rules of `check` that have a page in the reader's own language.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.own.project().keys().map(String::as_str)
    }

    /// The ids of the rules of `handbook check` that have a page in the reader's own language.
    pub fn content_ids(&self) -> impl Iterator<Item = &str> {
        self.own.content().keys().map(String::as_str)
    }

    /// The example of a rule.
    pub fn example(&self, rule: &str) -> Option<&Example> {
        if let Some((_, example)) = self.overlays.get(rule) {
            return example.as_ref();
        }
        let examples = self.examples.get_or_init(|| {
            assets::read("rules/examples")
                .and_then(Result::ok)
                .unwrap_or_default()
        });
        examples.get(rule)
    }

    /// A finding in words; `clean` makes text from the file harmless where it is shown.
    pub fn tell(&self, finding: &Finding, clean: &dyn Fn(&str) -> String) -> Told {
        let Some((page, fallback)) = self.page(&finding.rule) else {
            // A test makes sure that every rule has a page.
            let message = finding.rule.to_string();
            return Told {
                message,
                label: String::new(),
                help: None,
                others: Vec::new(),
            };
        };
        let sayings = finding.sayings.iter();
        let sayings = sayings.map(|(name, said)| (*name, clean(&said.shown(self.language.code()))));
        let values = finding.values.iter();
        let values = values.map(|(name, value)| (*name, clean(value)));
        let values: Vec<(&str, String)> = values.chain(sayings).collect();
        let values: Vec<(&str, &dyn Display)> = values
            .iter()
            .map(|(name, value)| (*name, value as &dyn Display))
            .collect();
        let say = |text: &str| fill(text, &values);
        let shown = |text: &str| match fallback {
            None => say(text),
            Some(language) => mark_fallback(&say(text), language),
        };
        let message = page.message.choose(finding).map_or_else(
            || Cow::Borrowed(finding.rule.as_str()),
            |text| shown(text).into(),
        );
        let others = finding.others.iter();
        let others = others.map(|other| {
            page.labels
                .get(other.label)
                .map(|text| say(text))
                .unwrap_or_default()
        });
        let label = page.label.choose(finding).map(say).unwrap_or_default();
        let help = page.help.as_ref();
        let help = help.and_then(|help| help.choose(finding)).map(shown);
        // What an overlay wrote is as little to be trusted as what stands in the file.
        let is_own = finding.rule.is_own();
        let tidy = |text: String| if is_own { clean(&text) } else { text };
        Told {
            message: message.into_owned(),
            label: tidy(label),
            help: help.map(tidy),
            others: others.collect(),
        }
    }
}
