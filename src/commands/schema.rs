//! `schema`: JSON Schemas for editors and scripts.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::emit::schema::findings;
use crate::error::{Exit, Failure, Said};
use crate::schema::{config_schema, project_schema};
use crate::store;

use super::app::App;
use super::cli::{SchemaArgs, SchemaKind};
use super::open::{show_notes, store_failure};

/// The name of the schema that `init` looks for beside a new project.
const FILE_NAME: &str = "mainstream.schema.json";

pub(crate) fn run(app: &mut App, args: &SchemaArgs) -> anyhow::Result<Exit> {
    let text = schema_text(app, args.what)?;
    let Some(output) = &args.output else {
        app.ui.out(&text)?;
        return Ok(Exit::Done);
    };
    write(app, output, &text)?;
    let key = match args.what {
        SchemaKind::Project => "schema-done-project",
        SchemaKind::Config | SchemaKind::Findings => "schema-done",
    };
    app.say(&Said::new(key).with("file", output.display()));
    Ok(Exit::Done)
}

/// The schema of a kind of file, in the reader's language.
fn schema_text(app: &App, what: SchemaKind) -> anyhow::Result<String> {
    let schema = match what {
        SchemaKind::Project => project_schema(
            &app.handbook,
            &app.catalogues,
            app.own(),
            app.texts(),
            &app.messages,
        ),
        SchemaKind::Config => config_schema(&app.handbook, app.own(), &app.messages),
        SchemaKind::Findings => findings(&app.messages),
    };
    if what != SchemaKind::Project {
        return Ok(format!("{}\n", serde_json::to_string_pretty(&schema)?));
    }
    // Nobody reads this one from above: one value a line, without indents, is half as long.
    let mut text = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"");
    let mut writer = serde_json::Serializer::with_formatter(&mut text, formatter);
    schema.serialize(&mut writer)?;
    text.push(b'\n');
    Ok(String::from_utf8(text)?)
}

/// Writes a schema, in the place of an older one.
fn write(app: &mut App, path: &Path, text: &str) -> Result<(), Failure> {
    let saved = store::write_output(path, text.as_bytes(), true);
    let saved = saved.map_err(|error| store_failure(&error))?;
    show_notes(app, &saved.notes);
    Ok(())
}

/// The line that tells editors where the schema of a new project lies; none where there is no schema
/// beside it and nobody asked for one.
pub(crate) fn editor_line(
    app: &mut App,
    project: &Path,
    wanted: bool,
) -> anyhow::Result<Option<String>> {
    let path: PathBuf = project.with_file_name(FILE_NAME);
    if wanted {
        let text = schema_text(app, SchemaKind::Project)?;
        write(app, &path, &text)?;
    } else if !path.is_file() {
        return Ok(None);
    }
    Ok(Some(format!(
        "# yaml-language-server: $schema={FILE_NAME}\n"
    )))
}
