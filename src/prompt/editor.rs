//! The person's own editor.

use std::env;
use std::io;

use dialoguer::Editor;

use super::Words;
use super::interrupt::Watch;
use crate::ui::{Style, Ui};

/// Opens `text` in the person's editor. `None`, after saying why on standard
/// error, when no editor is set, it failed, or the file was left unsaved.
///
/// The editor is `VISUAL`, else `EDITOR`; there is no default, because an
/// editor one does not know cannot be left again.
pub(super) fn edit(ui: &mut Ui, words: &Words, text: &str) -> Option<String> {
    let Some(program) = chosen_editor() else {
        let line = ui.style(Style::Warn, &words.no_editor);
        ui.show_line(&line);
        return None;
    };
    // Ctrl-C belongs to the editor while it runs.
    let _watch = Watch::start();
    match run(&program, text) {
        Ok(edited) => edited,
        Err(error) => {
            let line = format!("{} ({program}: {error})", words.editor_failed);
            let line = ui.style(Style::Warn, &line);
            ui.show_line(&line);
            None
        }
    }
}

fn run(program: &str, text: &str) -> io::Result<Option<String>> {
    let edited = Editor::new()
        .executable(program)
        .extension(".txt")
        .require_save(true)
        .edit(text)
        .map_err(|dialoguer::Error::IO(error)| error)?;
    Ok(edited.map(|text| text.replace("\r\n", "\n")))
}

fn chosen_editor() -> Option<String> {
    ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| env::var(name).ok())
        .find(|value| !value.trim().is_empty())
}
