//! `explain`: the page of a rule.

use crate::diagnostic::Level;
use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::{CONTENT_RULES, Phase};
use crate::language::mark_fallback;
use crate::policy::{Flags, Grade, Policy};
use crate::rules::own::{OwnRule, OwnRules};
use crate::rules::page::Pages;
use crate::rules::{Group, Known, RULES, all_known};
use crate::settings;
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::cli::ExplainArgs;

pub(crate) fn run(app: &mut App, args: &ExplainArgs) -> anyhow::Result<Exit> {
    let own = app.own();
    let pages = Pages::new(app.language()).with_own(own);
    let policy = Policy::of(&app.handbook, own, &app.settings.check, &Flags::default())?;
    let all = all_rules(own);
    let text = match args.rule.as_deref() {
        None | Some("all") => list(app, &pages, &policy, &all),
        Some(id) => {
            if let Some(rule) = all.iter().find(|rule| rule.id == id) {
                page(app, &pages, &policy, *rule)
            } else {
                let is_in = |rule: &&Listed<'_>| {
                    let group = rule.known.map(|known| known.group);
                    group.is_some_and(|group| group.name() == id)
                };
                let group: Vec<Listed<'_>> = all.iter().filter(is_in).copied().collect();
                if group.is_empty() {
                    return Err(unknown(id, &all).into());
                }
                list(app, &pages, &policy, &group)
            }
        }
    };
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

/// A rule of `check`, of an overlay or of `handbook check`.
#[derive(Clone, Copy)]
struct Listed<'r> {
    id: &'r str,
    level: Level,
    /// What settings can be about; none for the rules of handbooks.
    known: Option<Known<'r>>,
}

impl<'r> From<Known<'r>> for Listed<'r> {
    fn from(known: Known<'r>) -> Self {
        Self {
            id: known.id,
            level: known.level,
            known: Some(known),
        }
    }
}

fn all_rules(own: &OwnRules) -> Vec<Listed<'_>> {
    let content = CONTENT_RULES.iter().map(|rule| Listed {
        id: rule.id,
        level: rule.level,
        known: None,
    });
    all_known(own).map(Listed::from).chain(content).collect()
}

fn unknown(id: &str, all: &[Listed<'_>]) -> Failure {
    let failure = Failure::new(Exit::Usage, "explain-unknown").with("rule", id);
    let groups = Group::ALL.into_iter().map(|group| -> &str { group.name() });
    match nearest(id, all.iter().map(|rule| rule.id).chain(groups)) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None => failure.hint(Said::new("hint-explain-list")),
    }
}

fn list(app: &App, pages: &Pages, policy: &Policy, rules: &[Listed<'_>]) -> String {
    let mut text = String::new();
    for rule in rules {
        let summary = pages
            .page(rule.id)
            .map_or("", |(page, _)| page.summary.as_str());
        let changed = rule.known.and_then(|rule| policy.changed(rule));
        let level = changed.map_or(Grade::At(rule.level), |(grade, _)| grade);
        let level = grade_word(app, level);
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

fn page(app: &App, pages: &Pages, policy: &Policy, rule: Listed<'_>) -> String {
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
    text.push('\n');
    for line in standing(app, policy, rule) {
        text.push_str(&layout::fill(&line, width, "", ""));
        text.push('\n');
    }
    text
}

/// Since when, in which group, from which phase, and what the settings of this folder make of it.
fn standing(app: &App, policy: &Policy, listed: Listed<'_>) -> Vec<String> {
    let Some(rule) = listed.known else {
        return since(app, listed.id).into_iter().collect();
    };
    let mut lines = match rule.own {
        Some(own) => vec![origin(app, own)],
        None => since(app, listed.id).into_iter().collect(),
    };
    lines.push(t!(app.messages, "explain-group", group = rule.group.name()));
    lines.extend(phase_key(rule.phase).map(|key| app.messages.get(key, &[])));
    if rule.is_fixed() {
        lines.push(t!(app.messages, "explain-fixed"));
    }
    if let Some((grade, place)) = policy.changed(rule) {
        let level = grade_word(app, grade);
        let place = place.unwrap_or(settings::FILE_NAME);
        lines.push(t!(
            app.messages,
            "explain-here",
            level = level,
            place = place
        ));
    }
    let profile = policy.profile(None);
    if rule.phase > profile.rules {
        lines.push(t!(app.messages, "explain-waits", profile = profile.id));
    }
    lines
}

/// The version of the program that first had a rule.
fn since(app: &App, id: &str) -> Option<String> {
    let ours = RULES.iter().map(|rule| (rule.id, rule.since));
    let content = CONTENT_RULES.iter().map(|rule| (rule.id, rule.since));
    let (_, version) = ours.chain(content).find(|(known, _)| *known == id)?;
    Some(t!(app.messages, "explain-since", version = version))
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

/// The word for what becomes of a rule's findings.
fn grade_word(app: &App, grade: Grade) -> String {
    match grade {
        Grade::Off => t!(app.messages, "level-off"),
        Grade::At(level) => super::level_word(&app.messages, level),
    }
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
