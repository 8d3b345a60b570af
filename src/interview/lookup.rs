//! Going anywhere by name, finding by word, and listing.

use crate::handbook::{Catalogues, Hit, HitPlace, Kind, LookedUp, look_up, search, terms};
use crate::language::Language;
use crate::project::Progress;
use crate::words::{folded, nearest};

use super::Session;
use super::effect::{Effect, Found, Notice, Overview};
use super::entry::Lookup;
use super::place::{Mode, Place, RecordKey};

/// The most questions that are shown for a word: what fits on a screen with what they say of it.
const MAX_QUESTIONS: usize = 8;

/// The most terms and records that are shown for a word, each.
const MAX_BESIDE: usize = 4;

/// A term of the glossary with its meaning.
type Meaning = (String, String);

/// What a name leads to.
enum Goal {
    Question(usize),
    Record(RecordKey),
}

impl Session<'_> {
    /// Goes to a question, step, stage or record by any of its names.
    pub(super) fn go_to(&mut self, typed: &str) {
        let name = typed.trim();
        match self.goal(name) {
            Some(Goal::Question(question)) => self.go_to_question(question),
            Some(Goal::Record(key)) => self.go_to_record(key),
            None => {
                let handbook = self.handbook();
                let nearest = nearest(name, handbook.question_names(), 3);
                self.say(Notice::NoSuchPlace {
                    typed: name.to_owned(),
                    nearest,
                });
            }
        }
    }

    /// Whether `go` would find this.
    pub fn knows(&self, name: &str) -> bool {
        self.goal(name.trim()).is_some()
    }

    fn goal(&self, name: &str) -> Option<Goal> {
        let handbook = self.handbook();
        let name_in_step = || {
            let step = handbook.questions[self.place.question()?].step;
            let path = format!("{}.{name}", handbook.steps[step].id);
            handbook.question_index(&path)
        };
        let by_id = || {
            let mut named = handbook
                .questions
                .iter()
                .enumerate()
                .filter(|(_, q)| q.id == name);
            named
                .next()
                .map(|(index, _)| index)
                .filter(|_| named.next().is_none())
        };
        let of_step = || self.first_of_step(handbook.step_index(name)?);
        let of_stage = || {
            let mut steps = handbook.stages[handbook.stage_index(name)?].steps.clone();
            steps.find_map(|step| self.first_of_step(step))
        };
        let question = handbook
            .question_index(name)
            .or_else(name_in_step)
            .or_else(of_step)
            .or_else(of_stage)
            .or_else(by_id);
        question.map(Goal::Question).or_else(|| {
            self.with_project(|project| project.record(name).map(RecordKey::of))
                .map(Goal::Record)
        })
    }

    /// The first question of a step that is asked in this project.
    fn first_of_step(&self, step: usize) -> Option<usize> {
        let handbook = self.handbook();
        self.with_project(|project| {
            let mut range = handbook.steps[step].questions.clone();
            range.find(|index| project.applies(handbook, &handbook.questions[*index]))
        })
    }

    fn go_to_question(&mut self, question: usize) {
        let handbook = self.handbook();
        let asked = &handbook.questions[question];
        if matches!(asked.kind, Kind::Computed { .. }) {
            return self.say(Notice::Computed { question });
        }
        if asked.dropped.is_some() {
            return self.say(Notice::Dropped { question });
        }
        if !self.with_project(|project| project.applies(handbook, asked)) {
            let looked_at = asked
                .when
                .as_ref()
                .map(|when| when.questions())
                .unwrap_or_default();
            let home = handbook.home_of(asked).map(|home| home.path.as_str());
            let looked_at = if looked_at.is_empty() {
                home.into_iter().collect()
            } else {
                looked_at
            };
            let because = looked_at
                .into_iter()
                .filter_map(|path| handbook.question_index(path));
            let because = because.collect();
            return self.say(Notice::NotAsked { question, because });
        }
        let place = self.opening(question);
        if place == self.place {
            return;
        }
        self.passed.remove(&question);
        self.go(place);
    }

    fn go_to_record(&mut self, key: RecordKey) {
        let mode = Mode::Changing;
        let question = key.home;
        if question.is_none() {
            // The fields of a source lead back to where one was.
            let here = self.place.clone();
            self.after_source = match here {
                Place::Field { question: None, .. } => self.after_source.take(),
                Place::SourceTitle { then, .. } => Some(*then),
                here => Some(here),
            };
        }
        self.go(Place::Field {
            question,
            key,
            field: 0,
            mode,
        });
        self.settle_field();
    }

    /// Lists the questions of a step, the present one if none is named.
    pub(super) fn list(&mut self, of: Option<&str>) {
        let handbook = self.handbook();
        let named = of.map(|name| {
            let of_question = handbook.question(name).map(|question| question.step);
            let of_stage = || {
                handbook
                    .stage_index(name)
                    .and_then(|stage| handbook.stages[stage].steps.clone().next())
            };
            handbook.step_index(name).or(of_question).or_else(of_stage)
        });
        let here = self
            .place
            .question()
            .map(|question| handbook.questions[question].step);
        let step = match named {
            Some(Some(step)) => step,
            Some(None) => {
                let typed = of.unwrap_or_default().to_owned();
                let codes = handbook
                    .steps
                    .iter()
                    .flat_map(|step| [step.id.as_str(), &step.code]);
                let nearest = nearest(&typed, codes, 3);
                return self.say(Notice::NoSuchPlace { typed, nearest });
            }
            None => here.unwrap_or(0),
        };
        let progress = self.with_project(|project| Progress::of(project, handbook));
        let range = handbook.steps[step].questions.clone();
        let states = range.filter_map(|index| progress.states[index].map(|state| (index, state)));
        let steps = progress
            .steps
            .iter()
            .enumerate()
            .filter(|(_, count)| count.asked > 0);
        let overview = Overview {
            step,
            questions: states.collect(),
            steps: steps
                .map(|(step, count)| (step, count.settled(), count.asked))
                .collect(),
        };
        self.effect(Effect::ShowList(overview));
    }

    /// Finds words in questions, records and the glossary, whatever their accents and case.
    pub(super) fn find(&mut self, word: &str) {
        let plain = folded(word.trim());
        if plain.is_empty() {
            return self.say(Notice::NotHere);
        }
        let (questions, terms) = self.read_about(&plain);
        let mut found = Found {
            word: word.trim().to_owned(),
            questions,
            terms,
            records: self.records_with(&plain),
            left_out: 0,
        };
        found.left_out = left_out(&mut found.questions, MAX_QUESTIONS)
            + left_out(&mut found.terms, MAX_BESIDE)
            + left_out(&mut found.records, MAX_BESIDE);
        if found.questions.is_empty() && found.terms.is_empty() && found.records.is_empty() {
            return self.say(Notice::NothingFound(found.word));
        }
        self.effect(Effect::ShowFound(found));
    }

    /// Looks a term of the glossary up, or lists them all.
    pub(super) fn glossary(&mut self, term: Option<&str>) {
        let Lookup {
            catalogues, texts, ..
        } = self.lookup;
        let language = texts.language();
        let Some(typed) = term.map(str::trim) else {
            let names = terms(catalogues, language).into_iter();
            return self.effect(Effect::ListTerms(names.map(|term| term.name).collect()));
        };
        match look_up(catalogues, typed, language) {
            LookedUp::Found(terms) => self.effect(Effect::ShowTerms(terms)),
            LookedUp::Near(nearest) => {
                let typed = typed.to_owned();
                self.say(Notice::NoSuchTerm { typed, nearest });
            }
        }
    }

    /// Questions that are asked in this project and terms, in all that people read about them.
    fn read_about(&self, plain: &str) -> (Vec<(usize, Hit)>, Vec<Meaning>) {
        let handbook = self.handbook();
        let Lookup {
            catalogues, texts, ..
        } = self.lookup;
        let language = texts.language();
        let words: Vec<&str> = plain.split_whitespace().collect();
        let (mut questions, mut found) = (Vec::new(), Vec::new());
        self.with_project(|project| {
            for hit in search(handbook, texts, catalogues, &words) {
                match &hit.place {
                    HitPlace::Question(index)
                        if project.applies(handbook, &handbook.questions[*index]) =>
                    {
                        questions.push((*index, hit));
                    }
                    HitPlace::Term(id) => found.extend(term_of(catalogues, id, language)),
                    _ => {}
                }
            }
        });
        (questions, found)
    }

    fn records_with(&self, plain: &str) -> Vec<(String, String, String)> {
        let handbook = self.handbook();
        self.with_project(|project| {
            let row = |record: &crate::project::Record<'_>| {
                let home = record.home?;
                let title = self.lookup.title(project, record);
                let id = record.handle();
                let has = folded(&title).contains(plain) || folded(&id).contains(plain);
                has.then(|| (id, title, handbook.questions[home].code.clone()))
            };
            project.records().iter().filter_map(row).collect()
        })
    }
}

/// A term of the glossary with its meaning.
fn term_of(catalogues: &Catalogues, id: &str, language: Language) -> Option<Meaning> {
    let entry = catalogues.get("glossary")?.entry(id)?;
    let term = entry.term(language).or(entry.en.as_deref())?;
    let definition = entry.definition(language).unwrap_or_default();
    Some((term.to_owned(), definition))
}

/// Keeps as many as are shown, and counts the rest.
fn left_out<T>(found: &mut Vec<T>, most: usize) -> usize {
    let rest = found.len().saturating_sub(most);
    found.truncate(most);
    rest
}
