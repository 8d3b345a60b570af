//! What is shown above a prompt.

use crate::handbook::{Kind, ValueKind};
use crate::interview::{Entry, Position, Present, Prompt, PromptKind, Purpose, Session, Standing};
use crate::project::State;
use crate::t;
use crate::ui::{Style, Ui};

use super::Walk;
use super::canvas::Canvas;
use super::values::question_line;

impl Walk<'_> {
    /// Shows a prompt, one that is asked again only in short; how many rows it takes.
    pub(super) fn show_prompt(
        &self,
        ui: &mut Ui,
        session: &Session<'_>,
        prompt: &Prompt,
        again: bool,
    ) -> usize {
        let text = if again {
            let mut canvas = Canvas::new(ui);
            let name = self.asked_name(session, prompt);
            if !name.is_empty() {
                canvas.say(
                    Some(Style::Dim),
                    &t!(self.view.messages, "walk-again", name = name),
                );
            }
            canvas.finish()
        } else {
            self.fitting(ui, session, prompt)
        };
        let gap = if ui.is_plain() || again { "" } else { "\n" };
        ui.show(&format!("{gap}{text}"));
        text.lines().count()
    }

    pub(super) fn paint(&self, canvas: &mut Canvas<'_>, session: &Session<'_>, prompt: &Prompt) {
        let messages = self.view.messages;
        match &prompt.kind {
            PromptKind::Intro { stage, step, open } => {
                self.intro(canvas, session, *stage, *step, *open);
            }
            PromptKind::Question {
                present,
                standing,
                created_in,
            } => {
                self.head(canvas, session, prompt);
                let kind = prompt
                    .question
                    .map(|at| &session.lookup().handbook.questions[at].kind);
                let kind = kind.and_then(|kind| match kind {
                    Kind::Value(kind) => Some(kind),
                    _ => None,
                });
                self.form(canvas, prompt, kind);
                self.present(canvas, present, prompt);
                self.standing(canvas, standing);
                self.nothing_to_choose(canvas, created_in);
            }
            PromptKind::Menu {
                rows,
                standing,
                table_of,
                computed,
            } => {
                self.head(canvas, session, prompt);
                if let Some(code) = table_of {
                    canvas.say(
                        Some(Style::Dim),
                        &t!(messages, "walk-table-of", code = code),
                    );
                }
                // A list that is only half filled shows that by itself.
                if standing.state != State::Draft {
                    self.standing(canvas, standing);
                }
                canvas.gap();
                self.rows(canvas, session, prompt, rows);
                if let Some(name) = computed {
                    self.worked_out_line(canvas, session, name);
                }
                canvas.gap();
            }
            PromptKind::Reason => canvas.say(Some(Style::Strong), &t!(messages, "walk-ask-reason")),
            PromptKind::Note { record } => self.note(canvas, session, prompt, record.as_deref()),
            PromptKind::Pick { purpose, .. } => {
                let key = match purpose {
                    Purpose::Change => "walk-pick-change",
                    Purpose::Remove => "walk-pick-remove",
                    Purpose::Move => "walk-pick-move",
                };
                canvas.say(Some(Style::Strong), &messages.get(key, &[]));
            }
            PromptKind::MoveTo { record } => {
                canvas.say(
                    Some(Style::Strong),
                    &t!(messages, "walk-ask-position", record = record),
                );
            }
            PromptKind::Remove { record, references } => {
                self.removal(canvas, session, record, references);
            }
            PromptKind::AddTo { of, field } => {
                let label = self.label(session.lookup().texts, of, field);
                canvas.say(Some(Style::Strong), &label);
            }
            PromptKind::Name {
                of,
                field,
                n,
                created_in,
            } => {
                self.name(canvas, session, prompt, (of, field, *n));
                self.nothing_to_choose(canvas, created_in);
            }
            PromptKind::Field { .. } => self.field(canvas, session, prompt),
            PromptKind::SourceTitle => {
                canvas.say(Some(Style::Strong), &t!(messages, "walk-ask-source"));
                canvas.say(Some(Style::Dim), &t!(messages, "walk-ask-source-hint"));
            }
            PromptKind::Stale { cause, stale } => self.stale(canvas, session, *cause, stale),
            PromptKind::Done {
                left,
                total_percent,
            } => {
                self.done(canvas, session, left, *total_percent);
            }
        }
        self.begun(canvas, prompt);
    }

    /// Where one is, the question, and why it is asked.
    fn head(&self, canvas: &mut Canvas<'_>, session: &Session<'_>, prompt: &Prompt) {
        let (Some(index), Some(position)) = (prompt.question, &prompt.position) else {
            return;
        };
        let lookup = session.lookup();
        let question = &lookup.handbook.questions[index];
        self.crumbs(canvas, session, position);
        let ask = lookup.texts.ask(question);
        let why = lookup.texts.why(question);
        if canvas.ui().is_plain() {
            let code = &question.code;
            canvas.say(
                Some(Style::Strong),
                &t!(self.view.messages, "walk-plain-ask", code = code, ask = ask),
            );
            canvas.say(None, &t!(self.view.messages, "walk-plain-why", why = why));
        } else {
            canvas.gap();
            canvas.titled(&question.code, &ask);
            canvas.gap();
            let rest = format!(" … {}", self.typed("why"));
            canvas.cut(Style::Dim, &why, canvas.limits().why, &rest);
        }
        if let Some(note) = lookup.texts.note_prompt(question) {
            let note = t!(
                self.view.messages,
                "walk-note-hint",
                command = self.typed("note"),
                note = note
            );
            canvas.say(Some(Style::Dim), &note);
        }
    }

    fn crumbs(&self, canvas: &mut Canvas<'_>, session: &Session<'_>, position: &Position) {
        let messages = self.view.messages;
        let lookup = session.lookup();
        let stage = lookup.texts.stage_title(lookup.handbook, position.stage);
        let step = &lookup.handbook.steps[position.step];
        let title = lookup.texts.step_title(step);
        let place = |key: &str| {
            messages.get(
                key,
                &[
                    ("number", &position.number),
                    ("of", &position.of),
                    ("code", &step.code),
                    ("step", &title),
                    ("stage", &position.stage),
                    ("percent", &position.stage_percent),
                    ("total", &position.total_percent),
                ],
            )
        };
        if canvas.ui().is_plain() {
            canvas.say(None, &place("walk-plain-position"));
            return;
        }
        let sign = if canvas.ui().is_unicode() { "▸" } else { ">" };
        let country = self.country(session);
        let country = country
            .map(|name| format!("{name} {sign} "))
            .unwrap_or_default();
        let left = format!(
            "{country}{} {stage} {sign} {} {title}",
            position.stage, step.code
        );
        canvas.ends(&left, &place("walk-position"));
    }

    fn country(&self, session: &Session<'_>) -> Option<String> {
        let code =
            session.with_project(|project| project.header.country.map(|c| c.text.to_owned()))?;
        let language = self.view.messages.language();
        Some(
            session
                .lookup()
                .catalogues
                .label("countries", &code, language),
        )
    }

    /// How a value of this kind is written, where that has to be known before it is typed.
    pub(super) fn form(&self, canvas: &mut Canvas<'_>, prompt: &Prompt, kind: Option<&ValueKind>) {
        if !matches!(prompt.entry, Entry::Line { .. }) {
            return;
        }
        let key = match kind {
            Some(ValueKind::Date) => "walk-form-date",
            Some(ValueKind::Period) => "walk-form-period",
            Some(ValueKind::Money) => "walk-form-money",
            Some(ValueKind::Percent) => "walk-form-percent",
            Some(kind) if kind.is_many() => "walk-form-many",
            Some(ValueKind::Country | ValueKind::Currency | ValueKind::Code { .. }) => {
                "walk-form-one"
            }
            _ => return,
        };
        canvas.say(Some(Style::Dim), &self.view.messages.get(key, &[]));
    }

    fn present(&self, canvas: &mut Canvas<'_>, present: &Present, prompt: &Prompt) {
        let messages = self.view.messages;
        canvas.gap();
        if present.is_empty() {
            canvas.say(None, &t!(messages, "walk-no-answer"));
            return;
        }
        let text = t!(messages, "walk-answer", answer = self.value(present));
        canvas.say(None, &text);
        if !matches!(prompt.entry, Entry::Choice { .. } | Entry::Choices { .. })
            && canvas.ui().is_plain()
        {
            canvas.say(None, &t!(messages, "walk-plain-keep"));
        }
    }

    /// What is known about an answer beside its value.
    fn standing(&self, canvas: &mut Canvas<'_>, standing: &Standing) {
        let messages = self.view.messages;
        if !matches!(standing.state, State::Blank | State::Answered) {
            let state = messages.get(&format!("state-{}", standing.state.name()), &[]);
            let line = match &standing.reason {
                Some(reason) => t!(
                    messages,
                    "walk-state-reason",
                    state = state,
                    reason = reason
                ),
                None => t!(messages, "walk-state", state = state),
            };
            canvas.say(Some(Style::Warn), &line);
        }
        if let Some(note) = &standing.note {
            canvas.say(None, &t!(messages, "walk-note", note = note));
        }
        if !standing.evidence.is_empty() {
            let titles: Vec<&str> = standing
                .evidence
                .iter()
                .map(|line| line.title.as_str())
                .collect();
            let titles = titles.join("; ");
            canvas.say(None, &t!(messages, "walk-evidence", sources = titles));
        }
    }

    pub(super) fn nothing_to_choose(&self, canvas: &mut Canvas<'_>, created_in: &[String]) {
        if let Some(code) = created_in.first() {
            let go = format!("{} {code}", self.typed("go"));
            canvas.say(
                Some(Style::Warn),
                &t!(self.view.messages, "walk-none-yet", code = code, go = go),
            );
        }
    }

    /// What had been begun here; a terminal shows it in the line itself.
    fn begun(&self, canvas: &mut Canvas<'_>, prompt: &Prompt) {
        let in_line = matches!(prompt.entry, Entry::Line { .. } | Entry::Text { .. });
        if in_line && !canvas.ui().is_plain() {
            return;
        }
        if let Some(draft) = &prompt.draft {
            canvas.say(
                Some(Style::Warn),
                &t!(self.view.messages, "walk-begun", text = draft),
            );
        }
    }

    fn intro(
        &self,
        canvas: &mut Canvas<'_>,
        session: &Session<'_>,
        stage: Option<usize>,
        step: usize,
        open: usize,
    ) {
        let messages = self.view.messages;
        let lookup = session.lookup();
        if let Some(stage) = stage {
            let title = lookup.texts.stage_title(lookup.handbook, stage);
            let title = t!(messages, "walk-stage-title", number = stage, title = title);
            canvas.say(Some(Style::Heading), &title);
            canvas.say(None, &lookup.texts.stage_part(stage, |text| &text.purpose));
            let part = |part| lookup.texts.stage_part(stage, part);
            let parts = [
                ("handbook-inputs", Some(part(|text| &text.inputs))),
                ("handbook-outputs", Some(part(|text| &text.outputs))),
                ("handbook-people", Some(part(|text| &text.people))),
                ("handbook-duration", lookup.texts.stage_duration(stage)),
            ];
            for (key, part) in parts {
                let Some(part) = part else { continue };
                let line = messages.get(key, &[("text", &part)]);
                canvas.indented(Some(Style::Dim), &line, "", "  ");
            }
            canvas.gap();
        }
        let step = &lookup.handbook.steps[step];
        let title = lookup.texts.step_title(step);
        let title = t!(messages, "walk-step-title", code = step.code, title = title);
        canvas.say(Some(Style::Heading), &title);
        canvas.say(None, &lookup.texts.step_intro(step));
        canvas.say(Some(Style::Dim), &t!(messages, "walk-step-open", n = open));
    }

    fn stale(&self, canvas: &mut Canvas<'_>, session: &Session<'_>, cause: usize, stale: &[usize]) {
        let messages = self.view.messages;
        let (code, ask) = question_line(session, cause);
        let n = stale.len();
        canvas.say(
            Some(Style::Warn),
            &t!(messages, "walk-stale", code = code, ask = ask, n = n),
        );
        for index in stale {
            let (code, ask) = question_line(session, *index);
            canvas.listed(&code, &ask);
        }
    }

    fn done(
        &self,
        canvas: &mut Canvas<'_>,
        session: &Session<'_>,
        left: &[(State, Vec<usize>)],
        percent: usize,
    ) {
        let messages = self.view.messages;
        let key = if left.is_empty() {
            "walk-done-all"
        } else {
            "walk-done"
        };
        canvas.say(
            Some(Style::Heading),
            &messages.get(key, &[("percent", &percent)]),
        );
        for (state, questions) in left {
            let codes: Vec<String> = questions
                .iter()
                .map(|index| question_line(session, *index).0)
                .collect();
            let shown = codes.iter().take(12).cloned().collect::<Vec<_>>();
            let mut codes_line = shown.join(&t!(messages, "list-separator"));
            if codes.len() > shown.len() {
                codes_line.push_str(" …");
            }
            let state = messages.get(
                &format!("walk-left-{}", state.name()),
                &[("n", &questions.len())],
            );
            canvas.indented(None, &format!("{state}  {codes_line}"), "  ", "    ");
        }
    }
}
