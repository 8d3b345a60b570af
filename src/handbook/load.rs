//! From layers to a [`Handbook`]: read, lay on each other, build, check, and say what was left out.

use std::sync::Arc;

use super::adaptation;
use super::data_files::read_data_files;
use super::edition::Editions;
use super::edition_file::{EDITIONS_FILE, read_editions};
use super::fault::{INCOMPLETE_PART, MANIFEST_FAULT, OTHER_EDITION, UNKNOWN_PART};
use super::files::{self, FileTree};
use super::layer::{Layer, MANIFEST};
use super::manifest::{Manifest, parse_manifest};
use super::merge::{self, Draft};
use super::part::Fault;
use super::structure::{Built, LeftOut, PartKey, build};
use super::{Handbook, LayerInfo, names};
use crate::diagnostic::{Finding, RuleId};
use crate::source::{SourceFile, Span};
use crate::yaml;

/// A handbook with all that could not be applied.
#[derive(Debug)]
pub struct Loaded {
    /// What is sound.
    pub handbook: Handbook,
    /// The files in which something is wrong, the lowest layer first.
    pub files: Vec<FaultyFile>,
}

/// A file of a layer with what is wrong in it.
#[derive(Debug, Clone)]
pub struct FaultyFile {
    /// The index of the layer among those that were given, the built-in handbook not counted.
    pub layer: Option<usize>,
    /// The path below the layer's folder.
    pub path: String,
    /// The text, under the name people know it by.
    pub source: SourceFile,
    /// What is wrong, in the order of the text.
    pub findings: Vec<Finding>,
    /// Whether the notation has faults: then nothing of the file was applied, and whoever shows them
    /// has to look at the text.
    pub unreadable: bool,
}

/// One thing wrong with the built-in handbook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {rule}: {}", .values.join(", "))]
pub struct LoadError {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1.
    pub column: usize,
    /// The id of the rule.
    pub rule: RuleId,
    /// What the finding says of it.
    pub values: Vec<String>,
}

/// The built-in handbook.
///
/// # Errors
///
/// Every inconsistency of the embedded files; a test makes sure that there is none.
pub fn load_builtin() -> Result<Handbook, Vec<LoadError>> {
    // Only the text can say where, and only there is every name looked up.
    let located = load_on(Layer::builtin_located(), Vec::new());
    let errors: Vec<LoadError> = located.files.iter().flat_map(FaultyFile::errors).collect();
    if errors.is_empty() {
        Ok(load_layers(Vec::new()).handbook)
    } else {
        Err(errors)
    }
}

impl FaultyFile {
    /// How many faults to tell of; a file that cannot be read is one.
    pub fn count(&self) -> usize {
        self.findings.len().max(1)
    }

    /// The findings as errors of one line.
    pub fn errors(&self) -> Vec<LoadError> {
        let error = |rule: RuleId, start: usize, values: Vec<String>| {
            let position = self.source.position(start);
            LoadError {
                file: self.source.name().to_owned(),
                line: position.line,
                column: position.column,
                rule,
                values,
            }
        };
        let findings = self.findings.iter();
        let mut errors: Vec<LoadError> = findings
            .map(|finding| {
                let values = finding.values.iter();
                let values = values.map(|(name, value)| format!("{name} `{value}`"));
                let values = finding.variant.map(str::to_owned).into_iter().chain(values);
                error(finding.rule.clone(), finding.span.start, values.collect())
            })
            .collect();
        if self.unreadable && errors.is_empty() {
            errors.push(error("yaml-syntax".into(), 0, Vec::new()));
        }
        errors
    }
}

/// Lays layers on each other, the lowest first, and reads what they make together.
///
/// The built-in handbook lies below them, unless one of them is a whole handbook itself. Nothing
/// fails: a part that is faulty is taken from the layers below it, or left out, and said so.
pub fn load_layers(given: Vec<Layer>) -> Loaded {
    load_on(Layer::builtin(), given)
}

/// As [`load_layers`], on another built-in handbook, such as [`Layer::builtin_located`].
pub fn load_on(builtin: Layer, given: Vec<Layer>) -> Loaded {
    let mut stack = Stack::default();
    stack.choose(builtin, given);
    stack.load()
}

/// A layer that is used.
struct Used {
    /// Its index among those that were given.
    given: Option<usize>,
    layer: Layer,
    manifest: Manifest,
}

/// The layers that are used, the lowest first, and what was found on the way.
#[derive(Default)]
struct Stack {
    used: Vec<Used>,
    files: Vec<FaultyFile>,
}

impl Stack {
    /// Reads what the layers say of themselves. The last whole handbook lies below all overlays.
    fn choose(&mut self, builtin: Layer, given: Vec<Layer>) {
        let mut overlays = Vec::with_capacity(given.len());
        let mut whole = None;
        for (at, layer) in given.into_iter().enumerate() {
            let Some(used) = self.open(Some(at), layer) else {
                continue;
            };
            if used.manifest.base.is_some() {
                overlays.push(used);
            } else {
                whole = Some(used);
            }
        }
        let bottom = whole.or_else(|| self.open(None, builtin));
        let Some(bottom) = bottom else { return };
        let (id, edition) = (bottom.manifest.id.clone(), bottom.manifest.edition.clone());
        self.used.push(bottom);
        for overlay in overlays {
            if self.fits(&overlay, &id, &edition) {
                self.used.push(overlay);
            }
        }
    }

    fn open(&mut self, given: Option<usize>, layer: Layer) -> Option<Used> {
        let (manifest, findings) = match layer.text(MANIFEST) {
            Some(text) => parse_manifest(text),
            None => (
                None,
                vec![MANIFEST_FAULT.at(Span::at(0)).variant("missing")],
            ),
        };
        if !findings.is_empty() {
            self.files.push(manifest_fault(given, &layer, findings));
        }
        Some(Used {
            given,
            layer,
            manifest: manifest?,
        })
    }

    /// Whether an overlay is made for the handbook below it.
    fn fits(&mut self, overlay: &Used, id: &str, edition: &str) -> bool {
        let Some(base) = &overlay.manifest.base else {
            return false;
        };
        let finding = if base.id != id {
            let finding = UNKNOWN_PART.at(base.id_span).variant("handbook");
            finding.with("found", &base.id).with("nearest", id)
        } else if base.edition != edition {
            let finding = OTHER_EDITION.at(base.edition_span);
            finding.with("found", &base.edition).with("known", edition)
        } else {
            return true;
        };
        self.files
            .push(manifest_fault(overlay.given, &overlay.layer, vec![finding]));
        base.id == id
    }

    fn load(mut self) -> Loaded {
        let layers: Vec<&Layer> = self.used.iter().map(|used| &used.layer).collect();
        let trees = files::read(&layers);
        let mut draft = Draft::default();
        let mut disorder = None;
        for (index, tree) in trees.iter().enumerate() {
            merge::lay(&mut draft, tree, index);
            let is_last = trees.get(index + 1).is_none_or(|next| next.layer > 0);
            if tree.layer == 0 && is_last {
                disorder = self.order_stages(&mut draft);
            }
        }
        let (mut handbook, left_out, faults) = settle(&draft, self.is_proven());
        if self.used.len() > 1 {
            handbook.adaptations = adaptation::of(&draft, &handbook, &left_out);
        }
        let mut faults: Vec<Fault> = draft.faults.iter().cloned().chain(faults).collect();
        faults.sort_by_key(|fault| (fault.file, fault.finding.span.start));
        let mut found = self.faulty_files(&trees, faults);
        handbook.files = trees
            .iter()
            .map(|tree| (tree.layer, tree.path.clone()))
            .collect();
        drop(draft);
        drop(trees);
        self.files.extend(disorder);
        self.files.append(&mut found);
        self.describe(&mut handbook);
        self.files.extend(read_editions_of(&mut handbook));
        self.files.extend(read_data_files(&mut handbook));
        Loaded {
            handbook,
            files: self.files,
        }
    }

    /// Whether this is the handbook that is compiled in and nothing else: the tests prove that what
    /// it names is there.
    fn is_proven(&self) -> bool {
        matches!(self.used.as_slice(), [only] if only.layer.is_prepared())
    }

    /// Puts the stages into the order that the handbook's manifest gives them; a stage it names that
    /// is not there is a fault.
    fn order_stages(&self, draft: &mut Draft<'_>) -> Option<FaultyFile> {
        let bottom = self.used.first()?;
        let order = &bottom.manifest.stages;
        let place = |id: &str| order.iter().position(|(name, _)| name == id);
        draft
            .stages
            .sort_by_key(|stage| place(&stage.part.id).unwrap_or(usize::MAX));
        let is_there = |id: &str| draft.stages.iter().any(|stage| stage.part.id == id);
        let missing = order.iter().filter(|(id, _)| !is_there(id));
        let findings: Vec<Finding> = missing
            .map(|(id, span)| UNKNOWN_PART.at(*span).variant("stage").with("found", id))
            .collect();
        (!findings.is_empty()).then(|| manifest_fault(bottom.given, &bottom.layer, findings))
    }

    /// The files with faults, with their faults.
    fn faulty_files(&self, trees: &[FileTree<'_>], faults: Vec<Fault>) -> Vec<FaultyFile> {
        let mut found: Vec<FaultyFile> = Vec::new();
        let mut by_file: Vec<Vec<Finding>> = vec![Vec::new(); trees.len()];
        for fault in faults {
            by_file[fault.file].push(fault.finding);
        }
        for (tree, findings) in trees.iter().zip(by_file) {
            if findings.is_empty() && !tree.has_faults() {
                continue;
            }
            let used = &self.used[tree.layer];
            let name = used.layer.display(&tree.path);
            found.push(FaultyFile {
                layer: used.given,
                path: tree.path.clone(),
                source: SourceFile::new(name, tree.text.to_owned()),
                findings,
                unreadable: tree.has_faults(),
            });
        }
        found
    }

    /// What the manifests say, put into the handbook.
    fn describe(&mut self, handbook: &mut Handbook) {
        let mut layers = Vec::with_capacity(self.used.len());
        for (index, used) in std::mem::take(&mut self.used).into_iter().enumerate() {
            let Manifest {
                id,
                edition,
                title,
                languages,
                complete,
                ..
            } = used.manifest;
            if index == 0 {
                handbook.id.clone_from(&id);
                handbook.edition.clone_from(&edition);
                handbook.languages.clone_from(&languages);
                handbook.complete = complete.clone().unwrap_or_default();
            } else {
                let new = languages
                    .iter()
                    .filter(|language| !handbook.languages.contains(language));
                let new: Vec<String> = new.cloned().collect();
                handbook.languages.extend(new);
            }
            handbook.layers.push(LayerInfo {
                id,
                edition,
                title,
                name: used.layer.name().to_owned(),
                given: used.given,
                complete,
            });
            layers.push(used.layer);
        }
        handbook.store = Arc::from(layers);
    }
}

/// What the lowest layer says of its editions; a file in which something is wrong.
fn read_editions_of(handbook: &mut Handbook) -> Option<FaultyFile> {
    handbook.editions = Editions::only(&handbook.edition);
    let given = handbook.layers.first()?.given;
    let store = Arc::clone(handbook.store());
    let layer = store.first()?;
    let text = layer.text(EDITIONS_FILE)?;
    let parsed = yaml::parse(text);
    let unreadable = !parsed.faults.is_empty();
    let mut findings = Vec::new();
    if !unreadable {
        let (editions, faults) = read_editions(&parsed, handbook, &handbook.complete);
        findings = faults;
        if findings.is_empty() {
            handbook.editions = editions;
        }
    }
    (unreadable || !findings.is_empty()).then(|| FaultyFile {
        layer: given,
        path: EDITIONS_FILE.to_owned(),
        source: SourceFile::new(layer.display(EDITIONS_FILE), text.to_owned()),
        findings,
        unreadable,
    })
}

fn manifest_fault(given: Option<usize>, layer: &Layer, findings: Vec<Finding>) -> FaultyFile {
    let text = layer.text(MANIFEST).unwrap_or_default().to_owned();
    FaultyFile {
        layer: given,
        path: MANIFEST.to_owned(),
        source: SourceFile::new(layer.display(MANIFEST), text),
        findings,
        unreadable: false,
    }
}

/// Builds the handbook, leaving out what cannot be applied until all that is left is sound.
fn settle(draft: &Draft<'_>, proven: bool) -> (Handbook, LeftOut, Vec<Fault>) {
    let mut left_out = LeftOut::new();
    let mut faults = Vec::new();
    loop {
        let mut built: Built<'_, '_> = build(draft, &left_out);
        let mut refusals = std::mem::take(&mut built.faults);
        if refusals.is_empty() && !proven {
            refusals = names::check(&built);
        }
        let before = left_out.len();
        for (key, layer, fault) in refusals {
            let fault = explained(draft, &key, layer, fault);
            left_out.insert((key, layer));
            faults.push(fault);
        }
        if left_out.len() == before {
            return (built.handbook, left_out, faults);
        }
    }
}

/// A part that lacks something may be meant for one that exists, under a misspelt id.
fn explained(draft: &Draft<'_>, key: &PartKey, layer: usize, mut fault: Fault) -> Fault {
    if fault.finding.rule != INCOMPLETE_PART.id || layer == 0 {
        return fault;
    }
    let near = match key {
        PartKey::Question(path) => {
            let (step, id) = path.split_once('.').unwrap_or_default();
            let steps = draft.stages.iter().flat_map(|stage| &stage.steps);
            let step = steps
                .filter(|it| it.part.id == step)
                .flat_map(|it| &it.questions);
            nearest_below(step.map(|part| (part.id.as_str(), part.layer)), id, layer)
        }
        PartKey::Step(id) => {
            let steps = draft.stages.iter().flat_map(|stage| &stage.steps);
            let steps = steps.map(|step| (step.part.id.as_str(), step.part.layer));
            nearest_below(steps, id, layer)
        }
        PartKey::Record(id) => {
            let records = draft
                .records
                .iter()
                .map(|(id, it)| (id.as_str(), it.part.layer));
            nearest_below(records, id, layer)
        }
        PartKey::Field(record, id) => {
            let fields = draft
                .records
                .get(record)
                .into_iter()
                .flat_map(|it| &it.fields);
            let fields = fields.map(|part| (part.id.as_str(), part.layer));
            nearest_below(fields, id, layer)
        }
    };
    if let Some(near) = near {
        let span = fault.finding.span;
        fault.finding = fault
            .finding
            .with("nearest", near)
            .repair(false, span, near);
    }
    fault
}

fn nearest_below<'n>(
    names: impl Iterator<Item = (&'n str, usize)>,
    id: &str,
    layer: usize,
) -> Option<&'n str> {
    let below = names
        .filter(|(_, from)| *from < layer)
        .map(|(name, _)| name);
    crate::error::nearest(id, below)
}
