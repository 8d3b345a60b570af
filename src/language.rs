//! Languages of people and the message catalogue: every word the program itself says.
//!
//! Wording lives in `handbook/messages/LANGUAGE.yaml`, never in code.
//! A message is a text with `{placeholders}`, or one text per CLDR plural category, chosen by `{n}`.
//! A text missing in a language is shown in English behind a visible mark.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};
use serde::Deserialize;

use crate::assets;

/// A language people can choose for screens and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English, the language every text exists in.
    En,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// A language that a layer of a handbook brings.
    Other(LanguageCode),
}

/// The two letters of a language that the program itself has no words in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageCode(u16);

/// All pairs of letters one after the other, so that a code can be lent out for ever.
const PAIRS: [u8; 26 * 26 * 2] = {
    let mut pairs = [0; 26 * 26 * 2];
    let (mut at, mut first) = (0, b'a');
    while first <= b'z' {
        let mut second = b'a';
        while second <= b'z' {
            pairs[at] = first;
            pairs[at + 1] = second;
            at += 2;
            second += 1;
        }
        first += 1;
    }
    pairs
};

impl LanguageCode {
    fn parse(text: &str) -> Option<Self> {
        let [first, second] = *text.as_bytes() else {
            return None;
        };
        let letter = |byte: u8| byte.is_ascii_lowercase().then(|| u16::from(byte - b'a'));
        Some(Self(letter(first)? * 26 + letter(second)?))
    }

    const fn as_str(self) -> &'static str {
        const ALL: &[u8] = &PAIRS;
        let (_, rest) = ALL.split_at(self.0 as usize * 2);
        let (pair, _) = rest.split_at(2);
        match std::str::from_utf8(pair) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

impl Language {
    /// All languages the program knows by name.
    pub const ALL: [Self; 3] = [Self::En, Self::Fr, Self::Es];

    /// The ISO 639-1 code, as in `--lang fr`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::Other(code) => code.as_str(),
        }
    }

    /// The codes of the languages the program has words in, for a text that says which there are.
    pub fn known() -> String {
        Self::ALL.map(Self::code).join(", ")
    }

    /// The language with this ISO 639-1 code, be it one the program itself has no words in.
    pub fn of_code(code: &str) -> Option<Self> {
        let own = code.parse().ok();
        own.or_else(|| LanguageCode::parse(code).map(Self::Other))
    }

    /// The language of a locale name such as `fr_TN.UTF-8`, if it is one of ours.
    pub fn of_locale(locale: &str) -> Option<Self> {
        locale
            .get(..2)
            .and_then(|code| code.to_ascii_lowercase().parse().ok())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A language code that is none of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown language `{0}`: known are {known}", known = Language::known())]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == text)
            .ok_or_else(|| UnknownLanguage(text.into()))
    }
}

/// Puts the visible mark of a text that exists in another language only before it.
pub fn mark_fallback(text: &str, language: Language) -> String {
    format!("[{language}] {text}")
}

/// A text in several languages, or in one that nobody named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saying(pub BTreeMap<String, String>);

impl Saying {
    /// A text in a language that nobody named.
    pub fn plain(text: &str) -> Self {
        Self(BTreeMap::from([(String::new(), text.to_owned())]))
    }

    /// The text for readers of a language, and the code of the language it stands in where that is
    /// another one: first English, then any there is.
    pub fn read(&self, language: &str) -> Option<(&str, Option<&str>)> {
        let of = |code: &str| self.0.get(code).map(String::as_str);
        if let Some(text) = of(language).or_else(|| of("")) {
            return Some((text, None));
        }
        if let Some(text) = of("en") {
            return Some((text, Some("en")));
        }
        let first = self.0.iter().next();
        first.map(|(code, text)| (text.as_str(), Some(code.as_str())))
    }

    /// The text for readers of a language, behind a mark where it stands in another one.
    pub fn shown(&self, language: &str) -> Cow<'_, str> {
        match self.read(language) {
            None => Cow::Borrowed(""),
            Some((text, None)) => Cow::Borrowed(text),
            Some((text, Some(other))) => Cow::Owned(format!("[{other}] {text}")),
        }
    }
}

/// One message as it is written in a catalogue.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Message<'t> {
    #[serde(borrow)]
    Text(Phrase<'t>),
    Plural(BTreeMap<String, String>),
}

/// A text that is not copied where the catalogue is part of the program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
struct Phrase<'t>(#[serde(borrow)] Cow<'t, str>);

impl Phrase<'_> {
    fn into_owned(self) -> Phrase<'static> {
        Phrase(Cow::Owned(self.0.into_owned()))
    }
}

impl std::borrow::Borrow<str> for Phrase<'_> {
    fn borrow(&self) -> &str {
        &self.0
    }
}

type Catalogue<'t> = BTreeMap<Phrase<'t>, Message<'t>>;

/// The catalogue with all texts copied.
fn own_catalogue(catalogue: Catalogue<'_>) -> Catalogue<'static> {
    let own = |message| match message {
        Message::Text(text) => Message::Text(text.into_owned()),
        Message::Plural(forms) => Message::Plural(forms),
    };
    let entries = catalogue.into_iter();
    entries
        .map(|(key, message)| (key.into_owned(), own(message)))
        .collect()
}

/// The program's own words in one language.
#[derive(Debug)]
pub struct Messages {
    language: Language,
    catalogue: OnceLock<Catalogue<'static>>,
    english: OnceLock<Catalogue<'static>>,
}

fn parse_catalogue(language: Language) -> Option<Catalogue<'static>> {
    assets::read(&format!("messages/{language}"))?.ok()
}

impl Messages {
    /// The catalogue of `language`, read when the first message is asked for; a language without
    /// one shows English behind the mark.
    pub fn load(language: Language) -> Self {
        Self {
            language,
            catalogue: OnceLock::new(),
            english: OnceLock::new(),
        }
    }

    /// As [`Messages::load`], with the catalogue that a layer of a handbook brings for a language in
    /// which the program has none.
    pub fn load_with(language: Language, text: Option<&str>) -> Self {
        let messages = Self::load(language);
        let own = text.and_then(|text| serde_yaml::from_str(text).ok());
        let own = own.map(own_catalogue);
        if let Some(own) = own.filter(|_| matches!(language, Language::Other(_))) {
            // Nobody else can have read a catalogue that was made just now.
            let _ = messages.catalogue.set(own);
        }
        messages
    }

    fn own(&self) -> &Catalogue<'static> {
        self.catalogue
            .get_or_init(|| parse_catalogue(self.language).unwrap_or_default())
    }

    /// The language of this catalogue.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether a message with this key exists in this language.
    pub fn has(&self, key: &str) -> bool {
        self.own().contains_key(key)
    }

    /// All keys of this language, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.own().keys().map(|key| key.0.as_ref())
    }

    /// The text of `key` with its placeholders filled; `n` also chooses the plural form.
    ///
    /// A key no catalogue has comes back as the key itself: a test makes sure that none is used.
    pub fn get(&self, key: &str, values: &[(&str, &dyn fmt::Display)]) -> String {
        if let Some(message) = self.own().get(key) {
            return fill(self.form(message, values), values);
        }
        let english = self
            .english
            .get_or_init(|| parse_catalogue(Language::En).unwrap_or_default());
        english.get(key).map_or_else(
            || key.to_owned(),
            |message| {
                let form = self.form(message, values);
                let filled = fill(form, values);
                // Signs and the order of what is filled in are of no language.
                if has_words(form) {
                    mark_fallback(&filled, Language::En)
                } else {
                    filled
                }
            },
        )
    }

    fn form<'m>(&self, message: &'m Message<'_>, values: &[(&str, &dyn fmt::Display)]) -> &'m str {
        match message {
            Message::Text(text) => &text.0,
            Message::Plural(forms) => {
                let category = values
                    .iter()
                    .find(|(name, _)| *name == "n")
                    .map_or("other", |(_, n)| self.category(&n.to_string()));
                forms
                    .get(category)
                    .or_else(|| forms.get("other"))
                    .map_or("", String::as_str)
            }
        }
    }

    /// Made anew each time, since they cannot go from thread to thread; that costs a look into a table.
    fn plurals(&self) -> Option<PluralRules> {
        let locale = icu_locale_core::Locale::try_from_str(self.language.code());
        let locale = locale.unwrap_or(icu_locale_core::Locale::UNKNOWN);
        PluralRules::try_new(locale.into(), PluralRulesOptions::default()).ok()
    }

    fn category(&self, n: &str) -> &'static str {
        let Ok(n) = n.replace(['\u{a0}', '\u{202f}'], "").parse::<u64>() else {
            return "other";
        };
        match self.plurals().map(|rules| rules.category_for(n)) {
            Some(PluralCategory::Zero) => "zero",
            Some(PluralCategory::One) => "one",
            Some(PluralCategory::Two) => "two",
            Some(PluralCategory::Few) => "few",
            Some(PluralCategory::Many) => "many",
            _ => "other",
        }
    }
}

/// Whether a text says something besides what is filled in.
fn has_words(text: &str) -> bool {
    let mut parts = text
        .split('{')
        .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    parts.any(|part| part.contains(char::is_alphabetic))
}

/// Fills `{name}` placeholders; a placeholder without a value stays as it is written.
pub fn fill(text: &str, values: &[(&str, &dyn fmt::Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find('}') else { break };
        match values.iter().find(|(name, _)| *name == &rest[1..close]) {
            Some((_, value)) => filled.push_str(&value.to_string()),
            None => filled.push_str(&rest[..=close]),
        }
        rest = &rest[close + 1..];
    }
    filled.push_str(rest);
    filled
}

/// The names of the `{placeholders}` in a text, in order of appearance.
pub fn placeholders(text: &str) -> Vec<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .collect()
}

/// The text of a message with its placeholders filled: `t!(messages, "saved", file = path)`.
#[macro_export]
macro_rules! t {
    ($messages:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $messages.get($key, &[$((stringify!($name), &$value as &dyn ::std::fmt::Display)),*])
    };
}
