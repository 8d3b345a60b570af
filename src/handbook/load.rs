//! From the handbook's files to a [`Handbook`], with every inconsistency named.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::condition::RawCondition;
use super::edition::{EDITIONS_FILE, Editions};
use super::{
    Field, Handbook, HeaderKey, Kind, Phase, Question, RecordType, Stage, Step, ValueKind,
};
use crate::assets;

/// Where the files of a handbook come from, by path below its folder.
pub trait Files: Sync {
    /// The text of a file, if it is there.
    fn text(&self, path: &str) -> Option<&str>;
    /// The file names in a folder, in order.
    fn names(&self, folder: &str) -> Vec<String>;
}

/// The built-in handbook, compiled in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Embedded;

impl Files for Embedded {
    fn text(&self, path: &str) -> Option<&str> {
        assets::text(&format!("gmg/{path}"))
    }

    fn names(&self, folder: &str) -> Vec<String> {
        assets::names(&format!("gmg/{folder}"))
    }
}

/// What is wrong with a handbook's files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// A file that has to be there is missing.
    #[error("{file}: missing")]
    Missing {
        /// The path below the handbook's folder.
        file: String,
    },
    /// A file cannot be read as what it should be.
    #[error("{file}: {detail}")]
    Unreadable {
        /// The path below the handbook's folder.
        file: String,
        /// What the reader says, with line and column.
        detail: String,
    },
    /// A name that nothing has, a kind that does not exist, or a name given twice.
    #[error("{file}: {place}: {detail}")]
    Inconsistent {
        /// The path below the handbook's folder.
        file: String,
        /// The step, question or field.
        place: String,
        /// What is wrong.
        detail: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHandbook {
    #[expect(
        dead_code,
        reason = "checked by being required: a later format has another number"
    )]
    format: u32,
    id: String,
    edition: String,
    languages: Vec<String>,
    complete: Vec<String>,
    stages: Vec<String>,
    #[expect(dead_code, reason = "read by people and by the check of sources")]
    origin: Option<RawOrigin>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOrigin {
    #[expect(dead_code, reason = "read by people and by the check of sources")]
    sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRecords {
    choices: BTreeMap<String, Vec<String>>,
    records: BTreeMap<String, RawRecord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename_all = "kebab-case")]
struct RawRecord {
    title: String,
    #[serde(default)]
    named_by: Vec<String>,
    fields: Vec<RawField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    id: String,
    kind: String,
    #[serde(default)]
    required: bool,
    set: Option<String>,
    min: Option<i64>,
    max: Option<i64>,
    to: Option<Vec<String>>,
    #[serde(default)]
    many: bool,
    catalogue: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStage {
    stage: String,
    phase: Phase,
    steps: Vec<RawStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    id: String,
    code: String,
    phase: Option<Phase>,
    questions: Vec<RawQuestion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    code: String,
    id: String,
    kind: String,
    from: Vec<String>,
    #[serde(default)]
    lesson: Vec<String>,
    header: Option<HeaderKey>,
    phase: Option<Phase>,
    when: Option<RawCondition>,
    #[serde(default)]
    depends: Vec<String>,
    set: Option<String>,
    min: Option<i64>,
    max: Option<i64>,
    #[serde(default)]
    many: bool,
    catalogue: Option<String>,
    record: Option<String>,
    #[serde(default)]
    ask: Vec<String>,
    #[serde(default)]
    preset: BTreeMap<String, String>,
    of: Option<String>,
    #[serde(default, rename = "where")]
    filter: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    add: bool,
    compute: Option<String>,
}

type ReadRecords = Result<RawRecords, LoadError>;

/// The built-in handbook.
///
/// # Errors
///
/// Every inconsistency of the embedded files; a test makes sure that there is none.
pub fn load_builtin() -> Result<Handbook, Vec<LoadError>> {
    parse(&Embedded)
}

/// Reads the structure of a handbook from its files.
///
/// # Errors
///
/// All that is missing, unreadable or inconsistent.
pub fn parse(files: &dyn Files) -> Result<Handbook, Vec<LoadError>> {
    let mut loader = Loader {
        files,
        handbook: Handbook::default(),
        errors: Vec::new(),
        file: String::new(),
    };
    if let Err(error) = loader.read() {
        loader.errors.push(error);
    }
    if loader.errors.is_empty() {
        loader.handbook.index();
        loader.check_names();
        loader.read_editions();
    }
    if loader.errors.is_empty() {
        Ok(loader.handbook)
    } else {
        Err(loader.errors)
    }
}

struct Loader<'f> {
    files: &'f dyn Files,
    handbook: Handbook,
    errors: Vec<LoadError>,
    file: String,
}

impl<'f> Loader<'f> {
    fn open(&self, path: &str) -> Result<&'f str, LoadError> {
        self.files
            .text(path)
            .ok_or_else(|| LoadError::Missing { file: path.into() })
    }

    fn yaml<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T, LoadError> {
        serde_yaml::from_str(self.open(path)?).map_err(|error| LoadError::Unreadable {
            file: path.into(),
            detail: error.to_string(),
        })
    }

    fn read(&mut self) -> Result<(), LoadError> {
        let path = "handbook.toml";
        let raw: RawHandbook =
            toml::from_str(self.open(path)?).map_err(|error| LoadError::Unreadable {
                file: path.into(),
                detail: error.to_string(),
            })?;
        self.handbook.id = raw.id;
        self.handbook.edition = raw.edition;
        self.handbook.languages = raw.languages;
        self.handbook.complete = raw.complete;
        let names = self.files.names("stages");
        let mut stages = Vec::with_capacity(raw.stages.len());
        for id in raw.stages {
            let suffix = format!("-{id}.yaml");
            let name = names.iter().find(|name| name.ends_with(&suffix));
            let name = name.ok_or_else(|| LoadError::Missing {
                file: format!("stages/*{suffix}"),
            })?;
            stages.push(name.as_str());
        }
        let (records, read) = self.read_together(&stages);
        let records = records?;
        self.handbook.choices = records.choices;
        self.file = "records.yaml".into();
        for (id, record) in records.records {
            self.add_record(id, record);
        }
        for (name, stage) in stages.into_iter().zip(read) {
            self.file = format!("stages/{name}");
            self.add_stage(stage?, name.trim_end_matches(".yaml"));
        }
        Ok(())
    }

    /// Reads the record types beside the stages, which are as large: this is most of what a start costs.
    fn read_together(&self, stages: &[&str]) -> (ReadRecords, Vec<Result<RawStage, LoadError>>) {
        std::thread::scope(|scope| {
            let read = |name: &str| self.yaml(&format!("stages/{name}"));
            let stages = scope.spawn(move || stages.iter().map(|name| read(name)).collect());
            let records = self.yaml("records.yaml");
            // The thread only parses: it cannot fail but by an error in its result.
            let stages: Vec<_> = stages.join().unwrap_or_default();
            (records, stages)
        })
    }

    fn inconsistent(&mut self, place: &str, detail: impl Into<String>) {
        self.errors.push(LoadError::Inconsistent {
            file: self.file.clone(),
            place: place.into(),
            detail: detail.into(),
        });
    }

    fn add_record(&mut self, id: String, raw: RawRecord) {
        let mut fields = Vec::with_capacity(raw.fields.len());
        for field in raw.fields {
            let place = format!("{id}.{}", field.id);
            let spec = ValueSpec {
                set: field.set,
                min: field.min,
                max: field.max,
                to: field.to,
                many: field.many,
                catalogue: field.catalogue,
            };
            match spec.build(&field.kind) {
                Some(kind) => fields.push(Field {
                    id: field.id,
                    kind,
                    required: field.required,
                }),
                None => self.inconsistent(
                    &place,
                    format!("no such kind `{}`, or a part of it is missing", field.kind),
                ),
            }
        }
        self.handbook.records.insert(
            id.clone(),
            RecordType {
                id,
                title: raw.title,
                fields,
                named_by: raw.named_by,
            },
        );
    }

    fn add_stage(&mut self, raw: RawStage, file: &str) {
        let stage = self.handbook.stages.len();
        let first_step = self.handbook.steps.len();
        for step in raw.steps {
            let first = self.handbook.questions.len();
            let phase = step.phase.unwrap_or(raw.phase);
            for question in step.questions {
                self.add_question(question, &step.id, phase, stage);
            }
            let questions = first..self.handbook.questions.len();
            self.handbook.steps.push(Step {
                id: step.id,
                code: step.code,
                stage,
                questions,
            });
        }
        let steps = first_step..self.handbook.steps.len();
        self.handbook.stages.push(Stage {
            id: raw.stage,
            file: file.into(),
            steps,
        });
    }

    fn add_question(&mut self, raw: RawQuestion, step_id: &str, phase: Phase, stage: usize) {
        let path = format!("{step_id}.{}", raw.id);
        let kind_name = raw.kind.clone();
        let when = raw.when.clone();
        let Some(kind) = question_kind(&raw) else {
            return self.inconsistent(
                &path,
                format!("no such kind `{kind_name}`, or a part of it is missing"),
            );
        };
        let when = match when.map(RawCondition::build) {
            None => None,
            Some(Some(condition)) => Some(condition),
            Some(None) => {
                return self.inconsistent(&path, "the condition has none of the known forms");
            }
        };
        self.handbook.questions.push(Question {
            code: raw.code,
            id: raw.id,
            path,
            kind,
            header: raw.header,
            phase: raw.phase.unwrap_or(phase),
            when,
            depends: raw.depends,
            from: raw.from,
            lesson: raw.lesson,
            stage,
            step: self.handbook.steps.len(),
        });
    }

    fn read_editions(&mut self) {
        match Editions::parse(self.files.text(EDITIONS_FILE), &self.handbook) {
            Ok(editions) => self.handbook.editions = editions,
            Err(errors) => self.errors.extend(errors),
        }
    }

    /// Every name that is used has to exist, and none may be given twice.
    fn check_names(&mut self) {
        let mut faults = Vec::new();
        let handbook = &self.handbook;
        for record in handbook.records.values() {
            if record.field(&record.title).is_none() {
                faults.push((
                    record.id.clone(),
                    format!("no field `{}` to name it by", record.title),
                ));
            }
            for field in &record.fields {
                check_value(
                    handbook,
                    &field.kind,
                    &format!("{}.{}", record.id, field.id),
                    &mut faults,
                );
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        for question in &handbook.questions {
            for name in [&question.code, &question.path] {
                if !seen.insert(name.clone()) {
                    faults.push((question.path.clone(), format!("`{name}` is given twice")));
                }
            }
            let conditions = question.when.iter().flat_map(super::Condition::questions);
            for name in question
                .depends
                .iter()
                .map(String::as_str)
                .chain(conditions)
            {
                if handbook.question(name).is_none() {
                    faults.push((question.path.clone(), format!("no question `{name}`")));
                }
            }
            check_kind(handbook, question, &mut faults);
        }
        self.file = "stages".into();
        for (place, detail) in faults {
            self.inconsistent(&place, detail);
        }
    }
}

type Faults = Vec<(String, String)>;

fn check_value(handbook: &Handbook, kind: &ValueKind, place: &str, faults: &mut Faults) {
    if let Some(set) = kind.set()
        && !handbook.choices.contains_key(set)
    {
        faults.push((place.into(), format!("no choice set `{set}`")));
    }
    if let ValueKind::Reference { to, .. } = kind {
        for record in to
            .iter()
            .filter(|record| !handbook.records.contains_key(*record))
        {
            faults.push((place.into(), format!("no record type `{record}`")));
        }
    }
}

fn check_kind(handbook: &Handbook, question: &Question, faults: &mut Faults) {
    if let Kind::Value(kind) = &question.kind {
        return check_value(handbook, kind, &question.path, faults);
    }
    if matches!(question.kind, Kind::Computed { .. }) {
        return;
    }
    let Some(record) = handbook.record_of(question) else {
        return faults.push((
            question.path.clone(),
            "no such record type, or no such list".into(),
        ));
    };
    let (presets, filters) = match &question.kind {
        Kind::Records { preset, .. } => (preset.keys().collect::<Vec<_>>(), Vec::new()),
        Kind::Table { filter, .. } => (Vec::new(), filter.keys().collect()),
        _ => (Vec::new(), Vec::new()),
    };
    for field in question
        .kind
        .asked_fields()
        .iter()
        .chain(presets)
        .chain(filters)
    {
        if field != "evidence" && field != "note" && record.field(field).is_none() {
            faults.push((
                question.path.clone(),
                format!("`{}` has no field `{field}`", record.id),
            ));
        }
    }
}

/// The parts a kind may need, wherever it is declared.
struct ValueSpec {
    set: Option<String>,
    min: Option<i64>,
    max: Option<i64>,
    to: Option<Vec<String>>,
    many: bool,
    catalogue: Option<String>,
}

impl ValueSpec {
    fn build(self, kind: &str) -> Option<ValueKind> {
        Some(match kind {
            "choice" => ValueKind::Choice { set: self.set? },
            "choices" => ValueKind::Choices { set: self.set? },
            "scale" => ValueKind::Scale,
            "line" => ValueKind::Line,
            "text" => ValueKind::Text,
            "number" => ValueKind::Number {
                min: self.min.map(Decimal::from),
                max: self.max.map(Decimal::from),
            },
            "percent" => ValueKind::Percent,
            "money" => ValueKind::Money,
            "date" => ValueKind::Date,
            "period" => ValueKind::Period,
            "year" => ValueKind::Year,
            "country" => ValueKind::Country,
            "currency" => ValueKind::Currency,
            "language" => ValueKind::Language { many: self.many },
            "code" => ValueKind::Code {
                catalogue: self.catalogue?,
                many: self.many,
            },
            "reference" => ValueKind::Reference {
                to: self.to?,
                many: self.many,
            },
            _ => return None,
        })
    }
}

fn question_kind(raw: &RawQuestion) -> Option<Kind> {
    Some(match raw.kind.as_str() {
        "records" => Kind::Records {
            record: raw.record.clone()?,
            ask: raw.ask.clone(),
            preset: raw.preset.clone(),
            max: raw.max.and_then(|max| usize::try_from(max).ok()),
        },
        "table" => Kind::Table {
            of: raw.of.clone()?,
            filter: raw.filter.clone(),
            ask: raw.ask.clone(),
            add: raw.add,
            compute: raw.compute.clone(),
        },
        "computed" => Kind::Computed {
            compute: raw.compute.clone()?,
        },
        kind => {
            let spec = ValueSpec {
                set: raw.set.clone(),
                min: raw.min,
                max: raw.max,
                to: None,
                many: raw.many,
                catalogue: raw.catalogue.clone(),
            };
            Kind::Value(spec.build(kind)?)
        }
    })
}
