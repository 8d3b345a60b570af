//! Answers that people wrote in Markdown, as blocks.
//!
//! People write plain sentences far more often than Markdown, so nothing they
//! typed may vanish: what Markdown would swallow (HTML, link definitions, odd
//! list numbers) is read as text.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use super::block::Block;
use super::inline::Inlines;
use super::table::{Cell, Column, Table};

/// Deeper nesting than anybody writes on purpose; beyond it text stays plain.
const MAX_DEPTH: usize = 24;

/// How often link definitions are looked for before text is taken as plain.
const MAX_DEFINITION_PASSES: usize = 8;

/// Reads an answer, which may contain Markdown.
///
/// Headings become strong paragraphs, images their description, HTML text.
/// Only `http`, `https` and `mailto` links stay links; an address that is
/// written out becomes one. A line break inside a paragraph is a space.
pub fn markdown_answer(text: &str) -> Vec<Block> {
    let blocks = parse_blocks(text).unwrap_or_default();
    if blocks.is_empty() {
        plain_paragraphs(text)
    } else {
        blocks
    }
}

/// The blocks, or nothing where the text should be taken as plain.
fn parse_blocks(text: &str) -> Option<Vec<Block>> {
    let source = without_definitions(text)?;
    let events: Vec<_> = Parser::new_ext(&source, Options::ENABLE_TABLES)
        .into_offset_iter()
        .collect();
    let mut depth = 0_usize;
    for (event, _) in &events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return None;
        }
    }
    Some(
        Reader {
            source: &source,
            events: events.into_iter().peekable(),
        }
        .blocks(),
    )
}

/// Escapes what Markdown takes for a link definition and would not show.
fn without_definitions(text: &str) -> Option<String> {
    let mut source = text.to_owned();
    for _ in 0..MAX_DEFINITION_PASSES {
        let parser = Parser::new_ext(&source, Options::ENABLE_TABLES);
        let mut starts: Vec<usize> = parser
            .reference_definitions()
            .iter()
            .map(|(_, definition)| definition.span.start)
            .collect();
        if starts.is_empty() {
            return Some(source);
        }
        starts.sort_unstable();
        for start in starts.into_iter().rev() {
            source.insert(start, '\\');
        }
    }
    None
}

/// Paragraphs at blank lines, and breaks at the other line ends.
fn plain_paragraphs(text: &str) -> Vec<Block> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n")
        .map(|paragraph| Inlines::text(paragraph.trim()))
        .filter(|paragraph| !paragraph.is_blank())
        .map(Block::Paragraph)
        .collect()
}

/// Reads events into blocks; its recursion is bounded by [`MAX_DEPTH`].
struct Reader<'a> {
    source: &'a str,
    events: Peekable<IntoIter<(Event<'a>, Range<usize>)>>,
}

impl<'a> Reader<'a> {
    /// Reads up to the end of the enclosing block, and past it.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(_) => {
                    self.events.next();
                    break;
                }
                Event::Start(tag) if !is_inline(tag) => {
                    if let Some((Event::Start(tag), _)) = self.events.next() {
                        self.push_block(&tag, &mut blocks);
                    }
                }
                Event::Rule => {
                    self.events.next();
                }
                // A tight list item holds its text without a paragraph.
                _ => push_paragraph(self.inlines(), &mut blocks),
            }
        }
        blocks
    }

    fn push_block(&mut self, tag: &Tag<'a>, blocks: &mut Vec<Block>) {
        match tag {
            Tag::Paragraph => push_paragraph(self.inline_content(), blocks),
            Tag::Heading { .. } => push_paragraph(Inlines::strong(self.inline_content()), blocks),
            Tag::HtmlBlock => {
                let text = self.raw_text();
                push_paragraph(Inlines::text(text.trim()), blocks);
            }
            Tag::CodeBlock(_) => {
                let code = self.raw_text();
                if !code.trim().is_empty() {
                    blocks.push(Block::code(&code));
                }
            }
            Tag::BlockQuote(_) => {
                let inner = self.blocks();
                if !inner.is_empty() {
                    blocks.push(Block::Quote(inner));
                }
            }
            Tag::List(first) => self.push_list(first.is_some(), blocks),
            Tag::Table(_) => {
                let table = self.table();
                blocks.push(Block::Table(table));
            }
            _ => blocks.extend(self.blocks()),
        }
    }

    /// A list; numbers other than 1, 2, 3 are somebody's own and stay text.
    fn push_list(&mut self, ordered: bool, blocks: &mut Vec<Block>) {
        let mut markers = Vec::new();
        let mut items = Vec::new();
        while let Some((Event::Start(Tag::Item), range)) = self.events.next() {
            let source = self.source.get(range).unwrap_or_default();
            let n_digits = source.bytes().take_while(u8::is_ascii_digit).count();
            markers.push(source.get(..=n_digits).unwrap_or_default());
            items.push(self.blocks());
        }
        let is_number = |(index, marker): (usize, &&str)| {
            let digits = marker.trim_end_matches(['.', ')']);
            digits == (index + 1).to_string() || digits == "1"
        };
        if !ordered || markers.iter().enumerate().all(is_number) {
            blocks.push(Block::List { ordered, items });
            return;
        }
        for (marker, item) in markers.into_iter().zip(items) {
            let mut rest = item.into_iter();
            let first = rest.next();
            match first {
                Some(Block::Paragraph(content)) => {
                    blocks.push(Block::paragraph(
                        Inlines::text(format!("{marker} ")).then(content),
                    ));
                }
                other => {
                    blocks.push(Block::paragraph(marker));
                    blocks.extend(other);
                }
            }
            blocks.extend(rest);
        }
    }

    fn table(&mut self) -> Table {
        let mut table = Table::new([]);
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => {
                    table = Table::new(self.cells().into_iter().map(Column::text));
                }
                Event::Start(Tag::TableRow) => {
                    table = table.row(self.cells().into_iter().map(Cell::text));
                }
                _ => break,
            }
        }
        table
    }

    fn cells(&mut self) -> Vec<Inlines> {
        let mut cells = Vec::new();
        while let Some((Event::Start(Tag::TableCell), _)) = self.events.next() {
            cells.push(self.inline_content());
        }
        cells
    }

    /// Inline content, and past the end of its block.
    fn inline_content(&mut self) -> Inlines {
        let content = self.inlines();
        self.events.next();
        content
    }

    /// Inline content up to the end of the block, or to a block inside.
    fn inlines(&mut self) -> Inlines {
        let mut content = Inlines::new();
        let mut text = String::new();
        while let Some((event, _)) = self.events.next_if(|(event, _)| is_inline_event(event)) {
            match event {
                Event::Text(more) | Event::InlineHtml(more) | Event::Html(more) => {
                    text.push_str(&more);
                }
                Event::SoftBreak => text.push(' '),
                other => {
                    content.append(with_links(&std::mem::take(&mut text)));
                    content.append(self.inline(other));
                }
            }
        }
        content.then(with_links(&text))
    }

    fn inline(&mut self, event: Event<'a>) -> Inlines {
        match event {
            Event::Code(code) if code.trim().is_empty() => Inlines::text("` `"),
            Event::Code(code) => Inlines::code(&*code),
            Event::HardBreak => Inlines::line_break(),
            Event::Start(Tag::Strong) => Inlines::strong(self.inline_content()),
            Event::Start(Tag::Emphasis) => Inlines::emphasis(self.inline_content()),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                let content = self.inline_content();
                link(link_type, &dest_url, content)
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let description = self.inline_content();
                if description.is_blank() {
                    Inlines::text(dest_url)
                } else {
                    description
                }
            }
            Event::Start(_) => self.inline_content(),
            _ => Inlines::new(),
        }
    }

    /// The text of a code or HTML block, and past its end.
    fn raw_text(&mut self) -> String {
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(more) | Event::Html(more) | Event::InlineHtml(more) => {
                    text.push_str(&more);
                }
                Event::SoftBreak | Event::HardBreak => text.push('\n'),
                _ => break,
            }
        }
        text
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn is_inline_event(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline(tag),
        Event::End(_) | Event::Rule => false,
        _ => true,
    }
}

fn push_paragraph(content: Inlines, blocks: &mut Vec<Block>) {
    if !content.is_blank() {
        blocks.push(Block::Paragraph(content));
    }
}

/// A link, or its text followed by the address where that may not be linked.
fn link(kind: LinkType, address: &str, content: Inlines) -> Inlines {
    let href = match kind {
        LinkType::Email => format!("mailto:{address}"),
        _ => address.to_owned(),
    };
    if super::text::Href::new(&href).is_some() {
        return Inlines::link(
            &href,
            if content.is_blank() {
                Inlines::text(address)
            } else {
                content
            },
        );
    }
    if address.is_empty() || content.plain_text() == address {
        return content;
    }
    content.then(format!(" ({address})"))
}

/// Text in which addresses that are written out become links.
fn with_links(text: &str) -> Inlines {
    let mut content = Inlines::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(start) = rest.get(from..).and_then(find_address).map(|at| at + from) {
        let (before, after) = rest.split_at(start);
        let address = &after[..address_length(after)];
        let begins_a_word = !before.ends_with(char::is_alphanumeric);
        if !begins_a_word || super::text::Href::new(address).is_none() {
            from = start + "http".len();
            continue;
        }
        content.append(before);
        content.append(Inlines::link(address, address));
        rest = &after[address.len()..];
        from = 0;
    }
    content.then(rest)
}

fn find_address(text: &str) -> Option<usize> {
    let positions = [text.find("http://"), text.find("https://")];
    positions.into_iter().flatten().min()
}

/// How many bytes of the text are the address it begins with: punctuation at
/// the end, and a bracket that was opened before it, belong to the sentence.
fn address_length(text: &str) -> usize {
    let is_end = |character: char| {
        character.is_whitespace() || matches!(character, '<' | '>' | '"' | '«' | '»' | '“' | '”')
    };
    let mut address = &text[..text.find(is_end).unwrap_or(text.len())];
    loop {
        let trimmed =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', '_', '…']);
        let n_opened = trimmed.matches('(').count();
        let n_closed = trimmed.matches(')').count();
        let shorter = match trimmed.strip_suffix([')', ']']) {
            Some(without) if trimmed.ends_with(']') || n_closed > n_opened => without,
            _ => trimmed,
        };
        if shorter.len() == address.len() {
            return address.len();
        }
        address = shorter;
    }
}
