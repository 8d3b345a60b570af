//! From the parts that layers have laid on each other to a [`Handbook`].

use std::collections::BTreeSet;

use super::merge::{Draft, StageDraft, StepDraft};
use super::part::{Fault, Part, View};
use super::reading::Read;
use super::{Dropped, Field, Handbook, Origin, Phase, Question, RecordType, Stage, Step};

/// What a part is, and its name: what is left out of a layer is remembered by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PartKey {
    Step(String),
    Question(String),
    Record(String),
    Field(String, String),
}

/// The parts of layers that cannot be applied.
pub(super) type LeftOut = BTreeSet<(PartKey, usize)>;

/// A handbook with the view every one of its parts was read through.
pub(super) struct Built<'d, 't> {
    pub(super) handbook: Handbook,
    /// In the order of the handbook's questions.
    pub(super) questions: Vec<View<'d, 't>>,
    /// Every field that was read, with its record type.
    pub(super) fields: Vec<(&'d str, View<'d, 't>)>,
    pub(super) records: Vec<View<'d, 't>>,
    /// What could not be read, each with the part and the layer to leave out.
    pub(super) faults: Vec<(PartKey, usize, Fault)>,
}

/// Reads all parts but those that are left out.
pub(super) fn build<'d, 't>(draft: &'d Draft<'t>, left_out: &LeftOut) -> Built<'d, 't> {
    let mut builder = Builder {
        draft,
        left_out,
        built: Built {
            handbook: Handbook::default(),
            questions: Vec::new(),
            fields: Vec::new(),
            records: Vec::new(),
            faults: Vec::new(),
        },
        dropped: Vec::new(),
    };
    builder.sets();
    builder.records();
    builder.stages();
    builder.put_dropped();
    let mut built = builder.built;
    built.handbook.index();
    retire_fields(&mut built.handbook);
    built
}

struct Builder<'b, 'd, 't> {
    draft: &'d Draft<'t>,
    left_out: &'b LeftOut,
    built: Built<'d, 't>,
    /// Questions that are not asked any more, which stand behind all others.
    dropped: Vec<(Question, View<'d, 't>)>,
}

fn origin(part: &Part<'_>) -> Origin {
    Origin {
        file: part.place.file,
        span: part.place.span,
    }
}

fn dropped_by(part: &Part<'_>) -> Option<Dropped> {
    part.dropped.as_ref().map(|drop| Dropped {
        layer: drop.layer,
        reason: drop.reason.clone(),
    })
}

/// Whether a step is dropped, by itself or with its stage.
fn is_gone(stage: &StageDraft<'_>, step: &StepDraft<'_>) -> bool {
    stage.part.dropped.is_some() || step.part.dropped.is_some()
}

impl<'d, 't> Builder<'_, 'd, 't> {
    /// The part up to its uppermost layer that is not left out and can be read.
    fn read<T>(
        &mut self,
        part: &'d Part<'t>,
        key: &PartKey,
        read: impl Fn(View<'d, 't>) -> Read<T>,
    ) -> Option<(T, View<'d, 't>)> {
        for top in part.layers() {
            // Asked only where something is left out, which is hardly ever.
            if !self.left_out.is_empty() && self.left_out.contains(&(key.clone(), top)) {
                continue;
            }
            let view = View { part, top };
            match read(view) {
                Ok(value) => return Some((value, view)),
                Err(fault) => self.built.faults.push((key.clone(), top, *fault)),
            }
        }
        None
    }

    fn sets(&mut self) {
        for (name, set) in &self.draft.sets {
            let is_asked = |dropped: bool| {
                let choices = set.choices.iter();
                let choices = choices.filter(move |choice| choice.dropped.is_some() == dropped);
                choices.map(|choice| choice.id.clone()).collect::<Vec<_>>()
            };
            let handbook = &mut self.built.handbook;
            handbook.choices.insert(name.clone(), is_asked(false));
            let retired = is_asked(true);
            if !retired.is_empty() {
                handbook.retired.insert(name.clone(), retired);
            }
        }
    }

    fn records(&mut self) {
        for (id, record) in &self.draft.records {
            let head = self.read(&record.part, &PartKey::Record(id.clone()), |view| {
                Ok((
                    view.needed("title")?.to_owned(),
                    view.texts("named-by")?,
                    view.text("unique")?.map(str::to_owned),
                ))
            });
            let Some(((title, named_by, unique), view)) = head else {
                continue;
            };
            self.built.records.push(view);
            let mut fields = Vec::with_capacity(record.fields.len());
            for part in &record.fields {
                let key = PartKey::Field(id.clone(), part.id.clone());
                let field = self.read(part, &key, |view| {
                    Ok(Field {
                        id: part.id.clone(),
                        kind: view.value_kind()?,
                        required: view.flag("required")?,
                        origin: origin(part),
                        dropped: dropped_by(part),
                    })
                });
                if let Some((field, view)) = field {
                    self.built.fields.push((id, view));
                    fields.push(field);
                }
            }
            let record = RecordType {
                id: id.clone(),
                title,
                fields,
                named_by,
                unique,
                origin: origin(&record.part),
            };
            self.built.handbook.records.insert(record);
        }
    }

    fn stages(&mut self) {
        // Stages that are dropped stand behind all others, as their questions do.
        let stages = self.draft.stages.iter();
        let (dropped, asked): (Vec<_>, Vec<_>) =
            stages.partition(|stage| stage.part.dropped.is_some());
        self.built.handbook.n_stages = asked.len();
        let all: Vec<_> = asked.into_iter().chain(dropped).collect();
        for stage in &all {
            let view = View {
                part: &stage.part,
                top: usize::MAX,
            };
            let phase = view.phase("phase").ok().flatten().unwrap_or(Phase::Draft);
            let index = self.built.handbook.stages.len();
            let first = self.built.handbook.steps.len();
            for step in stage.steps.iter().filter(|step| !is_gone(stage, step)) {
                self.step(step, stage, (phase, index));
            }
            let steps = first..self.built.handbook.steps.len();
            self.built.handbook.stages.push(Stage {
                id: stage.part.id.clone(),
                file: stage.file.clone(),
                steps,
                origin: origin(&stage.part),
                dropped: dropped_by(&stage.part),
            });
        }
        for (index, stage) in all.iter().enumerate() {
            for step in stage.steps.iter().filter(|step| is_gone(stage, step)) {
                self.step(step, stage, (Phase::Optional, index));
            }
        }
    }

    fn step(
        &mut self,
        draft: &'d StepDraft<'t>,
        stage_draft: &'d StageDraft<'t>,
        (phase, stage): (Phase, usize),
    ) {
        let part = &draft.part;
        let head = self.read(part, &PartKey::Step(part.id.clone()), |view| {
            Ok((view.needed("code")?.to_owned(), view.phase("phase")?))
        });
        let Some(((code, own), _)) = head else {
            return;
        };
        let index = self.built.handbook.steps.len();
        let first = self.built.handbook.questions.len();
        let gone = dropped_by(part).or_else(|| dropped_by(&stage_draft.part));
        for question in &draft.questions {
            let place = (own.unwrap_or(phase), stage, index);
            self.question(question, (part, gone.as_ref()), place);
        }
        self.built.handbook.steps.push(Step {
            id: part.id.clone(),
            code,
            stage,
            questions: first..self.built.handbook.questions.len(),
            origin: origin(part),
            dropped: gone,
        });
    }

    fn question(
        &mut self,
        part: &'d Part<'t>,
        (step_part, gone): (&'d Part<'t>, Option<&Dropped>),
        (phase, stage, step): (Phase, usize, usize),
    ) {
        let path = format!("{}.{}", step_part.id, part.id);
        let dropped = dropped_by(part).or_else(|| gone.cloned());
        let key = PartKey::Question(path.clone());
        let read = self.read(part, &key, |view| {
            Ok(Question {
                code: view.needed("code")?.to_owned(),
                id: part.id.clone(),
                path: path.clone(),
                kind: view.kind()?,
                header: view.header()?,
                phase: view.phase("phase")?.unwrap_or(phase),
                when: view.condition()?,
                depends: view.texts("depends")?,
                from: match view.get("from") {
                    None => return Err(view.lacking("from")),
                    Some(_) => view.texts("from")?,
                },
                fills: view.fills()?,
                lesson: view.texts("lesson")?,
                stage,
                step,
                origin: origin(part),
                dropped: dropped.clone(),
            })
        });
        let Some((question, view)) = read else {
            return;
        };
        if question.dropped.is_some() {
            self.dropped.push((question, view));
        } else {
            self.built.handbook.questions.push(question);
            self.built.questions.push(view);
        }
    }

    fn put_dropped(&mut self) {
        let handbook = &mut self.built.handbook;
        handbook.n_asked = handbook.questions.len();
        for (question, view) in self.dropped.drain(..) {
            handbook.questions.push(question);
            self.built.questions.push(view);
        }
    }
}

/// A field that is dropped is asked nowhere; what stands in files stays readable.
fn retire_fields(handbook: &mut Handbook) {
    let mut gone: Vec<(String, String)> = Vec::new();
    for record in handbook.records.values() {
        let fields = record.fields.iter().filter(|field| field.dropped.is_some());
        gone.extend(fields.map(|field| (record.id.clone(), field.id.clone())));
    }
    for (record, field) in gone {
        for index in 0..handbook.questions.len() {
            let of = handbook.record_of(&handbook.questions[index]);
            if of.is_some_and(|of| of.id == record)
                && let Some(asked) = handbook.questions[index].kind.asked_fields_mut()
            {
                asked.retain(|asked| *asked != field);
            }
        }
    }
}
