//! The data files of layers beside the structure: instruments, what is told about sectors, and the
//! words that rules look for.

use std::sync::Arc;

use serde_json::Value as Json;

use super::data_forms::PHRASES;
use super::layer::Layer;
use super::load::FaultyFile;
use super::sheet::{Form, Sheet};
use super::sheet_items::changed;
use super::word_lists::WordLists;
use super::{Adaptation, Handbook, Origin, Subject};
use crate::diagnostic::Finding;
use crate::source::SourceFile;
use crate::yaml::{self, FaultKind, Node};

/// The file with the words that rules look for.
pub const PHRASES_FILE: &str = "phrases.yaml";

/// Reads the data files of all layers above the built-in one into the handbook; the files in which
/// something is wrong.
pub(super) fn read_data_files(handbook: &mut Handbook) -> Vec<FaultyFile> {
    let mut reader = Reader {
        handbook,
        files: Vec::new(),
    };
    reader.phrases();
    reader.instruments();
    reader.sectors();
    reader.presets();
    let mut files = reader.files;
    files.retain(|file| file.unreadable || !file.findings.is_empty());
    files
}

/// What reads the data files, and what it found in them.
pub(super) struct Reader<'h> {
    pub(super) handbook: &'h mut Handbook,
    files: Vec<FaultyFile>,
}

impl Reader<'_> {
    /// The layers whose files are read from their text, with their indices.
    pub(super) fn layers(&self) -> Vec<usize> {
        let store = self.handbook.store().iter().enumerate();
        let read = store.filter(|(_, layer)| !layer.is_builtin());
        read.map(|(index, _)| index).collect()
    }

    /// Whether a layer whose files are read from their text has something to say.
    pub(super) fn any_layer(&self, has: impl Fn(&Layer) -> bool) -> bool {
        let mut store = self.handbook.store().iter();
        store.any(|layer| !layer.is_builtin() && has(layer))
    }

    /// Whether the built-in handbook lies at the bottom.
    pub(super) fn is_builtin_below(&self) -> bool {
        self.handbook.store().first().is_some_and(Layer::is_builtin)
    }

    /// Reads a file and lays it; nothing where its notation has a fault.
    pub(super) fn file(
        &mut self,
        index: usize,
        path: &str,
        subject: Subject,
        lay: impl FnOnce(&mut Sheet, &Node<'_>),
    ) {
        let store = Arc::clone(self.handbook.store());
        let layer = &store[index];
        let Some(text) = layer.text(path) else { return };
        let parsed = yaml::parse(text);
        let mut faults = parsed.faults.iter();
        let unreadable = faults.any(|fault| fault.kind != FaultKind::Empty);
        let mut sheet = Sheet::default();
        if let Some(root) = parsed.root.as_ref().filter(|_| !unreadable) {
            lay(&mut sheet, root);
        }
        self.handbook.files.push((index, path.to_owned()));
        let file = self.handbook.files.len() - 1;
        if index > 0 {
            let done = sheet.done.into_iter().map(|done| Adaptation {
                layer: index,
                subject,
                name: done.name,
                deed: done.deed,
                origin: Origin {
                    file,
                    span: done.span,
                },
            });
            self.handbook.adaptations.extend(done);
        }
        self.files.push(FaultyFile {
            layer: self.handbook.layers[index].given,
            path: path.to_owned(),
            source: SourceFile::new(layer.display(path), text.to_owned()),
            findings: sheet.findings,
            unreadable,
        });
    }

    /// Adds what was found once all layers were read.
    pub(super) fn add(&mut self, index: usize, path: &str, finding: Finding) {
        let given = self.handbook.layers[index].given;
        let file = self.files.iter_mut();
        let mut file = file.filter(|file| file.layer == given && file.path == path);
        if let Some(file) = file.next() {
            file.findings.push(finding);
        }
    }

    fn phrases(&mut self) {
        if !self.any_layer(|layer| layer.text(PHRASES_FILE).is_some()) {
            return;
        }
        let mut base = self.base("phrases");
        for index in self.layers() {
            self.file(index, PHRASES_FILE, Subject::Word, |sheet, root| {
                let before = base.clone();
                sheet.lay(&mut base, root, Form::Keys(PHRASES), PHRASES_FILE);
                for key in changed(&before, &base, PHRASES) {
                    sheet.tell_key(root, &key);
                }
            });
        }
        self.handbook.own_words = WordLists::from_json(base);
    }

    /// What the built-in handbook has in a file, if it lies at the bottom.
    pub(super) fn base(&self, path: &str) -> Json {
        let read = self
            .is_builtin_below()
            .then(|| crate::assets::read(&format!("gmg/{path}")));
        let read = read.flatten().and_then(Result::ok);
        read.unwrap_or(Json::Null)
    }
}
