//! Who reads each of many projects: the surroundings with the handbook of its own folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::error::Failure;
use crate::settings;
use crate::ui::Ui;

use super::super::app::App;
use super::sides::Pairing;

/// The surroundings of folders whose overlays are not those of the command.
#[derive(Default)]
pub(super) struct Readers {
    others: Vec<App>,
    /// By folder; folders that are not there are read as the command is.
    by_folder: HashMap<PathBuf, usize>,
    /// Settings and overlays that cannot be read.
    pub(super) failures: Vec<Failure>,
}

impl Readers {
    /// Finds the overlays of every project's folder, and loads each list of them once.
    pub(super) fn of(app: &App, pairings: &[Pairing]) -> Self {
        let mut readers = Self::default();
        let mut by_overlays: HashMap<Vec<PathBuf>, Option<usize>> =
            HashMap::from([(app.settings.handbook.clone(), None)]);
        let mut seen = std::collections::HashSet::new();
        for folder in pairings.iter().filter_map(|pairing| pairing.home.as_ref()) {
            if !seen.insert(folder) {
                continue;
            }
            let found = settings::load(folder).and_then(|settings| {
                if let Some(index) = by_overlays.get(&settings.handbook) {
                    return Ok(*index);
                }
                readers.others.push(reader(app, folder)?);
                let index = Some(readers.others.len() - 1);
                by_overlays.insert(settings.handbook, index);
                Ok(index)
            });
            match found {
                Ok(Some(index)) => {
                    readers.by_folder.insert(folder.clone(), index);
                }
                Ok(None) => {}
                Err(failure) => readers.failures.push(failure),
            }
        }
        readers
    }

    /// Who reads a project; `app` is who reads it where its folder has nothing of its own.
    pub(super) fn get<'r>(&'r self, app: &'r App, pairing: &Pairing) -> &'r App {
        let folder = pairing.home.as_ref();
        let index = folder.and_then(|folder| self.by_folder.get(folder));
        index.map_or(app, |index| &self.others[*index])
    }
}

/// Surroundings for a folder, that speak as the command does.
fn reader(app: &App, folder: &Path) -> Result<App, Failure> {
    let mut reader = App::new(Ui::new(app.ui.options()), None, folder, Some(&app.flags))?;
    reader.messages = reader.messages_in(app.language());
    reader.flag = app.flag;
    reader.warn_of_faults();
    Ok(reader)
}
