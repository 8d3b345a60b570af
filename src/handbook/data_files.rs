//! The data files of layers beside the structure: instruments, what is told about sectors, and the
//! words that rules look for.

use serde_json::{Value as Json, json};

use super::fault::{INCOMPLETE_PART, INSTRUMENT_FAULT};
use super::instrument::{Instrument, Instruments};
use super::layer::Layer;
use super::load::FaultyFile;
use super::sheet::{Form, Sheet, Slot, may, needs};
use super::word_lists::WordLists;
use super::{Adaptation, Deed, Handbook, Origin, Subject};
use crate::diagnostic::Finding;
use crate::source::SourceFile;
use crate::yaml::{self, FaultKind, Node};

/// The file with the words that rules look for.
pub const PHRASES_FILE: &str = "phrases.yaml";
/// The folder with what is told about sectors, one file a language.
pub(super) const SECTORS: &str = "sectors";
/// The folder with the instruments.
const INSTRUMENTS: &str = "instruments";
/// What belongs to each sector.
pub(super) const SECTOR_CONTENT: &str = "catalogues/sector-content.yaml";
/// The sectors, and ready-made lists of them.
pub(super) const SECTOR_CATALOGUE: &str = "catalogues/sectors.yaml";

const ITEM: &[Slot] = &[may("weight", Form::Number), needs("from", Form::Words)];
const DOMAIN: &[Slot] = &[
    needs("question", Form::Text),
    may("weight", Form::Number),
    needs("from", Form::Words),
    needs("label", Form::Texts),
    needs("items", Form::Items(ITEM)),
];
const CLASS: &[Slot] = &[
    needs("at-least", Form::Number),
    needs("from", Form::Words),
    needs("label", Form::Texts),
];
const EDITIONS: &[Slot] = &[
    needs("field", Form::Text),
    needs("highest", Form::Each(&Form::Number)),
];
const INSTRUMENT: &[Slot] = &[
    needs("id", Form::Text),
    needs("record", Form::Text),
    needs("from", Form::Words),
    needs("name", Form::Texts),
    needs("standing", Form::Texts),
    needs("formula", Form::Texts),
    needs("scale", Form::Number),
    may("highest", Form::Number),
    may("editions", Form::Keys(EDITIONS)),
    needs("overall", Form::OneOf(&["items", "domains", "none"])),
    needs("blanks", Form::OneOf(&["refuse", "leave-out"])),
    may("scores", Form::Each(&Form::Each(&Form::Number))),
    may("outside", Form::Words),
    may("classes", Form::Items(CLASS)),
    needs("domains", Form::Items(DOMAIN)),
    may("drop", Form::Texts),
];

const MINISTRY: &[Slot] = &[
    needs("role", Form::Text),
    needs("words", Form::Each(&Form::Words)),
];
const LENS: &[Slot] = &[
    needs("first", Form::Text),
    needs("last", Form::Text),
    may("adaptation", Form::Flag),
];
const PLACEHOLDERS: &[Slot] = &[
    may("exact", Form::Words),
    may("any-case", Form::Words),
    may("marks", Form::Words),
    may("ordinary", Form::Each(&Form::Words)),
];
const PHRASES: Form = Form::Keys(&[
    may("empty", Form::Each(&Form::Words)),
    may("placeholders", Form::Keys(PLACEHOLDERS)),
    may("people", Form::Each(&Form::Words)),
    may("core-ministries", Form::Items(MINISTRY)),
    may("lenses", Form::List(LENS)),
]);

const CONTENT: &[Slot] = &[
    needs("from", Form::Words),
    needs("indicators", Form::Words),
    needs("sdg-targets", Form::Words),
    needs("compact-objectives", Form::Words),
];
const TEXT: &[Slot] = &[
    may("effect", Form::Text),
    may("cause", Form::Text),
    may("questions", Form::Words),
    may("measures", Form::Words),
    may("risk", Form::Text),
];
const PART: &[Slot] = &[needs("label", Form::Texts), needs("sectors", Form::Words)];
const PRESET: &[Slot] = &[
    needs("from", Form::Words),
    needs("sectors", Form::Words),
    may("dimensions", Form::Words),
    may("parts", Form::List(PART)),
];
/// What belongs to each sector, as the file has it.
pub(super) const CONTENT_FILE: Form =
    Form::Keys(&[may("id", Form::Text), may("entries", Form::Items(CONTENT))]);
/// What people read about each sector, in one language.
pub(super) const TEXT_FILE: Form = Form::Each(&Form::Keys(TEXT));
/// Ready-made lists of sectors.
pub(super) const PRESETS: Form = Form::Items(PRESET);

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
    let mut files = reader.files;
    files.retain(|file| file.unreadable || !file.findings.is_empty());
    files
}

struct Reader<'h> {
    handbook: &'h mut Handbook,
    files: Vec<FaultyFile>,
}

impl Reader<'_> {
    /// The layers whose files are read from their text, with their indices.
    fn layers(&self) -> Vec<(usize, Layer)> {
        let store = self.handbook.store().iter().enumerate();
        let read = store.filter(|(_, layer)| !layer.is_builtin());
        read.map(|(index, layer)| (index, layer.clone())).collect()
    }

    /// Reads a file and lays it; nothing where its notation has a fault.
    fn file(
        &mut self,
        (index, layer): (usize, &Layer),
        path: &str,
        subject: Subject,
        lay: impl FnOnce(&mut Sheet, &Node<'_>),
    ) {
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

    fn add(&mut self, index: usize, path: &str, finding: Finding) {
        let given = self.handbook.layers[index].given;
        let file = self.files.iter_mut();
        let mut file = file.filter(|file| file.layer == given && file.path == path);
        if let Some(file) = file.next() {
            file.findings.push(finding);
        }
    }

    fn phrases(&mut self) {
        let layers = self.layers();
        if layers
            .iter()
            .all(|(_, layer)| layer.text(PHRASES_FILE).is_none())
        {
            return;
        }
        let mut base = self.base("phrases");
        for (index, layer) in &layers {
            self.file(
                (*index, layer),
                PHRASES_FILE,
                Subject::Word,
                |sheet, root| {
                    sheet.lay(&mut base, root, PHRASES, PHRASES_FILE);
                },
            );
        }
        self.handbook.own_words = WordLists::from_json(base);
    }

    /// What the built-in handbook has in a file, if it lies at the bottom.
    fn base(&self, path: &str) -> Json {
        let store = self.handbook.store();
        let is_below = store.first().is_some_and(Layer::is_builtin);
        let read = is_below.then(|| crate::assets::read(&format!("gmg/{path}")));
        let read = read.flatten().and_then(Result::ok);
        read.unwrap_or(Json::Null)
    }

    fn instruments(&mut self) {
        let layers = self.layers();
        let has_files = |(_, layer): &(usize, Layer)| !layer.names(INSTRUMENTS).is_empty();
        if !layers.iter().any(has_files) && !self.drops_items() {
            return;
        }
        let is_below = self.handbook.store().first().is_some_and(Layer::is_builtin);
        let mut all: Vec<Versions> = Vec::new();
        if is_below {
            for one in &Instruments::builtin().all {
                let value = self.base(&format!("{INSTRUMENTS}/{}", one.id));
                all.push(Versions::new(&one.id, value));
            }
        }
        for (index, layer) in &layers {
            for name in layer.names(INSTRUMENTS) {
                let path = format!("{INSTRUMENTS}/{name}");
                self.instrument((*index, layer), &path, &mut all);
            }
        }
        let mut instruments = Instruments::default();
        for mut versions in all {
            while let Some(version) = versions.all.pop() {
                let Some(read) = read(version.value, self.handbook) else {
                    continue;
                };
                let mismatches = read.mismatches(self.handbook);
                if mismatches.is_empty() || version.file.is_none() {
                    instruments.all.push(read);
                    break;
                }
                // It is taken as the layer below has it.
                if let Some((index, path, span)) = version.file {
                    for mismatch in mismatches {
                        let finding = INSTRUMENT_FAULT.at(span).variant(mismatch.variant);
                        let finding = finding.with("name", &versions.id);
                        let finding = finding.with_some("found", mismatch.found);
                        self.add(index, &path, finding.with_some("of", mismatch.of));
                    }
                }
            }
        }
        self.handbook.own_instruments = Some(instruments);
    }

    /// Whether a field that is an item of a built-in instrument was dropped.
    fn drops_items(&self) -> bool {
        self.handbook.adaptations.iter().any(|one| {
            let is_drop = matches!(one.deed, Deed::Dropped { .. });
            let record = one.name.split_once('.').map(|(record, _)| record);
            is_drop
                && one.subject == Subject::Field
                && record.is_some_and(|record| Instruments::builtin().of_record(record).is_some())
        })
    }

    fn instrument(&mut self, (index, layer): (usize, &Layer), path: &str, all: &mut Vec<Versions>) {
        let mut place = None;
        self.file((index, layer), path, Subject::Instrument, |sheet, root| {
            place = lay_instrument(sheet, root, all);
        });
        if let Some((at, span)) = place
            && let Some(version) = all[at].all.last_mut()
        {
            version.file = Some((index, path.to_owned(), span));
        }
    }

    fn sectors(&mut self) {
        let mut content = self.base("catalogues/sector-content");
        let mut presets = self.base("catalogues/sectors");
        for (index, layer) in self.layers() {
            let at = (index, &layer);
            self.file(at, SECTOR_CONTENT, Subject::Sector, |sheet, root| {
                sheet.lay(&mut content, root, CONTENT_FILE, "sector-content");
            });
            self.file(at, SECTOR_CATALOGUE, Subject::Sector, |sheet, root| {
                lay_presets(sheet, &mut presets, root);
            });
            for name in layer.names(SECTORS) {
                let path = format!("{SECTORS}/{name}");
                self.file(at, &path, Subject::Sector, |sheet, root| {
                    sheet.lay(&mut json!({}), root, TEXT_FILE, SECTORS);
                    sheet.tell_texts(root);
                });
            }
        }
    }
}

/// Lays the ready-made lists of a file; its other keys belong to the catalogue.
fn lay_presets(sheet: &mut Sheet, presets: &mut Json, root: &Node<'_>) {
    let own = root.as_mapping().and_then(|top| top.get("presets"));
    if let Some(own) = own {
        sheet.lay(&mut presets["presets"], own, PRESETS, "presets");
    }
}

/// What layers say of sectors, whatever the language.
pub(super) struct SectorFiles {
    pub(super) content: Json,
    pub(super) presets: Json,
}

impl SectorFiles {
    /// The built-in files with those of the layers above.
    pub(super) fn of(handbook: &Handbook) -> Self {
        let mut files = Self {
            content: Json::Null,
            presets: Json::Null,
        };
        each_file(handbook, SECTOR_CONTENT, |built_in, root| {
            match (built_in, root) {
                (Some(built_in), _) => files.content = built_in,
                (_, Some(root)) => {
                    let form = CONTENT_FILE;
                    Sheet::default().lay(&mut files.content, root, form, "sector-content");
                }
                _ => {}
            }
        });
        each_file(handbook, SECTOR_CATALOGUE, |built_in, root| {
            match (built_in, root) {
                (Some(built_in), _) => files.presets = built_in,
                (_, Some(root)) => lay_presets(&mut Sheet::default(), &mut files.presets, root),
                _ => {}
            }
        });
        files
    }
}

/// What layers tell about sectors in a language.
pub(super) fn sector_texts(handbook: &Handbook, language: &str) -> Json {
    let mut texts = Json::Null;
    let path = format!("{SECTORS}/{language}.yaml");
    each_file(handbook, &path, |built_in, root| match (built_in, root) {
        (Some(built_in), _) => texts = built_in,
        (_, Some(root)) => Sheet::default().lay(&mut texts, root, TEXT_FILE, SECTORS),
        _ => {}
    });
    texts
}

/// A file of every layer that has it, the lowest first: the data of the built-in one, the tree of
/// the others.
fn each_file(
    handbook: &Handbook,
    path: &str,
    mut look: impl FnMut(Option<Json>, Option<&Node<'_>>),
) {
    for layer in handbook.store().iter() {
        if layer.is_builtin() {
            let stem = path.strip_suffix(".yaml").unwrap_or(path);
            let read = crate::assets::read(&format!("gmg/{stem}"));
            if let Some(read) = read.and_then(Result::ok) {
                look(Some(read), None);
            }
            continue;
        }
        let Some(text) = layer.text(path) else {
            continue;
        };
        let parsed = yaml::parse(text);
        if parsed.faults.is_empty() {
            look(None, parsed.root.as_ref());
        }
    }
}

/// What each layer made of an instrument, the lowest first.
struct Versions {
    id: String,
    all: Vec<Version>,
}

struct Version {
    value: Json,
    /// The layer, the file and the place of the id; none in the built-in handbook.
    file: Option<(usize, String, crate::source::Span)>,
}

impl Versions {
    fn new(id: &str, value: Json) -> Self {
        Self {
            id: id.to_owned(),
            all: vec![Version { value, file: None }],
        }
    }
}

/// Lays one instrument on what is there; its position and the place of its id, where it is to be
/// held against the structure.
fn lay_instrument(
    sheet: &mut Sheet,
    root: &Node<'_>,
    all: &mut Vec<Versions>,
) -> Option<(usize, crate::source::Span)> {
    let map = root.as_mapping();
    let id = map.and_then(|map| map.get("id"));
    let Some((map, id)) = map.zip(id.filter(|id| id.text().is_some())) else {
        let finding = INCOMPLETE_PART.at(super::files::head(root.span, root));
        let finding = finding.variant("no-id").with("missing", "id");
        sheet.findings.push(finding);
        return None;
    };
    let name = id.text().unwrap_or_default();
    let known = all.iter().position(|versions| versions.id == name);
    if map.get("drop").is_some() {
        // A list of all that there is drops one of them, as lists do everywhere.
        let mut list: Json = all.iter().map(|one| json!({"id": one.id})).collect();
        sheet.drop_from(&mut list, map, (name, id.span));
        let is_gone = list.as_array().is_some_and(|list| list.len() < all.len());
        if is_gone && let Some(known) = known {
            all.remove(known);
        }
        return None;
    }
    let below = known.and_then(|at| all[at].all.last());
    let mut value = below.map_or(Json::Null, |version| version.value.clone());
    let before = value.clone();
    let faults = sheet.findings.len();
    sheet.lay(&mut value, root, Form::Keys(INSTRUMENT), name);
    if known.is_none() {
        let is_told = sheet.findings.len() > faults;
        let ids: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
        let near = crate::error::nearest(name, ids);
        if !is_told && !sheet.is_whole(&value, INSTRUMENT, (id.span, name, near)) {
            return None;
        }
        all.push(Versions {
            id: name.to_owned(),
            all: Vec::new(),
        });
    }
    sheet.tell_instrument((name, id.span), known.is_some().then_some(&before), &value);
    let at = known.unwrap_or(all.len() - 1);
    all[at].all.push(Version { value, file: None });
    Some((at, id.span))
}

/// An instrument from its data, without the items whose fields a layer dropped.
fn read(value: Json, handbook: &Handbook) -> Option<Instrument> {
    let mut read: Instrument = serde_json::from_value(value).ok()?;
    let record = handbook.records.get(&read.record);
    let is_gone = |item: &str| {
        let field = record.and_then(|record| record.field(item));
        field.is_some_and(|field| field.dropped.is_some())
    };
    for domain in &mut read.domains {
        domain.items.retain(|item| !is_gone(&item.id));
    }
    read.domains.retain(|domain| !domain.items.is_empty());
    Some(read)
}
