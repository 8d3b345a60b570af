//! The handbook each of many files is checked with: folders can have overlays of their own.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::error::Failure;
use crate::handbook::{Catalogues, FaultyFile, Handbook, Loaded, Texts, load_layers};
use crate::language::Language;
use crate::policy::Asked;
use crate::rules::own::OwnRules;
use crate::settings;

use super::app::App;
use super::layers::{load_layer, shown};

/// A handbook with its lists of codes and its texts.
pub(crate) struct Kit {
    pub(crate) handbook: Handbook,
    pub(crate) catalogues: Catalogues,
    /// The rules of its overlays.
    pub(crate) own: OwnRules,
    language: Language,
    texts: OnceLock<Texts>,
    /// How many faults its overlays have, and the folder of the first of them.
    pub(crate) faults: Option<(usize, String)>,
}

impl Kit {
    fn load(overlays: &[PathBuf], language: Language) -> Result<Self, Failure> {
        let layers = overlays.iter().map(|folder| load_layer(folder));
        let Loaded {
            handbook,
            mut files,
        } = load_layers(layers.collect::<Result<_, _>>()?);
        let (own, faulty) = OwnRules::load(&handbook);
        files.extend(faulty);
        Ok(Self {
            catalogues: Catalogues::of(&handbook),
            handbook,
            own,
            language,
            texts: OnceLock::new(),
            faults: faults_of(&files, overlays),
        })
    }

    pub(crate) fn texts(&self) -> &Texts {
        self.texts
            .get_or_init(|| Texts::new(&self.handbook, self.language))
    }
}

/// The kits of many files, one for each list of overlays.
pub(crate) struct Kits {
    all: Vec<Kit>,
    by_overlays: HashMap<Vec<PathBuf>, usize>,
    /// What the settings of folders ask of a check, each list once.
    asked: Vec<Asked>,
    /// The kit and what is asked, by folder.
    by_folder: HashMap<PathBuf, (usize, usize)>,
    /// Settings and overlays that cannot be read, each once.
    pub(crate) failures: Vec<Failure>,
}

impl Kits {
    /// Finds the settings of every file's folder; overlays given by flag lie above theirs.
    ///
    /// The handbook the command has loaded already goes into the first kit.
    pub(crate) fn of(app: &mut App, files: &[PathBuf], given: &[PathBuf]) -> Self {
        let handbook = std::mem::take(&mut app.handbook);
        let (own, faulty) = OwnRules::load(&handbook);
        let first = Kit {
            handbook,
            catalogues: std::mem::replace(&mut app.catalogues, Catalogues::builtin()),
            own,
            language: app.language(),
            texts: OnceLock::new(),
            // Those of its other parts were told when the command began.
            faults: faults_of(&faulty, &app.given),
        };
        let mut kits = Self {
            all: vec![first],
            by_overlays: HashMap::from([(app.given.clone(), 0)]),
            asked: vec![app.settings.check.clone()],
            by_folder: HashMap::new(),
            failures: Vec::new(),
        };
        for file in files {
            let folder = folder_of(file);
            if kits.by_folder.contains_key(folder) {
                continue;
            }
            let kit = kits
                .find(folder, given, app.language())
                .unwrap_or_else(|failure| {
                    kits.failures.push(failure);
                    (0, 0)
                });
            kits.by_folder.insert(folder.to_owned(), kit);
        }
        kits
    }

    fn find(
        &mut self,
        folder: &Path,
        given: &[PathBuf],
        language: Language,
    ) -> Result<(usize, usize), Failure> {
        let settings = settings::load(folder)?;
        let known = self.asked.iter().position(|asked| *asked == settings.check);
        let asked = known.unwrap_or(self.asked.len());
        if known.is_none() {
            self.asked.push(settings.check);
        }
        let mut overlays = settings.handbook;
        overlays.extend_from_slice(given);
        if let Some(kit) = self.by_overlays.get(&overlays) {
            return Ok((*kit, asked));
        }
        self.all.push(Kit::load(&overlays, language)?);
        self.by_overlays.insert(overlays, self.all.len() - 1);
        Ok((self.all.len() - 1, asked))
    }

    /// Gives back the handbook that the command had loaded.
    pub(crate) fn into_handbook(mut self) -> Handbook {
        self.all.swap_remove(0).handbook
    }

    /// The rules of all overlays.
    pub(crate) fn own(&self) -> OwnRules {
        OwnRules::together(self.all.iter().map(|kit| &kit.own))
    }

    /// What is wrong with the overlays of folders.
    pub(crate) fn faults(&self) -> impl Iterator<Item = &(usize, String)> {
        self.all.iter().filter_map(|kit| kit.faults.as_ref())
    }

    /// The lists of codes that the command began with.
    pub(crate) fn catalogues(&self) -> &Catalogues {
        &self.all[0].catalogues
    }

    /// The kit of a file.
    pub(crate) fn get(&self, file: &Path) -> &Kit {
        &self.all[self.place(file).0]
    }

    /// What the settings of a file's folder ask of a check.
    pub(crate) fn asked(&self, file: &Path) -> &Asked {
        &self.asked[self.place(file).1]
    }

    /// The positions of the kit and of what is asked: files with the same are judged alike.
    pub(crate) fn place(&self, file: &Path) -> (usize, usize) {
        let place = self.by_folder.get(folder_of(file));
        place.copied().unwrap_or_default()
    }
}

/// How many faults files have, and the folder of the first.
fn faults_of(files: &[FaultyFile], overlays: &[PathBuf]) -> Option<(usize, String)> {
    let n: usize = files.iter().map(FaultyFile::count).sum();
    let first = files.first()?.layer?;
    Some((n, shown(overlays.get(first)?)))
}

fn folder_of(file: &Path) -> &Path {
    let parent = file.parent().unwrap_or(Path::new("."));
    if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    }
}
