//! Runs of text inside a paragraph, a heading or a table cell.

use super::text::{Href, SectionId, Text};

/// One run of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(Text),
    /// Important text.
    Strong(Inlines),
    /// Stressed text.
    Emphasis(Inlines),
    /// A link out of the report.
    Link {
        /// Where it leads.
        href: Href,
        /// What is read.
        content: Inlines,
    },
    /// Something to type or to match letter by letter: an id, a code.
    Code(Text),
    /// A line break inside the paragraph.
    Break,
    /// A link to a section of the same report.
    Reference {
        /// The section's id.
        section: SectionId,
        /// What is read.
        content: Inlines,
    },
    /// Text that came since an earlier state.
    Inserted(Inlines),
    /// Text that is gone since an earlier state.
    Deleted(Inlines),
}

/// A sequence of runs, read one after the other.
///
/// ```
/// use mainstream::report::Inlines;
///
/// let line = Inlines::text("See ")
///     .then(Inlines::reference("readiness", "Readiness"))
///     .then(" and ")
///     .then(Inlines::link("https://example.org/", Inlines::strong("the plan")));
/// assert_eq!(line.plain_text(), "See Readiness and the plan");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inlines(Vec<Inline>);

impl Inlines {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Plain text; its line breaks become [`Inline::Break`].
    pub fn text(text: impl AsRef<str>) -> Self {
        let mut runs = Vec::new();
        for (index, line) in Text::lines(text.as_ref()).into_iter().enumerate() {
            if index > 0 {
                runs.push(Inline::Break);
            }
            if !line.as_str().is_empty() {
                runs.push(Inline::Text(line));
            }
        }
        Self(runs)
    }

    /// Important text.
    pub fn strong(content: impl Into<Self>) -> Self {
        content.into().wrapped(Inline::Strong)
    }

    /// Stressed text.
    pub fn emphasis(content: impl Into<Self>) -> Self {
        content.into().wrapped(Inline::Emphasis)
    }

    /// Text that came since an earlier state.
    pub fn inserted(content: impl Into<Self>) -> Self {
        content.into().wrapped(Inline::Inserted)
    }

    /// Text that is gone since an earlier state.
    pub fn deleted(content: impl Into<Self>) -> Self {
        content.into().wrapped(Inline::Deleted)
    }

    /// An id, a code or a file name.
    pub fn code(code: impl Into<Text>) -> Self {
        let code = code.into();
        if code.is_blank() {
            return Self::new();
        }
        Self(vec![Inline::Code(code)])
    }

    /// A link, or its content alone where `href` is not an `http`, `https` or
    /// `mailto` address. Links inside the content become their content.
    pub fn link(href: &str, content: impl Into<Self>) -> Self {
        let content = content.into().without_links();
        match Href::new(href) {
            Some(href) => content.wrapped(|content| Inline::Link { href, content }),
            None => content,
        }
    }

    /// A link to a section of this report; a writer that finds no such section
    /// writes the content alone.
    pub fn reference(section: impl Into<SectionId>, content: impl Into<Self>) -> Self {
        let section = section.into();
        let content = content.into().without_links();
        content.wrapped(|content| Inline::Reference { section, content })
    }

    /// A line break.
    pub fn line_break() -> Self {
        Self(vec![Inline::Break])
    }

    /// Appends what follows.
    #[must_use]
    pub fn then(mut self, next: impl Into<Self>) -> Self {
        self.append(next);
        self
    }

    /// Appends what follows, in place; neighbouring plain text is joined.
    pub fn append(&mut self, next: impl Into<Self>) {
        for run in next.into().0 {
            match (self.0.last_mut(), run) {
                (Some(Inline::Text(last)), Inline::Text(more)) => {
                    *last = Text::from(format!("{last}{more}"));
                }
                (_, run) => self.0.push(run),
            }
        }
    }

    /// Joins several, with the same separator between them.
    pub fn join(parts: impl IntoIterator<Item = Self>, separator: &Self) -> Self {
        let mut joined = Self::new();
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                joined.append(separator.clone());
            }
            joined.append(part);
        }
        joined
    }

    /// The runs in reading order.
    pub fn runs(&self) -> &[Inline] {
        &self.0
    }

    /// Whether nothing can be read in it.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|run| match run {
            Inline::Text(text) | Inline::Code(text) => text.is_blank(),
            Inline::Break => true,
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Inserted(content)
            | Inline::Deleted(content)
            | Inline::Link { content, .. }
            | Inline::Reference { content, .. } => content.is_blank(),
        })
    }

    /// The text alone; a line break becomes `\n`.
    pub fn plain_text(&self) -> String {
        let mut plain = String::new();
        self.push_plain(&mut plain);
        plain
    }

    fn push_plain(&self, plain: &mut String) {
        for run in &self.0 {
            match run {
                Inline::Text(text) | Inline::Code(text) => plain.push_str(text.as_str()),
                Inline::Break => plain.push('\n'),
                Inline::Strong(content)
                | Inline::Emphasis(content)
                | Inline::Inserted(content)
                | Inline::Deleted(content)
                | Inline::Link { content, .. }
                | Inline::Reference { content, .. } => content.push_plain(plain),
            }
        }
    }

    fn wrapped(self, wrap: impl FnOnce(Self) -> Inline) -> Self {
        if self.is_blank() {
            return self;
        }
        Self(vec![wrap(self)])
    }

    /// No format can nest one link in another.
    fn without_links(self) -> Self {
        let mut flat = Self::new();
        for run in self.0 {
            flat.append(match run {
                Inline::Link { content, .. } | Inline::Reference { content, .. } => {
                    content.without_links()
                }
                Inline::Strong(content) => Self::strong(content.without_links()),
                Inline::Emphasis(content) => Self::emphasis(content.without_links()),
                Inline::Inserted(content) => Self::inserted(content.without_links()),
                Inline::Deleted(content) => Self::deleted(content.without_links()),
                leaf @ (Inline::Text(_) | Inline::Code(_) | Inline::Break) => Self(vec![leaf]),
            });
        }
        flat
    }
}

impl From<&str> for Inlines {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Inlines {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&String> for Inlines {
    fn from(text: &String) -> Self {
        Self::text(text)
    }
}

impl From<Text> for Inlines {
    fn from(text: Text) -> Self {
        Self::text(text.as_str())
    }
}

impl From<&Inlines> for Inlines {
    fn from(inlines: &Inlines) -> Self {
        inlines.clone()
    }
}
