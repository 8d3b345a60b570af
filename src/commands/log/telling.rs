//! A history in words, and as JSON.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::t;
use crate::ui::{Style, layout, sanitize_line};

use super::super::app::App;
use super::version::{How, State, Touched, Version, grades};

/// More questions of one stage than this are counted.
const SHOWN: usize = 8;

/// The schema of the JSON.
const SCHEMA: &str = "mainstream/log/1";

/// The history for a screen, the latest version first.
pub(super) fn text(app: &App, name: &str, versions: &[Version<'_>]) -> String {
    let page = Page { app };
    let mut out = String::new();
    if versions.is_empty() {
        return out;
    }
    let people: BTreeSet<&str> = versions
        .iter()
        .map(|version| version.commit.author.as_str())
        .collect();
    let counts = [
        ("log-versions", versions.len()),
        ("log-people", people.len()),
    ];
    let counts = counts.map(|(key, n)| app.messages.get(key, &[("n", &n)]));
    page.push(&mut out, 0, Some(Style::Heading), name);
    page.push(&mut out, 0, None, &counts.join(" · "));
    for version in versions {
        out.push('\n');
        page.version(&mut out, version);
    }
    out
}

struct Page<'p> {
    app: &'p App,
}

impl Page<'_> {
    fn word(&self, key: &str) -> String {
        self.app.messages.get(key, &[])
    }

    fn push(&self, out: &mut String, depth: usize, style: Option<Style>, text: &str) {
        let indent = "  ".repeat(depth);
        let text = sanitize_line(text);
        for line in layout::wrap(&text, self.app.ui.width(), &indent, &format!("{indent}  ")) {
            let inner = line.trim_start();
            let blanks = &line[..line.len() - inner.len()];
            let inner = match style {
                Some(style) => self.app.ui.style_out(style, inner),
                None => inner.to_owned(),
            };
            out.push_str(&format!("{blanks}{}\n", inner.trim_end()));
        }
    }

    fn version(&self, out: &mut String, version: &Version<'_>) {
        let commit = version.commit;
        let short = commit.name.get(..8).unwrap_or(&commit.name);
        let head = [
            self.date(&commit.date),
            commit.author.clone(),
            short.to_owned(),
        ];
        self.push(out, 0, Some(Style::Strong), &head.join(" · "));
        if !commit.subject.trim().is_empty() {
            self.push(out, 1, Some(Style::Dim), &commit.subject);
        }
        if let Some(old) = &commit.touch.renamed_from {
            let said = t!(self.app.messages, "log-renamed", file = super::shown(old));
            self.push(out, 1, None, &said);
        }
        for line in self.about(version) {
            self.push(out, 1, None, &line);
        }
        self.stages(out, version);
    }

    /// The day on which it was written, where its author was.
    fn date(&self, date: &str) -> String {
        let day = date.get(..10).and_then(|day| day.parse::<Date>().ok());
        day.map_or_else(|| date.to_owned(), |day| self.app.formatter().date(day))
    }

    fn about(&self, version: &Version<'_>) -> Vec<String> {
        let messages = &self.app.messages;
        let mut lines = Vec::new();
        let is_clean = version.commit.is_merge && matches!(version.state, State::Layout);
        if is_clean {
            return vec![self.word("log-merged")];
        }
        if version.commit.is_merge {
            lines.push(self.word("log-merge"));
        }
        if let Some(other) = version.compared_with {
            let short = other.get(..8).unwrap_or(other);
            lines.push(t!(messages, "log-compared-with", commit = short));
        }
        lines.push(match &version.state {
            State::Begun => self.word("log-begun"),
            State::Changed => version.counts.text(&self.app.messages),
            State::Layout => self.word("log-layout"),
            State::Removed => self.word("log-removed"),
            State::Alone => self.word("log-alone"),
            State::Unreadable(failure) => {
                let reason = failure.what.text(messages);
                t!(messages, "log-unreadable", reason = reason)
            }
        });
        lines
    }

    fn stages(&self, out: &mut String, version: &Version<'_>) {
        let is_begun = matches!(version.state, State::Begun);
        let stages = by_stage(&version.touched);
        for (stage, questions) in stages {
            let depth = match stage {
                Some(stage) => {
                    let title = self.stage_title(stage);
                    if is_begun {
                        let n = self
                            .app
                            .messages
                            .get("log-questions", &[("n", &questions.len())]);
                        let line = t!(self.app.messages, "labelled", word = title, text = n);
                        self.push(out, 1, None, &line);
                        continue;
                    }
                    self.push(out, 1, None, &title);
                    2
                }
                None if is_begun => continue,
                None => 1,
            };
            for touched in questions.iter().take(SHOWN) {
                self.push(out, depth, None, &self.question(touched));
            }
            if let n @ 1.. = questions.len().saturating_sub(SHOWN) {
                let more = self.app.messages.get("log-more", &[("n", &n)]);
                self.push(out, depth, None, &more);
            }
        }
    }

    fn stage_title(&self, stage: usize) -> String {
        let title = self.app.texts().stage_title(&self.app.handbook, stage);
        t!(
            self.app.messages,
            "diff-stage",
            number = stage,
            title = title
        )
    }

    fn question(&self, touched: &Touched) -> String {
        let messages = &self.app.messages;
        let title = match touched.what {
            Ok(index) => {
                let question = &self.app.handbook.questions[index];
                format!("{} {}", question.code, self.app.texts().ask(question))
            }
            Err(key) => self.word(key),
        };
        let line = if self.app.ui.is_plain() {
            let word = self.word(match touched.how {
                How::Added => "log-added",
                How::Removed => "log-gone",
                How::Changed => "log-changed",
            });
            t!(messages, "labelled", word = word, text = title)
        } else {
            let sign = match touched.how {
                How::Added => "+",
                How::Removed => "−",
                How::Changed => "~",
            };
            format!("{sign} {title}")
        };
        if touched.n == 1 {
            return line;
        }
        let n = messages.get("log-changes", &[("n", &touched.n)]);
        format!("{line} ({n})")
    }
}

/// Questions under their stages, in the order they come.
fn by_stage(touched: &[Touched]) -> Vec<(Option<usize>, &[Touched])> {
    let parts = touched.chunk_by(|a, b| a.stage == b.stage);
    parts.map(|part| (part[0].stage, part)).collect()
}

/// The history for machines.
pub(super) fn json(app: &App, name: &str, versions: &[Version<'_>], is_cut: bool) -> Value {
    let versions = versions.iter().map(|version| version_json(app, version));
    json!({
        "schema": SCHEMA,
        "file": name,
        "cut": is_cut,
        "versions": versions.collect::<Vec<_>>(),
    })
}

fn version_json(app: &App, version: &Version<'_>) -> Value {
    let commit = version.commit;
    let touch = &commit.touch;
    let counts: Map<String, Value> = grades(&version.counts)
        .map(|(grade, n)| (grade.name().to_owned(), json!(n)))
        .collect();
    let reason = match &version.state {
        State::Unreadable(failure) => Some(failure.what.text(&app.messages)),
        _ => None,
    };
    let stages = by_stage(&version.touched)
        .into_iter()
        .map(|(stage, touched)| {
            let questions = touched.iter().map(|touched| question_json(app, touched));
            json!({
                "stage": stage.map(|stage| &app.handbook.stages[stage].id),
                "title": stage.map(|stage| app.texts().stage_title(&app.handbook, stage)),
                "questions": questions.collect::<Vec<_>>(),
            })
        });
    json!({
        "commit": commit.name,
        "author": commit.author,
        "date": commit.date,
        "subject": commit.subject,
        "merge": commit.is_merge,
        "file": super::shown(&touch.path),
        "renamed_from": touch.renamed_from.as_deref().map(super::shown),
        "state": version.state.name(),
        "reason": reason,
        "compared_with": version.compared_with,
        "counts": counts,
        "stages": stages.collect::<Vec<_>>(),
    })
}

fn question_json(app: &App, touched: &Touched) -> Value {
    let question = touched
        .what
        .ok()
        .map(|index| &app.handbook.questions[index]);
    let title = match touched.what {
        Ok(index) => app.texts().ask(&app.handbook.questions[index]).into_owned(),
        Err(key) => app.messages.get(key, &[]),
    };
    let how = match touched.how {
        How::Added => "added",
        How::Removed => "removed",
        How::Changed => "changed",
    };
    json!({
        "code": question.map(|question| &question.code),
        "path": question.map(|question| &question.path),
        "title": title,
        "change": how,
        "changes": touched.n,
    })
}
