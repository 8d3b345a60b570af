//! What commands show: reasons, lists, what was found.

use crate::handbook::{Kind, Term};
use crate::interview::{Effect, Found, Notice, Overview, Session, SourceLine, Verb};
use crate::t;
use crate::ui::layout::{columns, pad};
use crate::ui::{Style, Ui};

use super::super::handbook::{lesson_text, provenance_text, snippet_text, term_lines};
use super::Walk;
use super::list::status;
use super::values::question_line;

/// How many columns the name of the text takes in which a word was found, about.
const AROUND_NAME: usize = 24;

impl Walk<'_> {
    /// Tells what came of an input.
    pub(super) fn tell(&mut self, ui: &mut Ui, session: &Session<'_>, effect: Effect) {
        match effect {
            Effect::Say(Notice::Computed { question }) => {
                let text = self.notice(session, &Notice::Computed { question });
                status(ui, Style::Warn, &text);
                let asked = &session.lookup().handbook.questions[question];
                if let Kind::Computed { compute } = &asked.kind {
                    self.worked_out(ui, session, compute);
                }
            }
            Effect::Say(notice) => {
                let text = self.notice(session, &notice);
                status(ui, Style::Warn, &text);
            }
            Effect::Refused { refusal, typed } => self.refused(ui, session, &refusal, &typed),
            Effect::ShowWhy(question) => self.why(ui, session, question),
            Effect::ShowExample(question) => {
                let lookup = session.lookup();
                let example = lookup.texts.example(&lookup.handbook.questions[question]);
                let example = example.unwrap_or_default();
                self.page(ui, |canvas, walk| {
                    canvas.say(
                        None,
                        &t!(walk.view.messages, "handbook-example", text = example),
                    );
                });
            }
            Effect::ShowList(overview) => self.overview(ui, session, &overview),
            Effect::ShowFound(found) => self.found(ui, session, &found),
            Effect::ShowTerms(terms) => self.terms(ui, session, &terms),
            Effect::ListTerms(names) => self.page(ui, |canvas, walk| {
                let names = names.join(&t!(walk.view.messages, "search-separator"));
                canvas.say(None, &names);
                let how = t!(
                    walk.view.messages,
                    "walk-glossary-how",
                    command = walk.typed("glossary")
                );
                canvas.say(Some(Style::Dim), &how);
            }),
            Effect::ShowSources(lines) => self.sources(ui, &lines),
            Effect::ShowHelp => self.help(ui),
            Effect::Save(_) | Effect::Undo | Effect::Quit => {}
        }
    }

    fn why(&mut self, ui: &Ui, session: &Session<'_>, index: usize) {
        let lookup = session.lookup();
        let question = &lookup.handbook.questions[index];
        let messages = self.view.messages;
        let origin = provenance_text(messages, lookup.catalogues, question);
        let mistakes = lookup.texts.mistakes(question);
        let mistakes = mistakes.map(|text| t!(messages, "handbook-mistakes", text = text));
        let lesson = lesson_text(messages, lookup.catalogues, lookup.texts, question);
        self.page(ui, |canvas, walk| {
            canvas.say(None, &lookup.texts.why(question));
            for part in mistakes.iter().chain(&lesson) {
                canvas.gap();
                canvas.say(None, part);
            }
            if mistakes.is_some() || lesson.is_some() {
                canvas.gap();
            }
            canvas.say(Some(Style::Dim), &origin);
            walk.sector_hint(canvas, session);
        });
    }

    fn overview(&mut self, ui: &Ui, session: &Session<'_>, overview: &Overview) {
        let lookup = session.lookup();
        let messages = self.view.messages;
        let step = &lookup.handbook.steps[overview.step];
        self.page(ui, |canvas, _| {
            let title = lookup.texts.step_title(step);
            let title = t!(messages, "walk-step-title", code = step.code, title = title);
            canvas.say(Some(Style::Heading), &title);
            for (index, state) in &overview.questions {
                let (code, ask) = question_line(session, *index);
                let state = messages.get(&format!("state-{}", state.name()), &[]);
                canvas.listed(&code, &format!("{ask} ({state})"));
            }
            let share = |(step, settled, asked): &(usize, usize, usize)| {
                format!(
                    "{}\u{a0}{settled}/{asked}",
                    lookup.handbook.steps[*step].code
                )
            };
            let steps: Vec<String> = overview.steps.iter().map(share).collect();
            canvas.gap();
            let steps = steps.join(&t!(messages, "list-separator"));
            canvas.say(Some(Style::Dim), &t!(messages, "walk-steps", steps = steps));
        });
    }

    fn found(&mut self, ui: &Ui, session: &Session<'_>, found: &Found) {
        let messages = self.view.messages;
        self.page(ui, |canvas, walk| {
            for (index, hit) in &found.questions {
                let (code, ask) = question_line(session, *index);
                canvas.listed(&code, &ask);
                let indent = if canvas.ui().is_plain() {
                    ""
                } else {
                    "       "
                };
                // One line says where the word stands; the rest is read there.
                let room = canvas.width().saturating_sub(indent.len() + AROUND_NAME);
                if let Some(part) = snippet_text(messages, hit, room) {
                    let line = format!("{}{}{}", part.before, part.word, part.after);
                    canvas.indented(Some(Style::Dim), &line, indent, indent);
                }
            }
            for (id, title, code) in &found.records {
                let line = t!(messages, "walk-found-record", record = title, code = code);
                canvas.listed(id, &line);
            }
            for (term, definition) in &found.terms {
                let line = t!(
                    messages,
                    "search-term-defined",
                    term = term,
                    definition = definition
                );
                canvas.indented(Some(Style::Dim), &line, "  ", "    ");
            }
            if found.left_out > 0 {
                canvas.say(
                    Some(Style::Dim),
                    &t!(messages, "walk-more-found", n = found.left_out),
                );
            }
            canvas.say(
                Some(Style::Dim),
                &t!(messages, "walk-found-go", go = walk.typed("go")),
            );
        });
    }

    fn terms(&mut self, ui: &Ui, session: &Session<'_>, terms: &[Term]) {
        let messages = self.view.messages;
        let catalogues = session.lookup().catalogues;
        self.page(ui, |canvas, _| {
            for term in terms {
                canvas.gap();
                for (index, (style, line)) in term_lines(messages, catalogues, term)
                    .into_iter()
                    .enumerate()
                {
                    let indented = index > 0 && !canvas.ui().is_plain();
                    let (first, rest) = if indented { ("  ", "    ") } else { ("", "") };
                    canvas.indented(style, &line, first, rest);
                }
            }
        });
    }

    fn sources(&mut self, ui: &Ui, lines: &[SourceLine]) {
        let messages = self.view.messages;
        self.page(ui, |canvas, walk| {
            if lines.is_empty() {
                canvas.say(None, &t!(messages, "walk-no-sources"));
            }
            for line in lines {
                let about = [line.owner.as_deref(), line.year.as_deref()];
                let about: Vec<&str> = about.into_iter().flatten().collect();
                let mut text = line.title.clone();
                if !about.is_empty() {
                    text = format!("{text} ({})", about.join(&t!(messages, "list-separator")));
                }
                if line.attached {
                    text = format!("{text} – {}", t!(messages, "walk-attached"));
                }
                canvas.listed(&line.id, &text);
            }
            let source = walk.typed("source");
            canvas.say(
                Some(Style::Dim),
                &t!(messages, "walk-source-how", source = source),
            );
        });
    }

    fn help(&mut self, ui: &Ui) {
        let messages = self.view.messages;
        self.page(ui, |canvas, walk| {
            canvas.say(None, &t!(messages, "walk-help"));
            let words = Verb::ALL.map(|verb| walk.typed(verb.word()));
            let widest = words.iter().map(|word| columns(word)).max().unwrap_or(0);
            for (verb, word) in Verb::ALL.into_iter().zip(words) {
                let what = messages.get(&format!("walk-help-{}", verb.word()), &[]);
                let word = if canvas.ui().is_plain() {
                    word
                } else {
                    pad(&word, widest)
                };
                canvas.listed(&word, &what);
            }
        });
    }
}
