//! One HTML file that needs nothing else: no network, no script.

mod markup;
mod table;

use std::collections::BTreeSet;
use std::io;

use super::{
    Block, Definition, Direction, Inline, Inlines, Notice, NoticeKind, Progress, Report, Section,
    SectionId, Text, WriteError,
};
use markup::{Attribute, Markup};

const STYLE: &str = include_str!("style.css");

/// Forbids everything but the style sheet inside the file.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Ids of our own have capitals, which ids of sections never have.
const MAIN_ID: &str = "Main";
const MAIN_FRAGMENT: &str = "#Main";
const CONTENTS_ID: &str = "Contents";

/// Sections this deep stand in the table of contents.
const CONTENTS_DEPTH: usize = 2;

/// Writes a report as one HTML file.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> Result<(), WriteError> {
    let mut page = Page {
        report,
        known: report
            .outline()
            .into_iter()
            .map(|(_, section)| &section.id)
            .collect(),
        written: BTreeSet::new(),
        n_tables: 0,
        markup: Markup::default(),
    };
    page.document();
    out.write_all(page.markup.into_string().as_bytes())?;
    Ok(())
}

struct Page<'a> {
    report: &'a Report,
    /// Sections that references may lead to.
    known: BTreeSet<&'a SectionId>,
    /// Sections whose id stands in the page; it may stand there only once.
    written: BTreeSet<&'a SectionId>,
    n_tables: usize,
    markup: Markup,
}

impl<'a> Page<'a> {
    fn document(&mut self) {
        let report = self.report;
        let direction = match report.direction {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        };
        self.markup.doctype();
        self.block(
            "html",
            &[("lang", report.language.as_str()), ("dir", direction)],
            |page| {
                page.markup.line_end();
                page.block("head", &[], Self::head);
                page.block("body", &[], Self::body);
            },
        );
    }

    fn head(&mut self) {
        let title = self.report.title.as_str();
        let metas: [&[Attribute<'_>]; 4] = [
            &[("charset", "utf-8")],
            &[
                ("name", "viewport"),
                ("content", "width=device-width, initial-scale=1"),
            ],
            &[("name", "color-scheme"), ("content", "light dark")],
            &[
                ("http-equiv", "Content-Security-Policy"),
                ("content", POLICY),
            ],
        ];
        self.markup.line_end();
        for meta in metas {
            self.markup.open("meta", meta);
            self.markup.line_end();
        }
        self.block("title", &[], |page| page.markup.text(title));
        self.block("style", &[], |page| page.markup.style(STYLE));
    }

    fn body(&mut self) {
        let report = self.report;
        let has_contents = report.sections.len() > 1;
        self.markup.line_end();
        let skip = [("class", "skip"), ("href", MAIN_FRAGMENT)];
        self.block("a", &skip, |page| page.text(&report.labels.skip_to_content));
        self.block("header", &[], Self::header);
        let class = if has_contents {
            "page with-contents"
        } else {
            "page"
        };
        self.block("div", &[("class", class)], |page| {
            page.markup.line_end();
            if has_contents {
                page.contents();
            }
            page.block("main", &[("id", MAIN_ID), ("tabindex", "-1")], |page| {
                page.markup.line_end();
                for notice in &report.notices {
                    page.notice(notice);
                }
                page.sections(2, &report.sections);
            });
        });
    }

    fn header(&mut self) {
        let report = self.report;
        self.markup.line_end();
        self.block("div", &[("class", "band")], |page| {
            page.block("h1", &[], |page| page.text(&report.title));
            if let Some(subtitle) = report.subtitle.as_ref().filter(|text| !text.is_blank()) {
                page.block("p", &[("class", "subtitle")], |page| page.text(subtitle));
            }
        });
        if report.metadata.is_empty() {
            return;
        }
        let about = report.labels.about.as_str();
        self.block("dl", &[("class", "facts"), ("title", about)], |page| {
            page.markup.line_end();
            for fact in &report.metadata {
                page.block("div", &[], |page| {
                    page.element("dt", &[], |page| page.text(&fact.label));
                    page.element("dd", &[], |page| page.inlines(&fact.value));
                });
            }
        });
    }

    fn contents(&mut self) {
        let report = self.report;
        self.block(
            "nav",
            &[("class", "contents"), ("aria-labelledby", CONTENTS_ID)],
            |page| {
                page.block("h2", &[("id", CONTENTS_ID)], |page| {
                    page.text(&report.labels.contents);
                });
                page.contents_list(1, &report.sections);
            },
        );
    }

    fn contents_list(&mut self, depth: usize, sections: &[Section]) {
        self.block("ol", &[], |page| {
            page.markup.line_end();
            for section in sections {
                page.block("li", &[], |page| {
                    let fragment = format!("#{}", section.id.as_str());
                    page.element("a", &[("href", &fragment)], |page| {
                        page.section_title(section, true);
                    });
                    if depth < CONTENTS_DEPTH && !section.sections.is_empty() {
                        page.contents_list(depth + 1, &section.sections);
                    }
                });
            }
        });
    }

    fn sections(&mut self, level: usize, sections: &'a [Section]) {
        let name = match level {
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        for section in sections {
            let is_first = self.written.insert(&section.id);
            let id = [("id", section.id.as_str())];
            self.block("section", if is_first { &id } else { &[] }, |page| {
                page.markup.line_end();
                page.block(name, &[], |page| page.section_title(section, false));
                page.blocks(&section.blocks);
                page.sections(level + 1, &section.sections);
            });
        }
    }

    /// Number and title; inside a link the title's own links are left out.
    fn section_title(&mut self, section: &Section, inside_link: bool) {
        if let Some(number) = &section.number {
            self.element("span", &[("class", "number")], |page| page.text(number));
            self.markup.text(" ");
        }
        if inside_link {
            let title = section.title.plain_text().replace('\n', " ");
            self.markup.text(&title);
        } else {
            self.inlines(&section.title);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.render_block(block);
        }
    }

    fn render_block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) => {
                if !content.is_blank() {
                    self.block("p", &[], |page| page.inlines(content));
                }
            }
            Block::Callout(notice) => self.notice(notice),
            Block::List { ordered, items } => self.list(*ordered, items),
            Block::Table(table) => self.table(table),
            Block::Definitions(definitions) => self.definitions(definitions),
            Block::Progress(progress) => self.progress(progress),
            Block::Quote(blocks) => self.block("blockquote", &[], |page| page.blocks(blocks)),
            Block::Code(lines) => self.block("pre", &[], |page| {
                page.element("code", &[], |page| page.code_lines(lines));
            }),
            Block::PageBreak => self.block("div", &[("class", "page-break")], |_| {}),
        }
    }

    fn notice(&mut self, notice: &Notice) {
        let class = match notice.kind {
            NoticeKind::Info => "notice info",
            NoticeKind::Warning => "notice warning",
            NoticeKind::Fictitious => "notice fictitious",
            NoticeKind::Missing => "notice missing",
        };
        let word = self.report.labels.of_notice(notice.kind);
        self.block("div", &[("class", class), ("role", "note")], |page| {
            page.block("p", &[("class", "notice-title")], |page| {
                page.element("span", &[("class", "notice-kind")], |page| page.text(word));
                if !notice.title.is_blank() {
                    page.markup.text(" ");
                    page.element("strong", &[], |page| page.inlines(&notice.title));
                }
            });
            page.blocks(&notice.blocks);
        });
    }

    fn list(&mut self, ordered: bool, items: &[Vec<Block>]) {
        if items.is_empty() {
            return;
        }
        self.block(if ordered { "ol" } else { "ul" }, &[], |page| {
            page.markup.line_end();
            for item in items {
                page.block("li", &[], |page| page.item(item));
            }
        });
    }

    /// A lone paragraph needs no element of its own.
    fn item(&mut self, blocks: &[Block]) {
        match blocks {
            [Block::Paragraph(content), rest @ ..]
                if rest.iter().all(|block| matches!(block, Block::List { .. })) =>
            {
                self.inlines(content);
                self.blocks(rest);
            }
            blocks => self.blocks(blocks),
        }
    }

    fn definitions(&mut self, definitions: &[Definition]) {
        if definitions.is_empty() {
            return;
        }
        self.block("dl", &[], |page| {
            page.markup.line_end();
            for definition in definitions {
                page.block("dt", &[], |page| page.inlines(&definition.term));
                page.block("dd", &[], |page| page.item(&definition.blocks));
            }
        });
    }

    fn progress(&mut self, progress: &Progress) {
        self.block("div", &[("class", "progress")], |page| {
            page.element("span", &[("class", "progress-label")], |page| {
                page.inlines(&progress.label);
            });
            page.markup.text(" ");
            page.element("span", &[("class", "progress-words")], |page| {
                page.text(&progress.words);
            });
            if progress.total > 0 {
                page.bar(progress.permille());
            }
        });
    }

    /// A bar for the eye; the words beside it say the same.
    fn bar(&mut self, permille: u32) {
        let svg = [
            ("class", "bar"),
            ("viewBox", "0 0 1000 10"),
            ("preserveAspectRatio", "none"),
            ("aria-hidden", "true"),
            ("focusable", "false"),
        ];
        self.element("svg", &svg, |page| {
            let bars = [("track", 1000), ("fill", permille)];
            for (class, width) in bars {
                let width = width.to_string();
                let rect = [
                    ("class", class),
                    ("width", width.as_str()),
                    ("height", "10"),
                ];
                page.element("rect", &rect, |_| {});
            }
        });
    }

    fn code_lines(&mut self, lines: &[Text]) {
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.markup.line_end();
            }
            self.text(line);
        }
    }

    fn inlines(&mut self, content: &Inlines) {
        for run in content.runs() {
            match run {
                Inline::Text(text) => self.text(text),
                Inline::Strong(content) => {
                    self.element("strong", &[], |page| page.inlines(content));
                }
                Inline::Emphasis(content) => self.element("em", &[], |page| page.inlines(content)),
                Inline::Inserted(content) => self.element("ins", &[], |page| page.inlines(content)),
                Inline::Deleted(content) => self.element("del", &[], |page| page.inlines(content)),
                Inline::Code(code) => self.element("code", &[], |page| page.text(code)),
                Inline::Break => self.markup.open("br", &[]),
                Inline::Link { href, content } => {
                    let shows_address = content.plain_text() == href.as_str();
                    let class = if shows_address { "address" } else { "named" };
                    let link = [("class", class), ("href", href.as_str())];
                    self.element("a", &link, |page| page.inlines(content));
                }
                Inline::Reference { section, content } if self.known.contains(section) => {
                    let fragment = format!("#{}", section.as_str());
                    self.element("a", &[("href", &fragment)], |page| page.inlines(content));
                }
                Inline::Reference { content, .. } => self.inlines(content),
            }
        }
    }

    /// An element on lines of its own.
    fn block(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        content: impl FnOnce(&mut Self),
    ) {
        self.element(name, attributes, content);
        self.markup.line_end();
    }

    /// An element inside a line; see [`Markup::open`].
    fn element(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        content: impl FnOnce(&mut Self),
    ) {
        self.markup.open(name, attributes);
        content(self);
        self.markup.close(name);
    }

    fn text(&mut self, text: &Text) {
        self.markup.text(text.as_str());
    }
}
