//! The person's side of the program: streams, width, colour, and whether
//! anything can be asked. Nothing else in the crate asks the environment
//! about these.
//!
//! Text is written as given. What comes from a file goes through [`sanitize()`]
//! first, and is styled by [`Ui::style`] afterwards.

pub mod layout;
mod sanitize;
mod style;

use std::env;
use std::io::{self, IsTerminal, Write};

use console::Term;

pub use sanitize::{sanitize, sanitize_line};
pub use style::{ColorChoice, Style};

/// The narrowest width prose is laid out for, in columns.
pub const MIN_WIDTH: usize = 20;
/// The widest width prose is laid out for, in columns.
pub const MAX_WIDTH: usize = 120;
/// The width where nothing says one, in columns.
const DEFAULT_WIDTH: usize = 80;
/// The height where nothing says one, in rows.
const DEFAULT_HEIGHT: usize = 24;

/// What the command line says about output.
#[derive(Debug, Clone, Copy, Default)]
pub struct UiOptions {
    /// `--color`.
    pub color: ColorChoice,
    /// `--quiet`: no status lines.
    pub quiet: bool,
    /// `--plain`: nothing is repainted, states are said in words.
    pub plain: bool,
    /// A width in columns that wins over `COLUMNS` and the terminal.
    pub width: Option<usize>,
}

/// A result could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The reader of standard output went away (`| head`); no error for the
    /// person, the program ends with 0.
    #[error("standard output is closed")]
    Closed,
    /// Anything else, for instance a full disk.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Where text goes.
#[derive(Debug)]
enum Sink {
    Stdout,
    Stderr,
    Kept(Vec<u8>),
}

impl Sink {
    fn write(&mut self, text: &[u8]) -> io::Result<()> {
        match self {
            Sink::Stdout => write_flushed(io::stdout().lock(), text),
            Sink::Stderr => write_flushed(io::stderr().lock(), text),
            Sink::Kept(bytes) => {
                bytes.extend_from_slice(text);
                Ok(())
            }
        }
    }
}

fn write_flushed(mut stream: impl Write, text: &[u8]) -> io::Result<()> {
    stream.write_all(text)?;
    stream.flush()
}

/// One stream and what it can carry.
#[derive(Debug)]
struct Stream {
    sink: Sink,
    is_terminal: bool,
    color: bool,
}

impl Stream {
    fn kept() -> Stream {
        Stream {
            sink: Sink::Kept(Vec::new()),
            is_terminal: false,
            color: false,
        }
    }

    fn kept_text(&self) -> String {
        match &self.sink {
            Sink::Kept(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Sink::Stdout | Sink::Stderr => String::new(),
        }
    }
}

/// The streams and what is known about them.
#[derive(Debug)]
pub struct Ui {
    out: Stream,
    err: Stream,
    options: UiOptions,
    /// Columns and rows where they are not measured.
    size: Option<(usize, usize)>,
    unicode: bool,
    can_prompt: bool,
}

impl Ui {
    /// The process's own streams.
    pub fn new(options: UiOptions) -> Ui {
        let dumb = env::var("TERM").is_ok_and(|term| term == "dumb");
        let no_color = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let stream = |sink, is_terminal| {
            let color = match options.color {
                ColorChoice::Always => true,
                ColorChoice::Never => false,
                ColorChoice::Auto => is_terminal && !dumb && !no_color,
            };
            Stream {
                sink,
                is_terminal,
                color,
            }
        };
        let err = stream(Sink::Stderr, io::stderr().is_terminal());
        Ui {
            out: stream(Sink::Stdout, io::stdout().is_terminal()),
            can_prompt: io::stdin().is_terminal() && err.is_terminal,
            err,
            options: UiOptions {
                plain: options.plain || dumb,
                width: options.width.or_else(columns_variable),
                ..options
            },
            size: None,
            unicode: locale_is_utf8(),
        }
    }

    /// Streams that keep what is written, `width` columns wide and 24 rows
    /// high, without colour, able to prompt.
    pub fn for_test(width: usize) -> Ui {
        Ui {
            out: Stream::kept(),
            err: Stream::kept(),
            options: UiOptions {
                width: Some(width),
                ..UiOptions::default()
            },
            size: Some((width, DEFAULT_HEIGHT)),
            unicode: true,
            can_prompt: true,
        }
    }

    /// The same with another `--quiet`.
    #[must_use]
    pub fn with_quiet(mut self, quiet: bool) -> Ui {
        self.options.quiet = quiet;
        self
    }

    /// The same with another `--plain`.
    #[must_use]
    pub fn with_plain(mut self, plain: bool) -> Ui {
        self.options.plain = plain;
        self
    }

    /// The same with colour on or off on both streams.
    #[must_use]
    pub fn with_color(mut self, color: bool) -> Ui {
        self.out.color = color;
        self.err.color = color;
        self
    }

    /// The same with prompting possible or not.
    #[must_use]
    pub fn with_prompting(mut self, can_prompt: bool) -> Ui {
        self.can_prompt = can_prompt;
        self
    }

    /// The same with or without more than ASCII.
    #[must_use]
    pub fn with_unicode(mut self, unicode: bool) -> Ui {
        self.unicode = unicode;
        self
    }

    /// The same on a terminal of so many columns and rows.
    #[must_use]
    pub fn with_terminal_size(mut self, columns: usize, rows: usize) -> Ui {
        self.size = Some((columns, rows));
        self
    }

    /// What the command line said.
    pub fn options(&self) -> UiOptions {
        self.options
    }

    /// Writes a result to standard output, exactly as given.
    ///
    /// # Errors
    ///
    /// [`OutputError::Closed`] when nobody reads any more, which ends the
    /// program with 0; [`OutputError::Io`] for anything else.
    pub fn out(&mut self, text: &str) -> Result<(), OutputError> {
        self.out_bytes(text.as_bytes())
    }

    /// As [`Ui::out`], for a result that need not be text.
    ///
    /// # Errors
    ///
    /// As [`Ui::out`].
    pub fn out_bytes(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        let written = self.out.sink.write(bytes);
        written.map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => OutputError::Closed,
            _ => OutputError::Io(error),
        })
    }

    /// Writes a status line to standard error, unless `--quiet`.
    pub fn say(&mut self, text: &str) {
        if !self.options.quiet {
            self.show_line(text);
        }
    }

    /// Writes a warning line, `word` being "warning" in the person's language.
    /// Shown also with `--quiet`.
    pub fn warn(&mut self, line: &str) {
        let line = self.emphasize(Style::Warn, line);
        self.show_line(&line);
    }

    /// Writes an error line, `word` being "error" in the person's language.
    pub fn error(&mut self, line: &str) {
        let line = self.emphasize(Style::Bad, line);
        self.show_line(&line);
    }

    /// Styles what stands before the first colon of a line.
    fn emphasize(&self, style: Style, line: &str) -> String {
        match line.split_once(':') {
            Some((word, text)) => format!("{}:{text}", self.style(style, word)),
            None => line.to_owned(),
        }
    }

    /// Writes one or several lines of a conversation to standard error, also
    /// with `--quiet`; a line feed is added where the text has none at its end.
    pub fn show_line(&mut self, text: &str) {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        self.show(&format!("{text}{end}"));
    }

    /// Writes part of a conversation to standard error, exactly as given and
    /// also with `--quiet`.
    pub fn show(&mut self, text: &str) {
        // A standard error that cannot be written to leaves nobody to tell.
        let _ = self.err.sink.write(text.as_bytes());
    }

    /// `text` as `style` looks on standard error.
    pub fn style(&self, style: Style, text: &str) -> String {
        paint(self.err.color, style, text)
    }

    /// `text` as `style` looks on standard output.
    pub fn style_out(&self, style: Style, text: &str) -> String {
        paint(self.out.color, style, text)
    }

    /// The width to lay prose out for: the given one, else `COLUMNS`, else the
    /// terminal's, else 80; from [`MIN_WIDTH`] to [`MAX_WIDTH`] columns.
    pub fn width(&self) -> usize {
        self.options
            .width
            .unwrap_or_else(|| self.terminal_size().0)
            .clamp(MIN_WIDTH, MAX_WIDTH)
    }

    /// Columns and rows of the terminal as they are now; 80 by 24 without one.
    pub fn terminal_size(&self) -> (usize, usize) {
        let measured = || {
            let size = Term::stderr()
                .size_checked()
                .or_else(|| Term::stdout().size_checked());
            size.map(|(rows, columns)| (usize::from(columns), usize::from(rows)))
        };
        self.size
            .or_else(measured)
            .unwrap_or((DEFAULT_WIDTH, DEFAULT_HEIGHT))
    }

    /// Whether standard error may carry colour.
    pub fn has_color(&self) -> bool {
        self.err.color
    }

    /// Whether standard output may carry colour.
    pub fn has_out_color(&self) -> bool {
        self.out.color
    }

    /// Whether `--quiet` was given.
    pub fn is_quiet(&self) -> bool {
        self.options.quiet
    }

    /// Whether nothing may be repainted and states are said in words.
    pub fn is_plain(&self) -> bool {
        self.options.plain
    }

    /// Whether the terminal shows more than ASCII.
    pub fn is_unicode(&self) -> bool {
        self.unicode
    }

    /// Whether there is somebody to ask: standard input and standard error are
    /// both terminals.
    pub fn can_prompt(&self) -> bool {
        self.can_prompt
    }

    /// Whether the result goes to a terminal.
    pub fn out_is_terminal(&self) -> bool {
        self.out.is_terminal
    }

    /// What was written to standard output, for a [`Ui::for_test`].
    pub fn kept_out(&self) -> String {
        self.out.kept_text()
    }

    /// What was written to standard error, for a [`Ui::for_test`].
    pub fn kept_err(&self) -> String {
        self.err.kept_text()
    }
}

fn paint(color: bool, style: Style, text: &str) -> String {
    if color && !text.is_empty() {
        let ansi = style.ansi();
        format!("{ansi}{text}{ansi:#}")
    } else {
        text.to_owned()
    }
}

fn columns_variable() -> Option<usize> {
    let columns = env::var("COLUMNS").ok()?.trim().parse().ok()?;
    (columns > 0).then_some(columns)
}

/// Whether the locale's character set is UTF-8; the first variable that is set
/// decides, as POSIX has it.
fn locale_is_utf8() -> bool {
    if cfg!(windows) {
        return true;
    }
    let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL")
        .or_else(|| set("LC_CTYPE"))
        .or_else(|| set("LANG"));
    locale.is_some_and(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}
