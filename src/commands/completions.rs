//! `completions` and `man`: what a shell and a manual need to know.

use clap::CommandFactory;
use clap::builder::PossibleValuesParser;

use crate::error::{Exit, Failure, Said};
use crate::store;

use super::app::App;
use super::cli::{Cli, CompletionsArgs, ManArgs, put_words};
use super::open::store_failure;

pub(crate) fn run(app: &mut App, args: &CompletionsArgs) -> anyhow::Result<Exit> {
    let mut command = with_snapshot_names(app, put_words(Cli::command(), &app.messages));
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "mainstream", &mut script);
    app.ui.out(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// Offers the names that teams share where a snapshot is named; any other can be typed as before, since the program
/// itself never sees this list.
fn with_snapshot_names(app: &App, command: clap::Command) -> clap::Command {
    let standard = app.catalogues.get(super::snapshot::STANDARD);
    let names = standard.into_iter().flat_map(|standard| &standard.entries);
    let names: Vec<String> = names.map(|entry| entry.id.clone()).collect();
    let offer = |arg: clap::Arg| match arg.get_id().as_str() {
        "snapshot" | "other" | "since" => arg.value_parser(PossibleValuesParser::new(&names)),
        _ => arg,
    };
    command
        .mut_subcommand("snapshot", |snapshot| {
            let own = snapshot.mut_args(offer);
            own.mut_subcommands(|inner| inner.mut_args(offer))
        })
        .mut_subcommand("export", |export| export.mut_args(offer))
}

pub(crate) fn man(app: &mut App, args: &ManArgs) -> anyhow::Result<Exit> {
    let mut command = put_words(Cli::command(), &app.messages);
    command.build();
    let Some(folder) = &args.out else {
        app.ui.out(&page(app, command)?)?;
        return Ok(Exit::Done);
    };
    if !folder.is_dir() {
        return Err(Failure::new(Exit::Output, "store-missing-folder")
            .with("file", folder.display())
            .into());
    }
    let mut pages = vec![("mainstream".to_owned(), command.clone())];
    for inner in command.get_subcommands() {
        let name = format!("mainstream-{}", inner.get_name());
        pages.push((name.clone(), inner.clone().name(name)));
    }
    for (name, command) in pages {
        let path = folder.join(format!("{name}.1"));
        store::write_output(&path, page(app, command)?.as_bytes(), true)
            .map_err(|error| store_failure(&error))?;
    }
    app.say(&Said::new("man-done").with("folder", folder.display()));
    Ok(Exit::Done)
}

/// A page in the reader's language, with the day it was made, which manual readers want.
fn page(app: &App, command: clap::Command) -> anyhow::Result<String> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .date(App::today()?.to_string())
        .render(&mut page)?;
    let mut text = String::from_utf8_lossy(&page).into_owned();
    for (heading, key) in [
        ("NAME", "man-name"),
        ("SYNOPSIS", "man-synopsis"),
        ("SUBCOMMANDS", "man-subcommands"),
        ("VERSION", "man-version"),
    ] {
        let word = app.messages.get(key, &[]);
        text = text.replace(&format!(".SH {heading}\n"), &format!(".SH {word}\n"));
    }
    Ok(text)
}
