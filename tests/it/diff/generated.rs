//! Projects and edits made by chance, for the laws of comparing and merging.

use mainstream::yaml::{Data, EmitOptions, emit};
use proptest::prelude::*;

pub(crate) fn text(text: &str) -> Data {
    Data::Text(text.to_owned())
}

fn map(entries: &[(&str, Data)]) -> Data {
    let entries = entries.iter();
    Data::Mapping(
        entries
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect(),
    )
}

fn list(items: &[&str]) -> Data {
    Data::Sequence(items.iter().map(|item| text(item)).collect())
}

/// A project with something of everything.
pub(crate) fn project() -> Data {
    let source = |id: &str, title: &str, year: &str| {
        map(&[
            ("id", text(id)),
            ("title", text(title)),
            ("year", Data::Number(year.to_owned())),
        ])
    };
    let body = |id: &str, name: &str, role: &str| {
        map(&[
            ("id", text(id)),
            ("name", text(name)),
            ("role", text(role)),
            ("mandate", text("It leads the work. It meets every month.")),
        ])
    };
    map(&[
        ("mainstream", Data::Number("1".to_owned())),
        (
            "handbook",
            map(&[("id", text("gmg")), ("edition", text("2026.1"))]),
        ),
        ("country", text("XSO")),
        ("title", text("Migration in the plan")),
        ("language", text("en")),
        ("period", text("2027/2031")),
        (
            "sources",
            Data::Sequence(vec![
                source("census-2018", "Population census of 2018", "2018"),
                source("survey-2024", "Household survey of 2024", "2024"),
            ]),
        ),
        (
            "answers",
            map(&[
                (
                    "case-file",
                    map(&[
                        ("planning-level", text("national")),
                        ("migration-roles", list(&["origin", "return", "internal"])),
                        ("lead-institution", text("Ministry of Planning and Economy")),
                    ]),
                ),
                (
                    "readiness",
                    map(&[
                        (
                            "political-backing",
                            map(&[
                                ("answer", text("partly")),
                                ("note", text("The cabinet decided. The minister leads.")),
                                ("evidence", list(&["census-2018"])),
                            ]),
                        ),
                        (
                            "vision",
                            text(
                                "People move safely. Their money helps them.\n\nThe plan says how.\n",
                            ),
                        ),
                    ]),
                ),
                (
                    "set-up",
                    map(&[(
                        "bodies",
                        Data::Sequence(vec![
                            body("ministry-planning", "Ministry of Planning", "ministry"),
                            body("steering", "Steering committee for migration", "steering"),
                            body("data-group", "Working group on figures", "working-group"),
                        ]),
                    )]),
                ),
                ("unheard-of", map(&[("kept", text("as it is"))])),
            ]),
        ),
    ])
}

/// A change that a person could make.
#[derive(Debug, Clone)]
pub(crate) struct Stroke {
    kind: u8,
    at: usize,
    word: String,
}

pub(crate) fn strokes(most: usize) -> impl Strategy<Value = Vec<Stroke>> {
    let words = prop::sample::select(vec![
        "north",
        "river",
        "council",
        "office",
        "wages",
        "return desk",
        "no",
        "2031",
    ]);
    let stroke = (0_u8..14, 0_usize..64, words).prop_map(|(kind, at, word)| Stroke {
        kind,
        at,
        word: word.to_owned(),
    });
    prop::collection::vec(stroke, 0..=most)
}

fn at<'d>(data: &'d mut Data, path: &[&str]) -> Option<&'d mut Data> {
    path.iter().try_fold(data, |data, key| match data {
        Data::Mapping(entries) => entries
            .iter_mut()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value),
        _ => None,
    })
}

fn put(data: &mut Data, key: &str, value: Data) {
    if let Data::Mapping(entries) = data {
        match entries.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = value,
            None => entries.push((key.to_owned(), value)),
        }
    }
}

fn drop_key(data: &mut Data, key: &str) {
    if let Data::Mapping(entries) = data {
        entries.retain(|(name, _)| name != key);
    }
}

const LISTS: [&[&str]; 2] = [&["answers", "set-up", "bodies"], &["sources"]];
const TEXTS: [&[&str]; 4] = [
    &["answers", "readiness", "vision"],
    &["answers", "readiness", "political-backing", "note"],
    &["answers", "case-file", "lead-institution"],
    &["title"],
];

fn respell(data: &mut Data, old: &str, new: &str) {
    match data {
        Data::Text(text) if text == old => new.clone_into(text),
        Data::Sequence(items) => items.iter_mut().for_each(|item| respell(item, old, new)),
        Data::Mapping(entries) => entries
            .iter_mut()
            .for_each(|(_, value)| respell(value, old, new)),
        _ => {}
    }
}

fn id_of(record: &Data) -> Option<String> {
    match at(&mut record.clone(), &["id"]) {
        Some(Data::Text(id)) => Some(id.clone()),
        _ => None,
    }
}

fn is_taken(data: &Data, id: &str) -> bool {
    LISTS.iter().any(|path| match at(&mut data.clone(), path) {
        Some(Data::Sequence(items)) => items.iter().any(|item| id_of(item).as_deref() == Some(id)),
        _ => false,
    })
}

/// Makes a change; where it does not fit, nothing happens.
pub(crate) fn draw(data: &mut Data, stroke: &Stroke) {
    let word = stroke.word.as_str();
    let path = LISTS[stroke.at % 2];
    let slug = format!("{}-{}", word.replace(' ', "-"), stroke.at % 5);
    let slug = format!("x-{slug}");
    let taken = is_taken(data, &slug);
    match stroke.kind {
        0 | 1 => {
            let path = TEXTS[stroke.at % TEXTS.len()];
            if let Some(Data::Text(text)) = at(data, path) {
                let mut sentences: Vec<String> =
                    text.split_inclusive(". ").map(str::to_owned).collect();
                let n = sentences.len();
                let new = format!("A sentence on {word}. ");
                if stroke.kind == 0 {
                    sentences.insert(stroke.at % (n + 1), new);
                } else {
                    sentences[stroke.at % n] = new;
                }
                sentences.concat().trim().clone_into(text);
            }
        }
        2 => {
            if !taken && let Some(Data::Sequence(items)) = at(data, path) {
                let record = map(&[
                    ("id", text(&slug)),
                    ("name", text(&format!("The {word} board"))),
                    ("title", text(&format!("Paper on {word}"))),
                ]);
                items.insert(stroke.at % (items.len() + 1), record);
            }
        }
        3 => {
            if let Some(Data::Sequence(items)) = at(data, path)
                && items.len() > 1
            {
                items.remove(stroke.at % items.len());
            }
        }
        4 => {
            let Some(Data::Sequence(items)) = at(data, path) else {
                return;
            };
            let record = items.get(stroke.at % items.len().max(1));
            if let (Some(old), false) = (record.and_then(id_of), taken) {
                respell(data, &old, &slug);
            }
        }
        5 => {
            if let Some(Data::Sequence(items)) = at(data, path)
                && !items.is_empty()
            {
                let n = items.len();
                let fields = ["chair", "name", "title", "note", "odd-key"];
                put(
                    &mut items[stroke.at % n],
                    fields[stroke.at % fields.len()],
                    text(word),
                );
            }
        }
        6 => {
            if let Some(Data::Sequence(items)) = at(data, path) {
                items.reverse();
            }
        }
        7 => {
            if let Some(Data::Sequence(items)) =
                at(data, &["answers", "case-file", "migration-roles"])
            {
                let word = text(["transit", "destination", "displacement"][stroke.at % 3]);
                match items.iter().position(|item| *item == word) {
                    Some(at) => drop(items.remove(at)),
                    None => items.push(word),
                }
            }
        }
        8 => {
            if let Some(readiness) = at(data, &["answers", "readiness"]) {
                match stroke.at % 3 {
                    0 => put(readiness, "ownership", text("yes")),
                    1 => put(
                        readiness,
                        "ownership",
                        map(&[("answer", text("no")), ("by", text(word))]),
                    ),
                    _ => drop_key(readiness, "vision"),
                }
            }
        }
        9 => {
            if let Some(answer) = at(data, &["answers", "readiness", "political-backing"]) {
                match stroke.at % 4 {
                    0 => put(answer, "answer", text("yes")),
                    1 => put(answer, "state", text("draft")),
                    2 => put(answer, "evidence", list(&["survey-2024"])),
                    _ => drop_key(answer, "note"),
                }
            }
        }
        10 => put(data, "currency", text("XTS")),
        11 => {
            if let Some(answers) = at(data, &["answers"]) {
                put(
                    answers,
                    "made-up",
                    map(&[(word, text("kept")), ("list", list(&["a", word]))]),
                );
            }
        }
        12 => put(
            data,
            "invented",
            map(&[("deep", map(&[(word, text("x"))]))]),
        ),
        _ => drop_key(
            data,
            if stroke.at.is_multiple_of(2) {
                "period"
            } else {
                "invented"
            },
        ),
    }
}

pub(crate) fn drawn(data: &Data, strokes: &[Stroke]) -> Data {
    let mut data = data.clone();
    for stroke in strokes {
        draw(&mut data, stroke);
    }
    data
}

pub(crate) fn file(data: &Data) -> String {
    emit(data, 0, EmitOptions::default())
}

/// Questions that are answered bare.
const BARE: [&str; 4] = ["planning-level", "lead-institution", "vision", "ownership"];

/// The same project, written another way: keys in another order, bare answers wrapped, lists turned.
pub(crate) fn rewritten(data: &Data, depth: usize) -> Data {
    match data {
        Data::Mapping(entries) => {
            let mut entries: Vec<(String, Data)> = entries
                .iter()
                .map(|(key, value)| {
                    let value = rewritten(value, depth + 1);
                    let value = if depth == 2
                        && matches!(value, Data::Text(_))
                        && BARE.contains(&key.as_str())
                    {
                        map(&[("answer", value)])
                    } else {
                        value
                    };
                    let key = if key == "vision" { "B05" } else { key.as_str() };
                    (key.to_owned(), value)
                })
                .collect();
            entries.reverse();
            Data::Mapping(entries)
        }
        Data::Sequence(items) => Data::Sequence(
            items
                .iter()
                .rev()
                .map(|item| rewritten(item, depth + 9))
                .collect(),
        ),
        data => data.clone(),
    }
}
