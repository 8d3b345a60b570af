//! `explain`: the page of a rule.

use crate::diagnostic::Level;
use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::{CONTENT_RULES, Phase};
use crate::language::mark_fallback;
use crate::rules::RULES;
use crate::rules::page::Pages;
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::cli::ExplainArgs;

pub(crate) fn run(app: &mut App, args: &ExplainArgs) -> anyhow::Result<Exit> {
    let pages = Pages::new(app.language());
    let text = match args.rule.as_deref() {
        None | Some("all") => list(app, &pages),
        Some(id) => {
            let all = all_rules();
            let rule = all
                .iter()
                .find(|rule| rule.id == id)
                .ok_or_else(|| unknown(id))?;
            page(app, &pages, *rule)
        }
    };
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

/// A rule of `check` or of `handbook check`.
#[derive(Clone, Copy)]
struct Listed {
    id: &'static str,
    level: Level,
    since: &'static str,
    phase: Phase,
}

fn all_rules() -> Vec<Listed> {
    let project = RULES.iter().map(|rule| Listed {
        id: rule.id,
        level: rule.level,
        since: rule.since,
        phase: rule.phase,
    });
    let content = CONTENT_RULES.iter().map(|rule| Listed {
        id: rule.id,
        level: rule.level,
        since: rule.since,
        phase: Phase::Draft,
    });
    project.chain(content).collect()
}

fn unknown(id: &str) -> Failure {
    let failure = Failure::new(Exit::Usage, "explain-unknown").with("rule", id);
    match nearest(id, all_rules().iter().map(|rule| rule.id)) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None => failure.hint(Said::new("hint-explain-list")),
    }
}

fn list(app: &App, pages: &Pages) -> String {
    let mut text = String::new();
    for rule in all_rules() {
        let summary = pages
            .page(rule.id)
            .map_or("", |(page, _)| page.summary.as_str());
        let level = super::level_word(&app.messages, rule.level);
        text.push_str(&format!(
            "{} ({level})\n",
            app.ui.style_out(Style::Strong, rule.id)
        ));
        text.push_str(&layout::fill(summary, app.ui.width(), "    ", "    "));
        text.push('\n');
    }
    text
}

fn page(app: &App, pages: &Pages, rule: Listed) -> String {
    let width = app.ui.width();
    let level = super::level_word(&app.messages, rule.level);
    let mut text = format!("{} ({level})\n", app.ui.style_out(Style::Heading, rule.id));
    let Some((page, fallback)) = pages.page(rule.id) else {
        return text;
    };
    let shown = |part: &str| match fallback {
        None => part.to_owned(),
        Some(language) => mark_fallback(part, language),
    };
    for (key, part) in [
        ("explain-what", &page.what),
        ("explain-why", &page.why),
        ("explain-mend", &page.mend),
    ] {
        let heading = app.messages.get(key, &[]);
        text.push_str(&format!(
            "\n{}\n",
            app.ui.style_out(Style::Strong, &heading)
        ));
        text.push_str(&layout::fill(&shown(part), width, "", ""));
        text.push('\n');
    }
    if let Some(example) = pages.example(rule.id) {
        for (key, piece) in [
            ("explain-bad", &example.bad),
            ("explain-good", &example.good),
        ] {
            let heading = app.messages.get(key, &[]);
            text.push_str(&format!(
                "\n{}\n",
                app.ui.style_out(Style::Strong, &heading)
            ));
            for line in piece.lines() {
                text.push_str(&format!("    {}\n", crate::ui::sanitize_line(line)));
            }
        }
    }
    let since = t!(app.messages, "explain-since", version = rule.since);
    text.push_str(&format!("\n{since}\n"));
    if let Some(key) = phase_key(rule.phase) {
        let phase = app.messages.get(key, &[]);
        text.push_str(&layout::fill(&phase, width, "", ""));
        text.push('\n');
    }
    text
}

/// The message that says from which phase of the work on a rule looks; what looks from the first
/// one on always looks, and nothing is said.
const fn phase_key(phase: Phase) -> Option<&'static str> {
    match phase {
        Phase::Draft | Phase::Optional => None,
        Phase::Review => Some("explain-from-review"),
        Phase::Adoption => Some("explain-from-adoption"),
        Phase::Monitoring => Some("explain-from-monitoring"),
    }
}
