//! `handbook check`: what is wrong with a handbook or with overlays, for those who write them.
//!
//! Loading says what cannot be applied; this adds what can be applied and is still wrong: texts that
//! are missing, too long or for nothing, sources nobody knows, and what a drop leaves without input.

mod catalogues;
mod data_files;
mod gaps;
mod limits;
mod missing;
mod own_rules;
mod profiles;
mod structure;
mod texts;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostic::Finding;
use crate::handbook::{Catalogues, FaultyFile, Handbook, Layer, Loaded, Origin, Texts, load_on};
use crate::language::Language;
use crate::rules::own::OwnRules;
use crate::rules::{self, Context};
use crate::source::{SourceFile, Span};
use crate::yaml::{self, FaultKind, Node};

use limits::Limits;
pub(crate) use structure::is_kebab;

/// A handbook that was checked.
#[derive(Debug)]
pub struct Review {
    /// The handbook that the layers make.
    pub handbook: Handbook,
    /// The files in which something was found, the lowest layer first; findings in the order of the
    /// text.
    pub files: Vec<FaultyFile>,
    /// The number of files that were looked at.
    pub n_files: usize,
}

/// Checks layers laid on the built-in handbook; without any, the built-in handbook itself.
pub fn check_layers(given: Vec<Layer>) -> Review {
    let is_builtin = given.is_empty();
    let Loaded { handbook, files } = load_on(Layer::builtin_located(), given);
    let (own, faulty) = OwnRules::load(&handbook);
    let mut linter = Linter::new(&handbook, is_builtin);
    for layer in linter.layers.clone() {
        linter.layer(layer);
    }
    linter.drops();
    linter.own_rules(&own);
    let (found, n_files) = (linter.found, linter.n_files);
    let files = files.into_iter().chain(faulty).collect();
    let files = merged(&handbook, files, found);
    Review {
        handbook,
        files,
        n_files,
    }
}

/// The findings of the linter beside those of loading, by file.
fn merged(handbook: &Handbook, loaded: Vec<FaultyFile>, found: Found) -> Vec<FaultyFile> {
    let mut files = loaded;
    for ((layer, path), findings) in found {
        let given = handbook.layers[layer].given;
        let known = files
            .iter_mut()
            .find(|file| file.layer == given && file.path == path);
        if let Some(file) = known {
            file.findings.extend(findings);
            continue;
        }
        let store = &handbook.store()[layer];
        let text = store.text(&path).unwrap_or_default().to_owned();
        files.push(FaultyFile {
            layer: given,
            source: SourceFile::new(store.display(&path), text),
            path,
            findings,
            unreadable: false,
        });
    }
    for file in &mut files {
        if file.unreadable {
            file.findings = notation(&file.source, handbook);
        }
        file.findings
            .sort_by_cached_key(|finding| (finding.span.start, finding.rule.clone()));
        file.findings.dedup();
    }
    files.retain(|file| !file.findings.is_empty());
    files.sort_by(|a, b| (a.layer, &a.path).cmp(&(b.layer, &b.path)));
    files
}

/// What is wrong with the notation of a file, by the rules that hold for projects too.
fn notation(source: &SourceFile, handbook: &Handbook) -> Vec<Finding> {
    let parsed = yaml::parse(source.text());
    let catalogues = Catalogues::of(handbook);
    rules::check(&Context {
        source,
        parsed: &parsed,
        project: None,
        handbook,
        catalogues: &catalogues,
        own: &OwnRules::none(),
        profiles: &[],
        answers: None,
        damaged: &[],
        today: Date::ZERO,
    })
}

type Found = BTreeMap<(usize, String), Vec<Finding>>;

/// One check of some layers.
struct Linter<'h> {
    handbook: &'h Handbook,
    catalogues: Catalogues,
    limits: Limits,
    /// The layers that are checked; those below them are taken as they are.
    layers: Vec<usize>,
    texts: BTreeMap<Language, Texts>,
    found: Found,
    n_files: usize,
}

impl<'h> Linter<'h> {
    fn new(handbook: &'h Handbook, is_builtin: bool) -> Self {
        let layers = handbook.layers.iter().enumerate();
        let layers = layers.filter(|(_, layer)| is_builtin || layer.given.is_some());
        Self {
            handbook,
            catalogues: Catalogues::of(handbook),
            limits: Limits::of(handbook),
            layers: layers.map(|(index, _)| index).collect(),
            texts: BTreeMap::new(),
            found: Found::new(),
            n_files: 0,
        }
    }

    /// The texts in a language, without those of others behind them.
    fn texts(&mut self, language: Language) -> &Texts {
        let handbook = self.handbook;
        self.texts
            .entry(language)
            .or_insert_with(|| Texts::only(handbook, language))
    }

    fn add(&mut self, layer: usize, path: &str, finding: Finding) {
        self.found
            .entry((layer, path.to_owned()))
            .or_default()
            .push(finding);
    }

    /// Adds a finding at the place where a part is described, if its layer is checked.
    fn add_at(&mut self, origin: Origin, finding: impl FnOnce(Span) -> Finding) {
        let Some(place) = self.handbook.place(origin) else {
            return;
        };
        if self.layers.contains(&place.layer) {
            let path = place.path.to_owned();
            self.add(place.layer, &path, finding(place.span));
        }
    }

    /// The languages in which a layer promises every text.
    fn promised(&self, layer: usize) -> Vec<Language> {
        let own = self.handbook.layers[layer].complete.as_ref();
        let codes = own.unwrap_or(&self.handbook.complete).iter();
        codes.filter_map(|code| Language::of_code(code)).collect()
    }

    fn layer(&mut self, layer: usize) {
        let store = std::sync::Arc::clone(self.handbook.store());
        let files = &store[layer];
        self.n_files += 1;
        self.structure(layer);
        self.data_files(layer);
        self.profiles(layer);
        self.missing(layer);
        for language in files.folders("text") {
            for path in files.text_files(&language) {
                self.with_tree(layer, &path, |linter, root| {
                    linter.text_file(layer, &path, &language, root);
                });
            }
        }
        for name in files.names("catalogues") {
            let path = format!("catalogues/{name}");
            self.with_tree(layer, &path, |linter, root| {
                linter.catalogue(layer, &path, root);
                linter.presets(layer, &path, root);
            });
        }
        for name in files.names("messages") {
            let path = format!("messages/{name}");
            self.with_tree(layer, &path, |linter, root| {
                linter.messages(layer, &path, root);
            });
        }
    }

    /// Reads a file of a layer; faults of its notation are findings, and then nothing else is said.
    fn with_tree(&mut self, layer: usize, path: &str, look: impl FnOnce(&mut Self, &Node<'_>)) {
        let store = std::sync::Arc::clone(self.handbook.store());
        let Some(text) = store[layer].text(path) else {
            return;
        };
        self.n_files += 1;
        let parsed = yaml::parse(text);
        if parsed
            .faults
            .iter()
            .any(|fault| fault.kind != FaultKind::Empty)
        {
            let source = SourceFile::new(store[layer].display(path), text.to_owned());
            for finding in notation(&source, self.handbook) {
                self.add(layer, path, finding);
            }
        } else if let Some(root) = &parsed.root {
            look(self, root);
        }
    }
}
