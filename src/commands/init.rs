//! `init`: start a project.

use iso_currency::{Currency, IntoEnumIterator};

use crate::error::{Exit, Failure, Said, nearest};
use crate::language::Language;
use crate::project::{FORMAT, is_country, is_currency, parse_period};
use crate::prompt::PromptError;
use crate::prompt::ask::{self, Asked};
use crate::store;
use crate::t;
use crate::ui::Style;
use crate::ui::layout::wrap;
use crate::yaml::{Data, EmitOptions, emit};

use super::app::App;
use super::cli::InitArgs;
use super::open::{show_notes, store_failure};
use super::schema;

pub(crate) fn run(app: &mut App, args: &InitArgs) -> anyhow::Result<Exit> {
    store::probe_output(&args.file, false).map_err(|error| store_failure(&error))?;
    let Some(header) = ask_header(app, args)? else {
        app.say(&Said::new("init-left"));
        return Ok(Exit::Interrupted);
    };
    let line = schema::editor_line(app, &args.file, args.schema)?;
    let text = format!("{}{}", line.unwrap_or_default(), render(app, &header));
    let saved =
        store::create(&args.file, text.as_bytes()).map_err(|error| store_failure(&error))?;
    show_notes(app, &saved.notes);
    let file = args.file.display().to_string();
    let country = app.country(&header.country);
    app.say(
        &Said::new("init-done")
            .with("file", &file)
            .with("country", country),
    );
    app.say(&Said::new("init-next").with("file", file));
    Ok(Exit::Done)
}

/// What stands at the top of a new project.
struct Header {
    country: String,
    title: String,
    language: Language,
    currency: String,
    period: Option<String>,
    fictitious: bool,
}

fn ask_header(app: &mut App, args: &InitArgs) -> anyhow::Result<Option<Header>> {
    let given = match &args.country {
        Some(code) => Some(check_country(app, code)?),
        None => None,
    };
    let Some((country, title)) =
        ask_country_and_title(app, given.as_deref(), args.title.as_deref())?
    else {
        return Ok(None);
    };
    let currency = match &args.currency {
        Some(code) => check_currency(code)?,
        None => usual_currency(&country),
    };
    let period = match &args.period {
        None => None,
        Some(text) => {
            let period = parse_period(text)
                .map_err(|_| Failure::new(Exit::Usage, "init-bad-period").with("period", text))?;
            Some(crate::project::Value::Period(period).canonical())
        }
    };
    Ok(Some(Header {
        country,
        title,
        language: app.language(),
        currency,
        period,
        fictitious: false,
    }))
}

/// What was not given is asked; Esc at the title goes back to the country. None where the person
/// leaves.
fn ask_country_and_title(
    app: &mut App,
    given: Option<&str>,
    title: Option<&str>,
) -> anyhow::Result<Option<(String, String)>> {
    loop {
        let country = match given {
            Some(country) => country.to_owned(),
            None => match pick_country(app)? {
                Some(country) => country,
                None => return Ok(None),
            },
        };
        if let Some(title) = title {
            return Ok(Some((country, title.trim().to_owned())));
        }
        let suggested = t!(app.messages, "init-title", country = app.country(&country));
        match ask_title(app, &suggested)? {
            Asked::Answer(title) => return Ok(Some((country, title))),
            Asked::Back if given.is_none() => {}
            Asked::Back | Asked::Interrupted => return Ok(None),
        }
    }
}

fn check_country(app: &App, code: &str) -> Result<String, Failure> {
    let upper = code.to_ascii_uppercase();
    if is_country(&upper) {
        return Ok(upper);
    }
    let language = app.language();
    let entries = app
        .catalogues
        .get("countries")
        .map_or(&[][..], |countries| &countries.entries);
    let named = entries
        .iter()
        .find(|entry| entry.label(language).eq_ignore_ascii_case(code));
    if let Some(entry) = named {
        return Ok(entry.id.clone());
    }
    let labels: Vec<(String, &str)> = entries
        .iter()
        .map(|entry| (entry.label(language), entry.id.as_str()))
        .collect();
    let near = nearest(code, labels.iter().map(|(label, _)| label.as_str()));
    let failure = Failure::new(Exit::Usage, "init-unknown-country").with("country", code);
    Err(
        match labels
            .iter()
            .find(|(label, _)| Some(label.as_str()) == near)
        {
            Some((label, id)) => {
                failure.hint(Said::new("hint-did-you-mean").with("word", format!("{id} ({label})")))
            }
            None => failure.hint(Said::new("hint-country-codes")),
        },
    )
}

fn check_currency(code: &str) -> Result<String, Failure> {
    let upper = code.to_ascii_uppercase();
    if is_currency(&upper) {
        return Ok(upper);
    }
    Err(Failure::new(Exit::Usage, "init-unknown-currency").with("currency", code))
}

/// The currency most used in a country; the US dollar where the country is none of ISO's.
fn usual_currency(country: &str) -> String {
    let used = Currency::iter().find(|currency| {
        let alpha2 = rust_iso3166::from_alpha3(country).map(|country| country.alpha2);
        !currency.is_fund()
            && !currency.is_special()
            && currency.is_superseded().is_none()
            && currency
                .used_by()
                .iter()
                .any(|user| Some(user.to_string().as_str()) == alpha2)
            && currency.code() != "USD"
    });
    used.map_or_else(|| "USD".to_owned(), |currency| currency.code().to_owned())
}

fn no_terminal(flag: &'static str) -> Failure {
    Failure::new(Exit::NoTerminal, "answer-needed").with("flag", flag)
}

fn prompt_failure(error: PromptError, flag: &'static str) -> anyhow::Error {
    match error {
        PromptError::NotATerminal => no_terminal(flag).into(),
        PromptError::Io(error) => error.into(),
    }
}

fn pick_country(app: &mut App) -> anyhow::Result<Option<String>> {
    if !app.ui.can_prompt() {
        return Err(no_terminal("--country").into());
    }
    let language = app.language();
    let entries = app
        .catalogues
        .get("countries")
        .map_or(&[][..], |countries| &countries.entries);
    let mut labels: Vec<(String, String)> = entries
        .iter()
        .map(|entry| {
            (
                format!("{}  {}", entry.id, entry.label(language)),
                entry.id.clone(),
            )
        })
        .collect();
    labels.sort_by_key(|(label, _)| crate::words::folded(&label[4..]));
    let items: Vec<String> = labels.iter().map(|(label, _)| label.clone()).collect();
    let title = t!(app.messages, "init-ask-country");
    if !app.ui.is_plain() {
        let keys = t!(app.messages, "init-ask-country-keys");
        for line in wrap(&keys, app.ui.width(), "", "") {
            let line = app.ui.style(Style::Dim, &line);
            app.ui.show_line(&line);
        }
    }
    let picked = {
        let words = app.words();
        ask::pick_fuzzy(&mut app.ui, &words, &title, &items, 0)
    };
    match picked.map_err(|error| prompt_failure(error, "--country"))? {
        Asked::Answer(index) => Ok(Some(labels[index].1.clone())),
        Asked::Back | Asked::Interrupted => Ok(None),
    }
}

fn ask_title(app: &mut App, initial: &str) -> anyhow::Result<Asked<String>> {
    use crate::prompt::{PlainPrompter, Prompter, Reply, Request, RequestKind, TerminalPrompter};
    if !app.ui.can_prompt() {
        return Err(no_terminal("--title").into());
    }
    let words = app.words();
    let label = t!(app.messages, "init-ask-title");
    let hint = if app.ui.is_plain() {
        t!(app.messages, "walk-plain-keep")
    } else {
        t!(app.messages, "init-ask-title-keys")
    };
    if app.ui.is_plain() {
        app.ui.show_line(initial);
    }
    let kind = RequestKind::Line {
        initial: Some(initial.to_owned()),
        completions: Vec::new(),
    };
    let request = Request {
        kind,
        label,
        hint,
        above: 0,
        words: &words,
    };
    let mut prompter: Box<dyn Prompter> = if app.ui.is_plain() {
        Box::new(PlainPrompter::new())
    } else {
        Box::new(TerminalPrompter::new())
    };
    let reply = prompter
        .ask(&mut app.ui, &request)
        .map_err(|error| prompt_failure(error, "--title"))?;
    Ok(match reply {
        Reply::Line(line) if line.trim().is_empty() => Asked::Answer(initial.to_owned()),
        Reply::Line(line) => Asked::Answer(line.trim().to_owned()),
        Reply::Back | Reply::Command(_) => Asked::Back,
        _ => Asked::Interrupted,
    })
}

fn render(app: &App, header: &Header) -> String {
    let text = |text: &str| Data::Text(text.to_owned());
    let mut edition = vec![
        ("id".to_owned(), text(&app.handbook.id)),
        ("edition".to_owned(), text(&app.handbook.edition)),
    ];
    if app.handbook.is_adapted() {
        let overlays = app.handbook.layers.iter().skip(1);
        let overlays = overlays.map(|layer| text(&layer.id)).collect();
        edition.push(("overlays".to_owned(), Data::Sequence(overlays)));
    }
    let mut entries = vec![
        ("mainstream".to_owned(), Data::Number(FORMAT.to_string())),
        ("handbook".to_owned(), Data::Mapping(edition)),
        ("country".to_owned(), text(&header.country)),
        ("title".to_owned(), text(&header.title)),
        ("language".to_owned(), text(header.language.code())),
        ("currency".to_owned(), text(&header.currency)),
    ];
    if let Some(period) = &header.period {
        entries.push(("period".to_owned(), text(period)));
    }
    if header.fictitious {
        entries.push(("fictitious".to_owned(), Data::Bool(true)));
    }
    let comment = t!(app.messages, "init-comment", file = "mainstream walk");
    format!(
        "# {comment}\n{}",
        emit(&Data::Mapping(entries), 0, EmitOptions::default())
    )
}

/// The text of a new project with this header, for the demonstration.
pub(crate) fn new_project(
    app: &App,
    country: &str,
    title: &str,
    language: Language,
    currency: &str,
    period: Option<&str>,
    fictitious: bool,
) -> String {
    let header = Header {
        country: country.to_owned(),
        title: title.to_owned(),
        language,
        currency: currency.to_owned(),
        period: period.map(str::to_owned),
        fictitious,
    };
    render(app, &header)
}
