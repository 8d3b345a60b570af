//! `handbook sector`: what migration means for a sector, for whoever has to answer for it.

use serde_json::{Value as Json, json};

use crate::error::Exit;
use crate::handbook::{SECTOR_CATALOGUE, SectorContent, SectorText, Sectors, Subject};
use crate::language::{Language, mark_fallback};
use crate::t;
use crate::ui::{Style, layout};

use super::app::App;
use super::catalogue::{heading, json_text, line, origin, unknown};
use super::cli::HandbookListArgs;
use super::origin::deeds_text;

pub(crate) fn run(app: &mut App, args: &HandbookListArgs) -> anyhow::Result<Exit> {
    let sectors = Sectors::of(&app.handbook, app.language());
    let text = match (&args.name, args.json) {
        (None, false) => list_text(app, &sectors),
        (None, true) => json_text(&list_json(app, &sectors))?,
        (Some(name), is_json) => {
            let (content, text, fallback) = sectors.get(name).ok_or_else(|| {
                let known = sectors.content.iter().map(|content| content.id.as_str());
                unknown("sector-unknown", "hint-sector-list", name, known)
            })?;
            let told = marked(fallback, text);
            if is_json {
                json_text(&sector_json(app, content, &told))?
            } else {
                sector_text(app, content, &told)
            }
        }
    };
    app.ui.out(&text)?;
    Ok(Exit::Done)
}

/// The text as shown: behind a visible mark where it stands in another language.
fn marked(fallback: Option<Language>, text: &SectorText) -> SectorText {
    let mark = |text: &String| match fallback {
        Some(language) => mark_fallback(text, language),
        None => text.clone(),
    };
    SectorText {
        effect: mark(&text.effect),
        cause: mark(&text.cause),
        questions: text.questions.iter().map(mark).collect(),
        measures: text.measures.iter().map(mark).collect(),
        risk: mark(&text.risk),
    }
}

fn name(app: &App, id: &str) -> String {
    app.catalogues.label("sectors", id, app.language())
}

/// What a ready-made list is called: the label of the choice that stands for it.
fn preset_label(app: &App, id: &str) -> String {
    let set = app.handbook.preset_set(SECTOR_CATALOGUE);
    set.map_or_else(
        || id.to_owned(),
        |set| app.texts().choice(set, id).into_owned(),
    )
}

fn list_text(app: &App, sectors: &Sectors) -> String {
    let mut text = String::new();
    for content in &sectors.content {
        text.push_str(&line(app, &content.id, &name(app, &content.id)));
    }
    text.push('\n');
    text.push_str(&heading(app, &t!(app.messages, "sector-presets")));
    for preset in &sectors.presets {
        let list = format!(
            "{}: {}",
            preset_label(app, &preset.id),
            preset.entries.join(", ")
        );
        text.push_str(&line(app, &preset.id, &list));
        for part in &preset.parts {
            let label = part.label.shown(app.language());
            let lead = format!("      {label}: ");
            let list = layout::fill(&part.entries.join(", "), app.ui.width(), &lead, "        ");
            text.push_str(&format!("{list}\n"));
        }
    }
    text
}

fn list_json(app: &App, sectors: &Sectors) -> Json {
    let all = sectors.content.iter();
    let all = all.map(|content| json!({"id": content.id, "label": name(app, &content.id)}));
    let presets = sectors.presets.iter().map(|preset| {
        let parts = preset.parts.iter().map(
            |part| json!({"label": part.label.shown(app.language()), "sectors": part.entries}),
        );
        json!({
            "id": preset.id,
            "label": preset_label(app, &preset.id),
            "sectors": preset.entries,
            "dimensions": preset.dimensions,
            "parts": parts.collect::<Vec<_>>(),
            "source": preset.from,
        })
    });
    json!({
        "schema": "mainstream/sectors/1",
        "sectors": all.collect::<Vec<_>>(),
        "presets": presets.collect::<Vec<_>>(),
    })
}

fn sector_text(app: &App, content: &SectorContent, told: &SectorText) -> String {
    let messages = &app.messages;
    let width = app.ui.width();
    let mut text = heading(app, &name(app, &content.id));
    for (title, paragraph) in [
        (t!(messages, "sector-effect"), &told.effect),
        (t!(messages, "sector-cause"), &told.cause),
    ] {
        part(app, &mut text, &title);
        text.push_str(&layout::fill(paragraph, width, "  ", "  "));
        text.push('\n');
    }
    for (title, items) in [
        (t!(messages, "sector-questions"), &told.questions),
        (t!(messages, "sector-measures"), &told.measures),
    ] {
        part(app, &mut text, &title);
        for item in items {
            text.push_str(&layout::fill(item, width, "  - ", "    "));
            text.push('\n');
        }
    }
    part(app, &mut text, &t!(messages, "sector-risk"));
    text.push_str(&layout::fill(&told.risk, width, "  ", "  "));
    text.push('\n');
    part(app, &mut text, &t!(messages, "sector-indicators"));
    for id in &content.indicators {
        text.push_str(&line(app, id, &label(app, "indicators", id)));
    }
    part(app, &mut text, &t!(messages, "sector-goals"));
    for id in &content.sdg_targets {
        text.push_str(&line(app, id, &label(app, "sdg-targets", id)));
    }
    for id in &content.compact_objectives {
        let code = t!(messages, "sector-compact", id = id);
        text.push_str(&line(app, &code, &label(app, "compact-objectives", id)));
    }
    let origin = layout::fill(&origin(app, &content.from), width, "", "  ");
    text.push_str(&format!("\n{}\n", app.ui.style_out(Style::Dim, &origin)));
    text.push_str(&deeds_text(app, Subject::Sector, |name| {
        name.rsplit('.').next() == Some(content.id.as_str())
    }));
    text
}

fn part(app: &App, text: &mut String, title: &str) {
    text.push_str(&format!("\n{}\n", app.ui.style_out(Style::Strong, title)));
}

fn label(app: &App, catalogue: &str, id: &str) -> String {
    app.catalogues.label(catalogue, id, app.language())
}

fn sector_json(app: &App, content: &SectorContent, told: &SectorText) -> Json {
    let labelled = |catalogue: &str, ids: &[String]| -> Vec<Json> {
        let labelled = ids
            .iter()
            .map(|id| json!({"id": id, "label": label(app, catalogue, id)}));
        labelled.collect()
    };
    json!({
        "schema": "mainstream/sector/1",
        "id": content.id,
        "label": name(app, &content.id),
        "effect": told.effect,
        "cause": told.cause,
        "questions": told.questions,
        "measures": told.measures,
        "risk": told.risk,
        "indicators": labelled("indicators", &content.indicators),
        "sdgTargets": labelled("sdg-targets", &content.sdg_targets),
        "compactObjectives": labelled("compact-objectives", &content.compact_objectives),
        "source": content.from,
        "status": content.provenance(),
    })
}
