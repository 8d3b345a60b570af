//! How the method was adapted: the layers above the handbook, what they did and why.

use super::super::{Block, Cell, Column, Inlines, Section, Table};
use super::value::capitalised;
use super::{Audience, Dossier};
use crate::handbook::{Adaptation, Deed, Instrument, Instruments, SECTOR_CATALOGUE, Subject};
use crate::language::Saying;

/// A thing a layer did, as a row.
struct Done {
    layer: usize,
    what: &'static str,
    part: Inlines,
    how: Inlines,
}

impl Dossier<'_, '_> {
    /// None where the handbook is followed as it is.
    pub(super) fn adapted(&self) -> Option<Section> {
        if !self.handbook.is_adapted() || self.options.audience == Audience::Gaps {
            return None;
        }
        let handbook = self.handbook_name();
        let intro = self
            .messages
            .get("report-adapted-intro", &[("handbook", &handbook)]);
        let layers = self.handbook.layers.iter().skip(1);
        let layers = layers.map(|layer| {
            let title = self.said(&layer.title);
            let title = if title.is_empty() {
                layer.id.clone()
            } else {
                title
            };
            self.messages.get(
                "report-adapted-layer",
                &[
                    ("title", &title),
                    ("id", &layer.id),
                    ("edition", &layer.edition),
                ],
            )
        });
        let mut section = Section::new("adapted", self.word("report-adapted"))
            .block(Block::paragraph(intro))
            .block(Block::bullets(layers));
        let done = self.done();
        if !done.is_empty() {
            section = section.block(self.done_table(done));
        }
        let dropped = self.handbook.asked().len()..self.handbook.questions.len();
        let kept: Vec<Section> = dropped.filter_map(|index| self.question(index)).collect();
        if !kept.is_empty() {
            let mut answers = Section::new("adapted-answers", self.word("report-adapted-answers"));
            answers.sections = kept;
            section = section.section(answers);
        }
        Some(section)
    }

    fn said(&self, saying: &Saying) -> String {
        saying.shown(self.messages.language().code()).into_owned()
    }

    /// All that was done: drops first, because they take something away.
    fn done(&self) -> Vec<Done> {
        // A choice set comes with the question that has it, and a list that asks one field more with
        // the field.
        let is_seen = |one: &&Adaptation| match &one.deed {
            Deed::Changed { keys } => keys.iter().any(|key| key != "ask"),
            _ => one.subject != Subject::Set,
        };
        let adaptations = self.handbook.adaptations.iter().filter(is_seen);
        let mut done: Vec<Done> = adaptations
            .map(|one| Done {
                layer: one.layer,
                what: deed_key(one),
                part: self.part(one),
                how: match &one.deed {
                    Deed::Dropped { reason } => Inlines::text(self.said(reason)),
                    Deed::Changed { keys } => Inlines::join(
                        keys.iter().map(|key| Inlines::code(key.as_str())),
                        &Inlines::text(self.word("report-list-separator")),
                    ),
                    Deed::Added | Deed::Moved => Inlines::new(),
                },
            })
            .collect();
        done.extend(
            self.texts
                .reworded(self.handbook)
                .into_iter()
                .map(|(layer, question)| Done {
                    layer,
                    what: "report-adapted-reworded",
                    part: self.question_name(question),
                    how: Inlines::new(),
                }),
        );
        let order = [
            "report-adapted-dropped",
            "report-adapted-added",
            "report-adapted-changed",
            "report-adapted-moved",
            "report-adapted-reworded",
        ];
        done.sort_by_key(|one| order.iter().position(|key| *key == one.what));
        done
    }

    fn done_table(&self, done: Vec<Done>) -> Table {
        let several = self.handbook.layers.len() > 2;
        let by = several.then(|| Column::text(self.word("report-adapted-by")));
        let columns = [
            "report-adapted-what",
            "report-adapted-part",
            "report-adapted-why",
        ];
        let columns = columns.map(|key| Column::text(self.word(key)));
        let mut table = Table::new(columns.into_iter().chain(by));
        table = table.caption(self.word("report-adapted-caption"));
        for Done {
            layer,
            what,
            part,
            how,
        } in done
        {
            let what = capitalised(&self.word(what));
            let by =
                several.then(|| Cell::text(Inlines::code(self.handbook.layers[layer].id.as_str())));
            let how = if how.is_blank() {
                Cell::empty()
            } else {
                Cell::text(how)
            };
            let cells = [Cell::text(what), Cell::text(part), how];
            table = table.row(cells.into_iter().chain(by));
        }
        table
    }

    fn question_name(&self, index: usize) -> Inlines {
        let question = &self.handbook.questions[index];
        let name = self.texts.ask(question);
        Inlines::text(self.messages.get(
            "report-adapted-question",
            &[("code", &question.code), ("name", &name)],
        ))
    }

    /// What an adaptation is about, in words.
    fn part(&self, one: &Adaptation) -> Inlines {
        let (handbook, texts, name) = (self.handbook, self.texts, one.name.as_str());
        let (before, after) = name.split_once('.').unwrap_or((name, ""));
        let text = match one.subject {
            Subject::Question => match handbook.question_index(name) {
                Some(index) => return self.question_name(index),
                None => name.to_owned(),
            },
            Subject::Stage => {
                let stage = handbook.stage_index(name).unwrap_or_default();
                let title = texts.stage_title(handbook, stage);
                self.messages
                    .get("report-adapted-stage", &[("name", &title)])
            }
            Subject::Step => {
                let step = handbook
                    .step_index(name)
                    .map(|index| &handbook.steps[index]);
                let code = step.map_or("", |step| step.code.as_str());
                let title = step.map(|step| texts.step_title(step)).unwrap_or_default();
                self.messages
                    .get("report-adapted-step", &[("code", &code), ("name", &title)])
            }
            Subject::Record => {
                let plural = texts.record_plural(name);
                self.messages
                    .get("report-adapted-record", &[("name", &plural)])
            }
            Subject::Field => {
                let record = capitalised(&texts.record_name(before));
                let label = texts.field_wording(before, after, |text| &text.label);
                let label = label.map_or_else(|| after.into(), crate::handbook::Wording::shown);
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("record", &record), ("name", &label)];
                self.messages.get("report-adapted-field", &values)
            }
            Subject::Choice => {
                let label = texts.choice(before, after);
                self.messages
                    .get("report-adapted-choice", &[("name", &label)])
            }
            Subject::Instrument => self.instrument_part(before, after),
            Subject::Preset => {
                let set = handbook.preset_set(SECTOR_CATALOGUE);
                let label = set.map_or_else(|| after.into(), |set| texts.choice(set, after));
                self.messages
                    .get("report-adapted-sector-list", &[("name", &label)])
            }
            Subject::Sector => {
                let language = self.messages.language();
                let label = self.catalogues.label("sectors", after, language);
                self.messages
                    .get("report-adapted-sector", &[("name", &label)])
            }
            Subject::Word => self
                .messages
                .get("report-adapted-word", &[("name", &word(name))]),
            Subject::Set => self.messages.get("report-adapted-set", &[("name", &name)]),
        };
        Inlines::text(text)
    }

    /// An instrument, or a part of one by its label; what was dropped is named as it was below.
    fn instrument_part(&self, id: &str, part: &str) -> String {
        let language = self.messages.language();
        let below = Instruments::builtin();
        let all = [self.handbook.instruments(), below];
        let all: Vec<&Instrument> = all.iter().filter_map(|all| all.get(id)).collect();
        let title = all.first().map(|one| one.name.shown(language));
        let title = title.unwrap_or_else(|| id.to_owned());
        let Some((kind, part)) = part.split_once('.') else {
            return self
                .messages
                .get("report-adapted-instrument", &[("name", &title)]);
        };
        let part = all.iter().find_map(|one| match kind {
            "classes" => {
                let class = one.classes.iter().find(|class| class.id == part)?;
                Some(class.label.shown(language))
            }
            "domains" => {
                let domain = one.domains.iter().find(|domain| domain.id == part)?;
                Some(domain.label.shown(language))
            }
            _ => Some(self.texts.field_label(&one.record, part).into_owned()),
        });
        let part = part.unwrap_or_default();
        let values: [(&str, &dyn std::fmt::Display); 2] = [("name", &title), ("part", &part)];
        self.messages.get("report-adapted-instrument-part", &values)
    }
}

/// The last id of a name: what it is that rules look for.
fn word(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn deed_key(one: &Adaptation) -> &'static str {
    match &one.deed {
        Deed::Changed { .. } if one.name.starts_with("texts.") => "report-adapted-reworded",
        Deed::Added => "report-adapted-added",
        Deed::Changed { .. } => "report-adapted-changed",
        Deed::Moved => "report-adapted-moved",
        Deed::Dropped { .. } => "report-adapted-dropped",
    }
}
