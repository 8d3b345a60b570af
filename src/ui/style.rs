//! Styles and the one table that says how each looks.

use anstyle::{AnsiColor, Style as Ansi};

/// What a piece of text is; how that looks is decided here alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// The title of a screen or section.
    Heading,
    /// Text that may be passed over: hints, paths, numbers of options.
    Dim,
    /// A word that matters within a sentence.
    Strong,
    /// Done, complete, confirmed.
    Good,
    /// An error, or something removed.
    Bad,
    /// A warning, or something to look at.
    Warn,
    /// What the cursor is on, or what was just chosen.
    Accent,
    /// Something to be typed literally: a command, an id, a path.
    Code,
}

impl Style {
    /// All styles, for tests and for showing them.
    pub const ALL: [Style; 8] = [
        Style::Heading,
        Style::Dim,
        Style::Strong,
        Style::Good,
        Style::Bad,
        Style::Warn,
        Style::Accent,
        Style::Code,
    ];

    /// The table: only the sixteen basic colours, so that the person's own
    /// palette decides about contrast.
    pub(crate) fn ansi(self) -> Ansi {
        let plain = Ansi::new();
        match self {
            Style::Heading => plain.bold().underline(),
            Style::Dim => plain.dimmed(),
            Style::Strong => plain.bold(),
            Style::Good => plain.fg_color(Some(AnsiColor::Green.into())),
            Style::Bad => plain.fg_color(Some(AnsiColor::Red.into())).bold(),
            Style::Warn => plain.fg_color(Some(AnsiColor::Yellow.into())),
            Style::Accent => plain.fg_color(Some(AnsiColor::Cyan.into())).bold(),
            Style::Code => plain.fg_color(Some(AnsiColor::Cyan.into())),
        }
    }
}

/// When to use colour, as `--color` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set or the terminal is dumb.
    #[default]
    Auto,
    /// Always, also into a file.
    Always,
    /// Never.
    Never,
}
