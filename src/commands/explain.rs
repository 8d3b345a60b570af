//! `explain`: the page of a rule.

use crate::diagnostic::Level;
use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::{CONTENT_RULES, Phase};
use crate::language::mark_fallback;
use crate::rules::RULES;
use crate::rules::own::{OwnRule, OwnRules};
use crate::rules::page::Pages;
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::cli::ExplainArgs;

pub(crate) fn run(app: &mut App, args: &ExplainArgs) -> anyhow::Result<Exit> {
    let pages = Pages::new(app.language()).with_own(app.own());
    let text = match args.rule.as_deref() {
        None | Some("all") => list(app, &pages),
        Some(id) => {
            let all = all_rules(app.own());
            let rule = all
                .iter()
                .find(|rule| rule.id == id)
                .ok_or_else(|| unknown(id, &all))?;
            page(app, &pages, *rule)
        }
    };
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

/// A rule of `check`, of `handbook check` or of an overlay.
#[derive(Clone, Copy)]
struct Listed<'r> {
    id: &'r str,
    level: Level,
    phase: Phase,
    from: Bringer<'r>,
}

/// Where a rule comes from.
#[derive(Clone, Copy)]
enum Bringer<'r> {
    /// A version of the program.
    Version(&'static str),
    /// An overlay.
    Overlay(&'r OwnRule),
}

fn all_rules(own: &OwnRules) -> Vec<Listed<'_>> {
    let project = RULES.iter().map(|rule| Listed {
        id: rule.id,
        level: rule.level,
        phase: rule.phase,
        from: Bringer::Version(rule.since),
    });
    let overlays = own.iter().map(|rule| Listed {
        id: &rule.id,
        level: rule.level,
        phase: rule.phase,
        from: Bringer::Overlay(rule),
    });
    let content = CONTENT_RULES.iter().map(|rule| Listed {
        id: rule.id,
        level: rule.level,
        phase: Phase::Draft,
        from: Bringer::Version(rule.since),
    });
    project.chain(overlays).chain(content).collect()
}

fn unknown(id: &str, all: &[Listed<'_>]) -> Failure {
    let failure = Failure::new(Exit::Usage, "explain-unknown").with("rule", id);
    match nearest(id, all.iter().map(|rule| rule.id)) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None => failure.hint(Said::new("hint-explain-list")),
    }
}

fn list(app: &App, pages: &Pages) -> String {
    let mut text = String::new();
    for rule in all_rules(app.own()) {
        let summary = pages
            .page(rule.id)
            .map_or("", |(page, _)| page.summary.as_str());
        let level = super::level_word(&app.messages, rule.level);
        text.push_str(&format!(
            "{} ({level})\n",
            app.ui.style_out(Style::Strong, rule.id)
        ));
        let summary = crate::ui::sanitize_line(summary);
        text.push_str(&layout::fill(&summary, app.ui.width(), "    ", "    "));
        text.push('\n');
    }
    text
}

fn page(app: &App, pages: &Pages, rule: Listed<'_>) -> String {
    let width = app.ui.width();
    let level = super::level_word(&app.messages, rule.level);
    let mut text = format!("{} ({level})\n", app.ui.style_out(Style::Heading, rule.id));
    let Some((page, fallback)) = pages.page(rule.id) else {
        return text;
    };
    let shown = |part: &str| match fallback {
        // An overlay may have written anything into its texts.
        None => crate::ui::sanitize_line(part).into_owned(),
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
    let from = match rule.from {
        Bringer::Version(version) => t!(app.messages, "explain-since", version = version),
        Bringer::Overlay(own) => origin(app, own),
    };
    text.push('\n');
    text.push_str(&layout::fill(&from, width, "", ""));
    text.push('\n');
    if let Some(key) = phase_key(rule.phase) {
        let phase = app.messages.get(key, &[]);
        text.push_str(&layout::fill(&phase, width, "", ""));
        text.push('\n');
    }
    text
}

/// Which overlay brings a rule, and where it says so.
fn origin(app: &App, rule: &OwnRule) -> String {
    let layer = app.handbook.store().get(rule.layer);
    let file = layer.map_or_else(|| rule.file.clone(), |layer| layer.display(&rule.file));
    let overlay = app.handbook.layers.get(rule.layer);
    let overlay = overlay.map_or("", |layer| layer.id.as_str());
    t!(
        app.messages,
        "explain-overlay",
        overlay = crate::ui::sanitize_line(overlay),
        edition = crate::ui::sanitize_line(&rule.edition),
        file = crate::ui::sanitize_line(&file),
        line = rule.line
    )
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
