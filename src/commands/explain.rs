//! `explain`: the page of a rule.

use crate::diagnostic::Level;
use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::{CONTENT_RULES, Phase};
use crate::language::mark_fallback;
use crate::policy::{Flags, Grade, Policy};
use crate::rules::page::Pages;
use crate::rules::{self, Group, RULES};
use crate::settings;
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::cli::ExplainArgs;

pub(crate) fn run(app: &mut App, args: &ExplainArgs) -> anyhow::Result<Exit> {
    let pages = Pages::new(app.language());
    let policy = Policy::of(&app.handbook, &app.settings.check, &Flags::default())?;
    let all = all_rules();
    let text = match args.rule.as_deref() {
        None | Some("all") => list(app, &pages, &policy, &all),
        Some(id) => {
            if let Some(rule) = all.iter().find(|rule| rule.id == id) {
                page(app, &pages, &policy, *rule)
            } else {
                let is_in = |rule: &Listed| rule.group.is_some_and(|group| group.name() == id);
                let group: Vec<Listed> = all.into_iter().filter(is_in).collect();
                if group.is_empty() {
                    return Err(unknown(id).into());
                }
                list(app, &pages, &policy, &group)
            }
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
    /// The group; none for the rules of handbooks.
    group: Option<Group>,
}

fn all_rules() -> Vec<Listed> {
    let project = RULES.iter().map(|rule| Listed {
        id: rule.id,
        level: rule.level,
        since: rule.since,
        phase: rule.phase,
        group: Some(rule.group),
    });
    let content = CONTENT_RULES.iter().map(|rule| Listed {
        id: rule.id,
        level: rule.level,
        since: rule.since,
        phase: Phase::Draft,
        group: None,
    });
    project.chain(content).collect()
}

fn unknown(id: &str) -> Failure {
    let failure = Failure::new(Exit::Usage, "explain-unknown").with("rule", id);
    let groups = Group::ALL.into_iter().map(Group::name);
    match nearest(id, all_rules().iter().map(|rule| rule.id).chain(groups)) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None => failure.hint(Said::new("hint-explain-list")),
    }
}

fn list(app: &App, pages: &Pages, policy: &Policy, rules: &[Listed]) -> String {
    let mut text = String::new();
    for rule in rules {
        let summary = pages
            .page(rule.id)
            .map_or("", |(page, _)| page.summary.as_str());
        let changed = rules::rule(rule.id).and_then(|rule| policy.changed(rule));
        let level = changed.map_or(Grade::At(rule.level), |(grade, _)| grade);
        let level = grade_word(app, level);
        text.push_str(&format!(
            "{} ({level})\n",
            app.ui.style_out(Style::Strong, rule.id)
        ));
        text.push_str(&layout::fill(summary, app.ui.width(), "    ", "    "));
        text.push('\n');
    }
    text
}

fn page(app: &App, pages: &Pages, policy: &Policy, rule: Listed) -> String {
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
    text.push('\n');
    for line in standing(app, policy, rule) {
        text.push_str(&layout::fill(&line, width, "", ""));
        text.push('\n');
    }
    text
}

/// Since when, in which group, from which phase, and what the settings of this folder make of it.
fn standing(app: &App, policy: &Policy, listed: Listed) -> Vec<String> {
    let mut lines = vec![t!(app.messages, "explain-since", version = listed.since)];
    if let Some(group) = listed.group {
        lines.push(t!(app.messages, "explain-group", group = group.name()));
    }
    lines.extend(phase_key(listed.phase).map(|key| app.messages.get(key, &[])));
    let Some(rule) = rules::rule(listed.id) else {
        return lines;
    };
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
