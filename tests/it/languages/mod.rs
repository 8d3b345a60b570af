//! What holds for every text in every language: nothing missing, nothing left over, nothing left in
//! English, the same placeholders, the language's own typography, one word per thing.

mod lengths;
mod terms;
mod typography;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mainstream::handbook::load_builtin;
use mainstream::language::{Language, placeholders};
use serde_yaml::Value;

/// Names of countries, currencies and languages come from Unicode CLDR as they are.
const NAMES: [&str; 3] = [
    "catalogues/countries",
    "catalogues/currencies",
    "catalogues/languages",
];

/// All texts of a language, by file and place.
pub(super) type Texts = BTreeMap<String, String>;

fn handbook() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("handbook")
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|_| panic!("{}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &str) -> Vec<(String, Value)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(handbook().join(folder))
        .unwrap_or_else(|_| panic!("{folder}"))
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    let name = |path: &Path| {
        path.file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned()
    };
    paths.iter().map(|path| (name(path), read(path))).collect()
}

fn key_of(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        other => panic!("a key of no known form: {other:?}"),
    }
}

/// Every text below a node, by its place.
fn collect(place: &str, node: &Value, found: &mut Texts) {
    match node {
        Value::String(text) => {
            found.insert(place.to_owned(), text.clone());
        }
        Value::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(&format!("{place}.{index}"), item, found);
            }
        }
        Value::Mapping(map) => {
            for (key, value) in map {
                collect(&format!("{place}.{}", key_of(key)), value, found);
            }
        }
        Value::Null => {
            found.insert(place.to_owned(), String::new());
        }
        _ => {}
    }
}

/// The texts of a catalogue in a language: they stand side by side under the language's code.
fn collect_beside(place: &str, node: &Value, code: &str, found: &mut Texts) {
    match node {
        Value::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                let id = item.get("id").map_or_else(|| index.to_string(), key_of);
                collect_beside(&format!("{place}.{id}"), item, code, found);
            }
        }
        Value::Mapping(map) => {
            let is_text = map.get("en").is_some_and(Value::is_string);
            if let Some(Value::String(text)) = map.get(code).filter(|_| is_text) {
                found.insert(place.to_owned(), text.clone());
            }
            for (key, value) in map {
                collect_beside(&format!("{place}.{}", key_of(key)), value, code, found);
            }
        }
        _ => {}
    }
}

/// Everything a user can see in a language.
pub(super) fn texts(language: Language) -> Texts {
    let mut found = Texts::new();
    for part in ["messages", "rules", "rules/handbook", "gmg/sectors"] {
        let file = read(&handbook().join(format!("{part}/{language}.yaml")));
        collect(part, &file, &mut found);
    }
    for (name, file) in files(&format!("gmg/text/{language}")) {
        collect(&format!("text/{name}"), &file, &mut found);
    }
    for folder in ["catalogues", "instruments"] {
        for (name, file) in files(&format!("gmg/{folder}")) {
            let place = format!("{folder}/{name}");
            collect_beside(&place, &file, language.code(), &mut found);
        }
    }
    found
}

/// The languages in which no text may be missing.
pub(super) fn complete() -> Vec<Language> {
    let handbook = load_builtin().expect("no fault");
    Language::ALL
        .into_iter()
        .filter(|language| handbook.complete.iter().any(|code| code == language.code()))
        .collect()
}

fn others() -> impl Iterator<Item = Language> {
    Language::ALL
        .into_iter()
        .filter(|language| *language != Language::En)
}

/// The place of a message without its plural form: languages have different ones.
fn without_form(place: &str) -> &str {
    let form = ["one", "many", "other"]
        .into_iter()
        .find_map(|form| place.strip_suffix(form)?.strip_suffix('.'));
    form.filter(|_| place.starts_with("messages"))
        .unwrap_or(place)
}

/// Tells all faults at once.
pub(super) fn none(what: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{what}:\n{}", faults.join("\n"));
}

#[test]
fn every_language_of_the_program_is_offered_and_complete() {
    assert_eq!(complete(), Language::ALL);
    let handbook = load_builtin().expect("no fault");
    assert_eq!(handbook.languages, Language::ALL.map(Language::code));
}

#[test]
fn no_text_is_missing_or_left_over_in_a_language() {
    let english = texts(Language::En);
    let wanted: BTreeSet<&str> = english.keys().map(|place| without_form(place)).collect();
    let mut faults = Vec::new();
    for language in complete() {
        let own = texts(language);
        let have: BTreeSet<&str> = own.keys().map(|place| without_form(place)).collect();
        faults.extend(
            wanted
                .difference(&have)
                .map(|place| format!("{language} lacks {place}")),
        );
        faults.extend(
            have.difference(&wanted)
                .map(|place| format!("{language} only: {place}")),
        );
    }
    none("texts of one language only", &faults);
    assert!(wanted.len() > 3000, "{}", wanted.len());
}

#[test]
fn no_text_is_empty() {
    let mut faults = Vec::new();
    for language in Language::ALL {
        let empty = texts(language).into_iter();
        // A no-break space is a text: the one that divides thousands.
        let empty = empty.filter(|(_, text)| text.trim_matches([' ', '\n', '\t']).is_empty());
        faults.extend(empty.map(|(place, _)| format!("{language}: {place}")));
    }
    none("empty", &faults);
}

#[test]
fn placeholders_are_the_same_in_every_language() {
    let english = texts(Language::En);
    let names = |text: &str| -> BTreeSet<String> {
        // `{all: [..]}` is something to write, and nothing to fill.
        let is_name = |name: &&str| !name.contains([' ', ':', '.']);
        let all = placeholders(text).into_iter();
        all.filter(is_name).map(str::to_owned).collect()
    };
    let mut faults = Vec::new();
    for language in others() {
        for (place, text) in texts(language) {
            // A form that English does not have is held to the one that English uses for it.
            let base = without_form(&place);
            let other = format!("{base}.other");
            let Some(wanted) = english.get(&place).or_else(|| english.get(&other)) else {
                continue;
            };
            if names(&text) != names(wanted) {
                faults.push(format!("{language} {place}: {text:?} against {wanted:?}"));
            }
        }
    }
    none("other placeholders", &faults);
}

/// Whether there is anything in a text to translate: words besides code and placeholders.
fn has_words(text: &str) -> bool {
    let prose: String = text.split('`').step_by(2).collect();
    let mut prose = prose.as_str();
    let mut letters = 0;
    while let Some((before, rest)) = prose.split_once('{') {
        letters += before.chars().filter(|c| c.is_alphabetic()).count();
        prose = rest.split_once('}').map_or("", |(_, rest)| rest);
    }
    letters + prose.chars().filter(|c| c.is_alphabetic()).count() > 1
}

#[test]
fn nothing_is_left_in_english() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/languages/same.yaml");
    let allowed: BTreeMap<String, BTreeSet<String>> =
        serde_yaml::from_value(read(&path)).expect("lists of words");
    let english = texts(Language::En);
    let mut faults = Vec::new();
    for language in others() {
        let allowed = &allowed[language.code()];
        let mut seen = BTreeSet::new();
        for (place, text) in texts(language) {
            let is_name = NAMES.iter().any(|names| place.starts_with(names));
            if is_name || english.get(&place) != Some(&text) || !has_words(&text) {
                continue;
            }
            if !allowed.contains(&text) {
                faults.push(format!("{language} {place}: {text}"));
            }
            seen.insert(text);
        }
        let left = allowed.difference(&seen);
        faults.extend(left.map(|text| format!("{language}: {text:?} is no longer the same")));
        let longest = allowed
            .iter()
            .map(|text| text.split_whitespace().count())
            .max();
        assert!(
            longest <= Some(2),
            "{language}: a sentence is never the same"
        );
    }
    none("the same as in English", &faults);
}

/// Texts of stages, steps, questions, choices and fields that nothing in the handbook asks for.
#[test]
fn no_text_of_the_handbook_is_unused() {
    let handbook = load_builtin().expect("no fault");
    let mut known = BTreeSet::new();
    for question in &handbook.questions {
        let file = &handbook.stages[question.stage].file;
        let (step, id) = question.path.split_once('.').expect("a path");
        known.insert(format!("text/{file}.steps.{step}.questions.{id}"));
    }
    for (set, ids) in &handbook.choices {
        known.extend(
            ids.iter()
                .map(|id| format!("text/records.choices.{set}.{id}")),
        );
    }
    for record in handbook.records.values() {
        let base = format!("text/records.records.{}", record.id);
        known.extend([format!("{base}.name"), format!("{base}.plural")]);
        let fields = record.fields.iter();
        known.extend(fields.map(|field| format!("{base}.fields.{}", field.id)));
    }
    let mut faults = Vec::new();
    for (place, _) in texts(Language::En) {
        let is_about = place.starts_with("text/") && place.contains(".questions.")
            || place.starts_with("text/records.");
        let mut above = place.as_str();
        let used = std::iter::from_fn(|| {
            let here = above;
            above = above.rsplit_once('.')?.0;
            Some(here)
        })
        .any(|place| known.contains(place));
        if is_about && !used {
            faults.push(place);
        }
    }
    none("of no question, choice or field", &faults);
    for (index, step) in handbook.steps.iter().enumerate() {
        let file = &handbook.stages[step.stage].file;
        let title = format!("text/{file}.steps.{}.title", step.id);
        assert!(texts(Language::En).contains_key(&title), "{index}: {title}");
    }
}
