//! The table `check` of the settings.

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;

use crate::diagnostic::Level;
use crate::error::Failure;
use crate::policy::{Asked, Grade, Part, Ruling, Silence, Word, is_glob};
use crate::project::parse_date;
use crate::source::Span;

use super::Reader;

type Entry<'t> = Spanned<DeValue<'t>>;

/// Reads the table; what it names is looked up by whoever knows the handbook.
pub(super) fn read(reader: &Reader, value: &Entry<'_>) -> Result<Asked, Failure> {
    let table = reader.table("check", value)?;
    let mut asked = Asked::default();
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "profile" => asked.profile = Some(reader.word("profile", value)?),
            "fail-on" => asked.fail_on = Some(level(reader, value)?),
            "rules" => asked.rules = vec![rulings(reader, value)?],
            "suppress" => asked.silences = silences(reader, value)?,
            _ => return Err(reader.unknown_key("check", key)),
        }
    }
    Ok(asked)
}

fn level(reader: &Reader, value: &Entry<'_>) -> Result<Level, Failure> {
    let names = Level::ALL.map(Level::name);
    let found = reader.one_of("fail-on", value, &names)?;
    Ok(Level::ALL[names
        .iter()
        .position(|name| *name == found)
        .unwrap_or_default()])
}

fn rulings(reader: &Reader, value: &Entry<'_>) -> Result<Vec<Ruling>, Failure> {
    let table = reader.table("rules", value)?;
    let mut all = Vec::with_capacity(table.len());
    for (key, value) in table {
        let name: &str = key.get_ref();
        let found = reader.one_of(name, value, &Grade::NAMES)?;
        all.extend(Grade::parse(found).map(|grade| Ruling {
            name: Word {
                text: name.to_owned(),
                place: Some(reader.place(key.span().start)),
            },
            grade,
        }));
    }
    Ok(all)
}

fn silences(reader: &Reader, value: &Entry<'_>) -> Result<Vec<Silence>, Failure> {
    let DeValue::Array(items) = value.get_ref() else {
        return Err(reader.wrong("settings-not-tables", "suppress", value));
    };
    let text: Arc<str> = reader.source.text().into();
    let items = items.iter().map(|item| silence(reader, item, &text));
    items.collect()
}

fn silence(reader: &Reader, item: &Entry<'_>, text: &Arc<str>) -> Result<Silence, Failure> {
    let DeValue::Table(table) = item.get_ref() else {
        return Err(reader.wrong("settings-not-tables", "suppress", item));
    };
    let mut silence = Silence {
        file: reader.source.name().to_owned(),
        text: Arc::clone(text),
        folder: std::path::PathBuf::new(),
        span: span(item),
        rule: None,
        path: None,
        glob: None,
        reason: None,
        until: None,
    };
    for (key, value) in table {
        let name: &str = key.get_ref();
        let part = |name| -> Result<Option<Part<String>>, Failure> {
            let value_text = reader.text(name, value)?.trim();
            // An empty text is none.
            Ok((!value_text.is_empty()).then(|| Part {
                value: value_text.to_owned(),
                span: span(value),
            }))
        };
        match name {
            "rule" => silence.rule = part("rule")?,
            "path" => silence.path = part("path")?,
            "reason" => silence.reason = part("reason")?,
            "file" => {
                silence.glob = part("file")?;
                let pattern = silence.glob.as_ref();
                if pattern.is_some_and(|pattern| !is_glob(&pattern.value)) {
                    return Err(reader.wrong("settings-bad-glob", "file", value));
                }
            }
            "until" => silence.until = Some(day(reader, value)?),
            _ => return Err(reader.unknown_key("check.suppress", key)),
        }
    }
    Ok(silence)
}

/// A day, in quotes or as TOML writes it.
fn day(reader: &Reader, value: &Entry<'_>) -> Result<Part<jiff::civil::Date>, Failure> {
    let text = match value.get_ref() {
        DeValue::Datetime(day) => day.to_string(),
        DeValue::String(text) => text.to_string(),
        _ => String::new(),
    };
    let date = parse_date(&text);
    date.map(|value_date| Part {
        value: value_date,
        span: span(value),
    })
    .map_err(|_| reader.wrong("settings-not-a-day", "until", value))
}

fn span(value: &Entry<'_>) -> Span {
    Span::new(value.span().start, value.span().end)
}
