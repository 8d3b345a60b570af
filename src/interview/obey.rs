//! Commands, at whatever prompt they are typed.

use crate::handbook::Kind;
use crate::project::State;

use super::Session;
use super::effect::{Command, Effect, Notice};
use super::place::{Place, Target};

impl Session<'_> {
    pub(super) fn obey(&mut self, command: Command) {
        match command {
            Command::Back => self.back(),
            Command::Skip => self.skip_here(),
            Command::List(of) => self.list(of.as_deref()),
            Command::Go(to) => self.go_to(&to),
            Command::Find(word) => self.find(&word),
            Command::Glossary(term) => self.glossary(term.as_deref()),
            Command::Why => self.about(Effect::ShowWhy),
            Command::Example => self.example(),
            Command::Note(text) => self.note(text.as_deref()),
            Command::Source(None) => self.show_sources(),
            Command::Source(Some(id)) => self.attach_typed(&id),
            Command::NewSource => self.new_source(),
            Command::NotApplicable(reason) => self.not_applicable(reason.as_deref()),
            Command::Unknown => self.unknown(),
            Command::Undo => self.effect(Effect::Undo),
            Command::Help => self.effect(Effect::ShowHelp),
            Command::Quit => self.quit(),
        }
    }

    fn skip_here(&mut self) {
        if self.skip_in_list() {
            return;
        }
        match self.place.clone() {
            Place::Question(question) | Place::Menu(question) => self.skip(question),
            Place::Intro { question } => {
                let place = self.opening(question);
                self.go(place);
            }
            Place::Stale { cause, .. } => {
                let place = self.next_place(Some(cause));
                self.go(place);
            }
            _ => self.say(Notice::NotHere),
        }
    }

    fn about(&mut self, effect: fn(usize) -> Effect) {
        match self.place.question() {
            Some(question) => self.effect(effect(question)),
            None => self.say(Notice::NotHere),
        }
    }

    fn example(&mut self) {
        let Some(question) = self.place.question() else {
            return self.say(Notice::NotHere);
        };
        let texts = self.lookup.texts;
        if texts
            .example(&self.handbook().questions[question])
            .is_some()
        {
            self.effect(Effect::ShowExample(question));
        } else {
            self.say(Notice::NoExample);
        }
    }

    fn note(&mut self, text: Option<&str>) {
        let Some(target) = self.target() else {
            return self.say(Notice::NotHere);
        };
        match text {
            Some(text) => {
                self.set_note(&target, text.trim());
            }
            None => self.go(Place::Note(target)),
        }
    }

    /// The question that a state can be given to from here.
    fn question_here(&self) -> Option<usize> {
        match &self.place {
            Place::Question(question) | Place::Menu(question) | Place::Reason(question) => {
                Some(*question)
            }
            _ => None,
        }
    }

    fn not_applicable(&mut self, reason: Option<&str>) {
        if self.leave_field_empty() {
            return;
        }
        let Some(question) = self.question_here() else {
            return self.say(Notice::NotHere);
        };
        if self.handbook().questions[question].header.is_some() {
            return self.say(Notice::NotHere);
        }
        if self.keeps_records(question) {
            return;
        }
        match reason.map(str::trim).filter(|reason| !reason.is_empty()) {
            Some(reason) => self.mark(question, State::NotApplicable, Some(reason.to_owned())),
            None if matches!(self.place, Place::Reason(_)) => {}
            None => self.go(Place::Reason(question)),
        }
    }

    fn unknown(&mut self) {
        if self.leave_field_empty() {
            return;
        }
        match self.question_here() {
            Some(question) if self.keeps_records(question) => {}
            Some(question) => self.mark(question, State::Unknown, None),
            None => self.say(Notice::NotHere),
        }
    }

    /// A list with records cannot be unknown as a whole, and records are not thrown away unasked.
    fn keeps_records(&mut self, question: usize) -> bool {
        let asked = &self.handbook().questions[question];
        if !matches!(asked.kind, Kind::Records { .. }) {
            return false;
        }
        let n = self.with_project(|project| project.records_in(self.handbook(), asked).len());
        if n > 0 {
            self.say(Notice::HasRecords { question, n });
        }
        n > 0
    }

    /// A field has no state: what is not known of it stays empty.
    fn leave_field_empty(&mut self) -> bool {
        let Place::Field {
            question,
            key,
            field,
            mode,
        } = self.place.clone()
        else {
            return false;
        };
        self.say(Notice::FieldLeftEmpty);
        self.next_field(question, key, field, mode);
        true
    }

    /// What a note typed now belongs to, for the view.
    pub fn target_here(&self) -> Option<Target> {
        self.target()
    }
}
