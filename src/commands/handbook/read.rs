//! `handbook read`: the handbook as a booklet in the terminal.

use crate::error::{Exit, Failure, Said, nearest};
use crate::prompt::{Pause, page, prompter_for};
use crate::report::{Block, BookletOptions, BookletPart, Report, Section, build_booklet};
use crate::t;
use crate::ui::layout::{columns, wrap};
use crate::ui::{Style, Ui};

use super::super::app::App;
use super::super::cli::HandbookReadArgs;
use super::super::dropped::refuse_dropped;

/// The widest line that reads well.
const MAX_READ: usize = 80;

pub(crate) fn run(app: &mut App, args: &HandbookReadArgs) -> anyhow::Result<Exit> {
    let part = match &args.stage {
        None => BookletPart::All,
        Some(name) => part(app, name)?,
    };
    let options = BookletOptions {
        part,
        project: None,
    };
    let texts = app.texts();
    let report = build_booklet(
        &app.handbook,
        texts,
        &app.catalogues,
        &app.messages,
        options,
    );
    let pages = Pages {
        ui: &app.ui,
        width: app.ui.width().min(MAX_READ),
        text: String::new(),
    };
    let text = pages.of(&report);
    show(app, &text)
}

fn part(app: &App, name: &str) -> Result<BookletPart, Failure> {
    let handbook = &app.handbook;
    if let Some(stage) = handbook.stage_index(name) {
        refuse_dropped(app, name, handbook.stages[stage].dropped.as_ref())?;
        return Ok(BookletPart::Stage(stage));
    }
    if let Some(step) = handbook.step_index(name) {
        refuse_dropped(app, name, handbook.steps[step].dropped.as_ref())?;
        return Ok(BookletPart::Step(step));
    }
    let stages = handbook
        .asked_stages()
        .iter()
        .map(|stage| stage.id.as_str());
    let steps = handbook.steps.iter().map(|step| step.id.as_str());
    let failure = Failure::new(Exit::Usage, "stage-unknown").with("name", name);
    Err(match nearest(name, stages.chain(steps)) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None => failure.hint(Said::new("hint-handbook-list")),
    })
}

/// Shows a long text: as it is where it is piped, else through the person's pager or page by page.
fn show(app: &mut App, text: &str) -> anyhow::Result<Exit> {
    if !app.ui.out_is_terminal() || app.ui.is_plain() {
        app.ui.out(text)?;
        return Ok(Exit::Done);
    }
    if page(&app.ui, text) {
        return Ok(Exit::Done);
    }
    let lines: Vec<&str> = text.lines().collect();
    let rows = app.ui.terminal_size().1.saturating_sub(2).max(1);
    if lines.len() <= rows || !app.ui.can_prompt() {
        app.ui.out(text)?;
        return Ok(Exit::Done);
    }
    let mut prompter = prompter_for(&app.ui);
    let hint = t!(app.messages, "read-page-keys");
    let n_pages = lines.len().div_ceil(rows);
    for (at, part) in lines.chunks(rows).enumerate() {
        app.ui.out(&format!("{}\n", part.join("\n")))?;
        if at + 1 == n_pages {
            break;
        }
        match prompter.pause(&mut app.ui, &hint)? {
            Pause::GoOn => {}
            Pause::Leave => break,
            Pause::Interrupted => return Ok(Exit::Interrupted),
        }
    }
    Ok(Exit::Done)
}

/// A booklet being laid out.
struct Pages<'u> {
    ui: &'u Ui,
    width: usize,
    text: String,
}

impl Pages<'_> {
    fn of(mut self, report: &Report) -> String {
        self.heading(Style::Heading, report.title.as_str(), '=');
        if let Some(subtitle) = &report.subtitle {
            self.lines(subtitle.as_str(), "", "");
        }
        for fact in &report.metadata {
            let value = fact.value.plain_text();
            self.lines(&format!("{} · {value}", fact.label), "", "  ");
        }
        for section in &report.sections {
            self.section(section, 0);
        }
        self.text
    }

    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn lines(&mut self, text: &str, first: &str, rest: &str) {
        for line in wrap(text, self.width, first, rest) {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// A heading with a line of signs below it, which `--plain` leaves out.
    fn heading(&mut self, style: Style, title: &str, sign: char) {
        self.gap();
        let lines = wrap(title, self.width, "", "  ");
        let longest = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
        for line in lines {
            self.text.push_str(&self.ui.style_out(style, &line));
            self.text.push('\n');
        }
        if !self.ui.is_plain() {
            let line = sign.to_string().repeat(longest);
            self.text.push_str(&self.ui.style_out(Style::Dim, &line));
            self.text.push('\n');
        }
    }

    fn section(&mut self, section: &Section, depth: usize) {
        let number = section.number.as_ref().map_or("", |number| number.as_str());
        let title = section.title.plain_text();
        let indent = if depth < 2 {
            let title = format!("{number} {title}");
            let sign = if depth == 0 { '=' } else { '-' };
            self.heading(Style::Heading, title.trim(), sign);
            self.gap();
            ""
        } else {
            self.question(number, &title);
            "      "
        };
        for block in &section.blocks {
            self.block(block, indent);
        }
        for inner in &section.sections {
            self.section(inner, depth + 1);
        }
    }

    fn question(&mut self, code: &str, ask: &str) {
        self.gap();
        let lead = format!("{code:<5} ");
        for line in wrap(ask, self.width, &lead, "      ") {
            self.text.push_str(&self.ui.style_out(Style::Strong, &line));
            self.text.push('\n');
        }
    }

    fn block(&mut self, block: &Block, indent: &str) {
        match block {
            Block::Paragraph(text) => self.lines(&text.plain_text(), indent, indent),
            Block::List { items, .. } => {
                let (first, rest) = (format!("{indent}- "), format!("{indent}  "));
                for text in items.iter().flatten().filter_map(paragraph) {
                    self.lines(&text, &first, &rest);
                }
            }
            Block::Definitions(definitions) => {
                let deeper = format!("{indent}  ");
                for definition in definitions {
                    let term = definition.term.plain_text();
                    for line in wrap(&term, self.width, indent, &deeper) {
                        self.text.push_str(&self.ui.style_out(Style::Strong, &line));
                        self.text.push('\n');
                    }
                    for block in &definition.blocks {
                        self.block(block, &deeper);
                    }
                }
            }
            // A booklet is made of nothing else.
            _ => {}
        }
    }
}

fn paragraph(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph(text) => Some(text.plain_text()),
        _ => None,
    }
}
