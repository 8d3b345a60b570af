//! What is wrong with the arguments, in the reader's language.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::{Exit, Failure, Said};

/// Why the arguments cannot be understood, with the nearest that can and where to look.
pub(crate) fn usage_failure(
    error: &clap::Error,
    arguments: &[OsString],
    root: &clap::Command,
) -> Failure {
    let name = first_word(&text(error, ContextKind::InvalidArg));
    let value = text(error, ContextKind::InvalidValue);
    let failure = |key| Failure::new(Exit::Usage, key);
    let about = |key| failure(key).with("name", &name);
    let failure = match error.kind() {
        ErrorKind::InvalidSubcommand => failure("usage-unknown-command")
            .with("name", text(error, ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => about("usage-unknown-argument"),
        ErrorKind::MissingRequiredArgument => {
            failure("usage-missing").with("names", texts(error, ContextKind::InvalidArg).join(", "))
        }
        ErrorKind::InvalidValue if value.is_empty() => about("usage-value-missing"),
        ErrorKind::InvalidValue => about("usage-value-unknown").with("value", value),
        ErrorKind::ValueValidation => about("usage-value-bad").with("value", value),
        ErrorKind::ArgumentConflict => {
            let others = texts(error, ContextKind::PriorArg);
            match others.iter().map(|other| first_word(other)).next() {
                Some(other) if other != name => about("usage-conflict").with("other", other),
                _ => about("usage-twice"),
            }
        }
        _ => failure("usage-other"),
    };
    let known = texts(error, ContextKind::ValidValue);
    let failure = match near(error) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None if known.is_empty() => failure,
        None => failure.hint(Said::new("value-known").with("known", known.join(", "))),
    };
    failure.hint(Said::new("hint-usage").with("command", command(arguments, root)))
}

fn near(error: &clap::Error) -> Option<String> {
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    kinds
        .into_iter()
        .find_map(|kind| texts(error, kind).into_iter().next())
}

fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> String {
    texts(error, kind).into_iter().next().unwrap_or_default()
}

/// `--format` of `--format <FORMAT>`.
fn first_word(name: &str) -> String {
    name.split(' ').next().unwrap_or(name).to_owned()
}

/// The command the arguments were meant for: the words that name one, each inside the one before.
fn command(arguments: &[OsString], root: &clap::Command) -> String {
    let mut words = vec![root.get_name()];
    let mut inner = root;
    for word in arguments.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(next) = inner.find_subcommand(word) {
            words.push(next.get_name());
            inner = next;
        }
    }
    words.join(" ")
}
