//! `patch`: make the changes of a comparison in another file, all or none.

use crate::diff::{Change, ExchangeError, Refusal, Refused, apply, parse_changes};
use crate::error::{Exit, Failure, Said};
use crate::source::SourceFile;
use crate::yaml;

use super::app::{App, show_failure};
use super::cli::PatchArgs;
use super::diff::fit;
use super::open::{OpenFile, lock, view};

pub(crate) fn run(app: &mut App, args: &PatchArgs) -> anyhow::Result<Exit> {
    let changes = load_changes(args)?;
    let _lock = lock(app, &args.file, "patch")?;
    let mut file = OpenFile::read(&args.file)?;
    {
        let parsed = yaml::parse(file.source.text());
        fit(&file.source, &view(&file.source, &parsed, &app.handbook)?)?;
    }
    let text = match apply(file.source.text(), &app.handbook, &changes) {
        Ok(text) => text,
        Err(refusals) => {
            for refusal in &refusals {
                let failure = refused(&file.source, &changes, refusal);
                show_failure(&mut app.ui, &app.messages, &failure);
            }
            let failure =
                Failure::new(Exit::Input, "patch-refused").with("file", file.source.name());
            return Err(failure.with("n", refusals.len()).into());
        }
    };
    if args.dry_run {
        app.say(
            &Said::new("patch-would-do")
                .with("n", changes.len())
                .with("file", args.file.display()),
        );
        return Ok(Exit::Done);
    }
    let what = format!("patch {}", args.diff.display());
    let n = if file.replace(app, text, &what)? {
        changes.len()
    } else {
        0
    };
    app.say(
        &Said::new("patch-done")
            .with("n", n)
            .with("file", args.file.display()),
    );
    Ok(Exit::Done)
}

fn load_changes(args: &PatchArgs) -> Result<Vec<Change>, Failure> {
    let file = OpenFile::read(&args.diff)?;
    parse_changes(file.source.text()).map_err(|error| {
        let failure = |key| Failure::new(Exit::Input, key).with("file", file.source.name());
        match error {
            ExchangeError::NotJson(line, column) => failure("patch-not-json")
                .with("line", line)
                .with("column", column),
            ExchangeError::OtherSchema(schema) => {
                failure("patch-other-schema").with("schema", schema)
            }
            ExchangeError::Malformed(at) => failure("patch-malformed").with("place", at),
            ExchangeError::NotOneFile(n) => failure("patch-several-files").with("n", n),
        }
        .hint(Said::new("hint-diff-json"))
    })
}

fn refused(source: &SourceFile, changes: &[Change], refusal: &Refusal) -> Failure {
    let key = match refusal.why {
        Refused::Missing => "patch-missing",
        Refused::Different => "patch-different",
        Refused::Occupied => "patch-occupied",
        Refused::Unsafe => "patch-unsafe",
    };
    let place = changes
        .get(refusal.index)
        .map(|change| change.place.to_string());
    let position = source.position(refusal.span.map_or(0, |span| span.start));
    Failure::new(Exit::Input, key)
        .with("file", source.name())
        .with("line", position.line)
        .with("column", position.column)
        .with("place", place.unwrap_or_default())
}
