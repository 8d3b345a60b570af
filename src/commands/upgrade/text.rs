//! The plan of an upgrade for people.

use std::path::Path;

use crate::t;
use crate::ui::{Style, layout, sanitize_line};
use crate::upgrade::{Fate, Plan, PlannedAnswer, PlannedField, Why};

use super::super::app::App;
use super::super::count;
use super::super::kits::Kit;
use super::words::{named, why_text};

/// Which file, which editions, and how many answers have which fate.
pub(super) fn head(app: &App, path: &Path, plan: &Plan) -> String {
    let title = t!(
        app.messages,
        "upgrade-head",
        file = path.display(),
        from = plan.from,
        to = plan.to
    );
    let counts: Vec<String> = Fate::ALL
        .into_iter()
        .map(|fate| (fate, plan.count(fate)))
        .filter(|(fate, n)| *n > 0 || *fate == Fate::Kept)
        .map(|(fate, n)| count(app, counting(fate), n))
        .collect();
    let title = app.ui.style_out(Style::Heading, &sanitize_line(&title));
    let counts = layout::fill(&counts.join(" · "), app.ui.width(), "  ", "  ");
    format!("{title}\n{counts}\n")
}

/// What people have to look at: what needs a review and what is kept aside.
pub(super) fn to_do(app: &App, kit: &Kit, path: &Path, plan: &Plan) -> String {
    let mut text = head(app, path, plan);
    text.push_str(&answers(app, kit, plan, Fate::KeptAside));
    text.push_str(&answers(app, kit, plan, Fate::NeedsReview));
    text
}

/// Everything, answer by answer.
pub(super) fn whole(app: &App, kit: &Kit, path: &Path, plan: &Plan) -> String {
    let mut text = to_do(app, kit, path, plan);
    text.push_str(&answers(app, kit, plan, Fate::Moved));
    text.push_str(&renamed(app, plan));
    text.push_str(&kept(app, kit, plan));
    text.push_str(&added(app, kit, plan));
    text.push_str(&unknown(app, plan));
    text
}

/// The message that counts the answers of a fate.
fn counting(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => "upgrade-n-kept",
        Fate::Moved => "upgrade-n-moved",
        Fate::NeedsReview => "upgrade-n-needs-review",
        Fate::KeptAside => "upgrade-n-kept-aside",
    }
}

/// The heading over the answers of a fate.
fn title(fate: Fate) -> &'static str {
    match fate {
        Fate::Kept => "upgrade-title-kept",
        Fate::Moved => "upgrade-title-moved",
        Fate::NeedsReview => "upgrade-title-needs-review",
        Fate::KeptAside => "upgrade-title-kept-aside",
    }
}

fn heading(app: &App, key: &str) -> String {
    let lines = layout::wrap(&app.messages.get(key, &[]), app.ui.width(), "", "");
    let lines = lines
        .iter()
        .map(|line| format!("{}\n", app.ui.style_out(Style::Heading, line)));
    format!("\n{}", lines.collect::<String>())
}

fn line(app: &App, lead: &str, text: &str) -> String {
    let indent = " ".repeat(layout::columns(lead));
    let text = sanitize_line(text);
    format!("{}\n", layout::fill(&text, app.ui.width(), lead, &indent))
}

/// The answers and fields of one fate, each with the reasons.
fn answers(app: &App, kit: &Kit, plan: &Plan, fate: Fate) -> String {
    let mut text = String::new();
    for answer in plan.answers.iter().filter(|answer| answer.fate == fate) {
        text.push_str(&answer_lines(app, kit, answer));
    }
    // What does not fit in fields is said with the question that asks them.
    let fields = plan.fields.iter().filter(|field| field.fate == fate);
    for field in fields.filter(|field| fate == Fate::KeptAside || field.list == "sources") {
        text.push_str(&field_lines(app, kit, field));
    }
    if text.is_empty() {
        return text;
    }
    format!("{}{text}", heading(app, title(fate)))
}

fn answer_lines(app: &App, kit: &Kit, answer: &PlannedAnswer) -> String {
    let question = answer.to.map(|index| &kit.handbook.questions[index]);
    let code = question.map_or("—", |question| &question.code);
    let lead = format!("  {code:<5} ");
    let indent = " ".repeat(layout::columns(&lead));
    let said = match question {
        Some(question) => kit.texts().ask(question).into_owned(),
        None => answer.from.clone(),
    };
    let mut text = line(app, &lead, &said);
    if let Some(question) = question
        && question.path != answer.from
    {
        let moved = t!(
            app.messages,
            "upgrade-arrow",
            from = answer.from,
            to = question.path
        );
        text.push_str(&line(app, &indent, &moved));
    }
    text.push_str(&reasons(app, kit, &indent, &answer.why));
    text
}

fn reasons(app: &App, kit: &Kit, indent: &str, why: &[Why]) -> String {
    why.iter()
        .map(|why| {
            line(
                app,
                indent,
                &why_text(&app.messages, &kit.handbook.edition, why),
            )
        })
        .collect()
}

fn field_lines(app: &App, kit: &Kit, field: &PlannedField) -> String {
    let lead = "  —     ";
    let indent = " ".repeat(lead.chars().count());
    let records = named(&app.messages, &field.records);
    let name = format!("{}[…].{}", field.list, field.field);
    let said = t!(
        app.messages,
        "upgrade-field",
        field = name,
        records = records
    );
    let mut text = line(app, lead, &said);
    text.push_str(&reasons(app, kit, &indent, &field.why));
    text
}

/// Fields and words that have other names.
fn renamed(app: &App, plan: &Plan) -> String {
    let fields = plan.fields.iter().filter(|field| field.fate == Fate::Moved);
    let fields = fields.map(|field| {
        let from = format!("{}[…].{}", field.list, field.field);
        let to = field.to.clone().unwrap_or_default();
        (from, to, field.records.len())
    });
    let words = plan.words.iter().map(|word| {
        let from = format!("{} = {}", word.place, word.from);
        (from, word.to.clone(), word.count)
    });
    let mut text = String::new();
    for (from, to, n) in fields.chain(words) {
        let said = t!(app.messages, "upgrade-renamed", from = from, to = to, n = n);
        text.push_str(&line(app, "  ", &said));
    }
    if text.is_empty() {
        return text;
    }
    format!("{}{text}", heading(app, "upgrade-title-renamed"))
}

/// The codes of the answers that stay as they are.
fn kept(app: &App, kit: &Kit, plan: &Plan) -> String {
    let kept = plan.answers.iter();
    let kept = kept.filter(|answer| answer.fate == Fate::Kept);
    let codes: Vec<&str> = kept
        .filter_map(|answer| Some(kit.handbook.questions[answer.to?].code.as_str()))
        .collect();
    if codes.is_empty() {
        return String::new();
    }
    let codes = line(app, "  ", &codes.join(" "));
    format!("{}{codes}", heading(app, title(Fate::Kept)))
}

fn added(app: &App, kit: &Kit, plan: &Plan) -> String {
    if plan.added.is_empty() {
        return String::new();
    }
    let mut text = heading(app, "upgrade-title-added");
    for index in &plan.added {
        let question = &kit.handbook.questions[*index];
        let lead = format!("  {:<5} ", question.code);
        text.push_str(&line(app, &lead, &kit.texts().ask(question)));
    }
    text
}

fn unknown(app: &App, plan: &Plan) -> String {
    if plan.unknown.is_empty() {
        return String::new();
    }
    let mut text = heading(app, "upgrade-title-unknown");
    for path in &plan.unknown {
        text.push_str(&line(app, "  ", path));
    }
    text
}
