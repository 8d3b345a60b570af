//! Where findings go: each format to standard output or to a file of its own.

use std::path::{Path, PathBuf};

use crate::emit::{Audience, Closing, FileReport, Format, Look, Unreadable, Writer};
use crate::error::{Exit, Failure, Said, nearest};
use crate::store::{OutputStream, StoreError};
use crate::ui::{OutputError, Ui};

use super::super::app::show_failure;
use super::super::cli::OutputArgs;
use super::super::discovery::calls_itself_project;
use super::super::open::{failure_about, store_failure};

/// Files are read anywhere, so their lines have the usual width.
const FILE_WIDTH: usize = 80;

/// A format and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) format: Format,
    /// None for standard output.
    pub(crate) file: Option<PathBuf>,
}

impl Destination {
    /// The same for two spellings of one file.
    fn place(&self) -> Option<PathBuf> {
        let file = self.file.as_ref()?;
        Some(std::path::absolute(file).unwrap_or_else(|_| file.clone()))
    }
}

/// What the command line asks for: people's format on standard output where it says nothing.
///
/// # Errors
///
/// An unknown format, two formats on standard output, two in one file.
pub(crate) fn destinations(args: &OutputArgs) -> Result<Vec<Destination>, Failure> {
    let mut found = Vec::new();
    if let Some(format) = args.format {
        let format = format.into();
        found.push(Destination { format, file: None });
    }
    for asked in &args.output {
        let destination = parse(asked)?;
        let place = destination.place();
        if found
            .iter()
            .any(|other: &Destination| other.place() == place)
        {
            let failure = match &destination.file {
                None => Failure::new(Exit::Usage, "outputs-on-stdout"),
                Some(file) => {
                    Failure::new(Exit::Usage, "outputs-in-one-file").with("file", file.display())
                }
            };
            return Err(failure.hint(Said::new("hint-output-form")));
        }
        found.push(destination);
    }
    if found.is_empty() {
        let format = Format::Human;
        found.push(Destination { format, file: None });
    }
    Ok(found)
}

fn parse(asked: &str) -> Result<Destination, Failure> {
    let (name, file) = match asked.split_once('=') {
        Some((name, file)) => (name, Some(file)),
        None => (asked, None),
    };
    let Some(format) = Format::ALL.into_iter().find(|format| format.name() == name) else {
        let names = Format::ALL.map(Format::name);
        let failure = Failure::new(Exit::Usage, "usage-value-unknown")
            .with("name", "--output")
            .with("value", name);
        return Err(match nearest(name, names) {
            Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
            None => failure.hint(Said::new("value-known").with("known", names.join(", "))),
        });
    };
    let file = match file {
        Some("") => {
            let failure = Failure::new(Exit::Usage, "outputs-no-file").with("value", asked);
            return Err(failure.hint(Said::new("hint-output-form")));
        }
        Some("-") | None => None,
        Some(file) => Some(PathBuf::from(file)),
    };
    Ok(Destination { format, file })
}

/// The formats of a run under way.
pub(crate) struct Outputs<'a> {
    audience: &'a Audience<'a>,
    all: Vec<Output<'a>>,
    /// Whether something could not be written.
    failed: bool,
}

struct Output<'a> {
    format: Format,
    writer: Box<dyn Writer + 'a>,
    sink: Sink,
    /// Whether something stands there that the next part has to be separated from.
    begun: bool,
}

enum Sink {
    Stdout,
    File(PathBuf, Box<OutputStream>),
    /// It cannot be written to any more.
    Broken,
    /// Nobody reads it any more.
    Closed,
}

impl<'a> Outputs<'a> {
    /// Begins all formats; one that cannot be written is told at once and left out.
    pub(crate) fn open(
        ui: &mut Ui,
        audience: &'a Audience<'a>,
        destinations: Vec<Destination>,
    ) -> Self {
        let mut failed = false;
        let mut all = Vec::new();
        for Destination { format, file } in destinations {
            let look = Look {
                color: file.is_none() && ui.has_out_color(),
                plain: ui.is_plain(),
                width: if file.is_none() {
                    ui.width()
                } else {
                    FILE_WIDTH
                },
            };
            let sink = match file {
                None => Sink::Stdout,
                Some(file) => open_file(file).unwrap_or_else(|failure| {
                    show_failure(ui, audience.messages, &failure);
                    failed = true;
                    Sink::Broken
                }),
            };
            all.push(Output {
                format,
                writer: format.writer(audience, look),
                sink,
                begun: false,
            });
        }
        Self {
            audience,
            all,
            failed,
        }
    }

    /// The format on standard output, if there is one.
    pub(crate) fn on_stdout(&self) -> Option<Format> {
        let stdout = |output: &&Output<'_>| matches!(output.sink, Sink::Stdout | Sink::Closed);
        self.all.iter().find(stdout).map(|output| output.format)
    }

    /// Whether people's format is among them.
    pub(crate) fn has_human(&self) -> bool {
        self.all.iter().any(|output| output.format == Format::Human)
    }

    /// What comes first; `files` are looked at in all.
    pub(crate) fn begin(&mut self, ui: &mut Ui, files: usize) -> Result<(), OutputError> {
        let heads = self.all.iter().map(|output| output.writer.head(files));
        let heads: Vec<String> = heads.collect();
        self.write(ui, &heads)
    }

    /// The findings of a file in every format.
    pub(crate) fn render(&self, file: &FileReport<'_>) -> Vec<String> {
        let texts = self.all.iter().map(|output| match output.sink {
            Sink::Broken | Sink::Closed => String::new(),
            Sink::Stdout | Sink::File(..) => output.writer.file(file),
        });
        texts.collect()
    }

    /// Writes what [`Outputs::render`] gave.
    pub(crate) fn add(&mut self, ui: &mut Ui, texts: Vec<String>) -> Result<(), OutputError> {
        let parts = self.all.iter_mut().zip(texts);
        let parts: Vec<String> = parts.map(|(output, text)| output.separated(text)).collect();
        self.write(ui, &parts)
    }

    /// Something that could not be opened. Standard error has told people already.
    pub(crate) fn add_unreadable(
        &mut self,
        ui: &mut Ui,
        unreadable: &Unreadable,
    ) -> Result<(), OutputError> {
        let texts = self.all.iter().map(|output| {
            let is_told = matches!(output.format, Format::Human | Format::Concise);
            match output.sink {
                Sink::Stdout if is_told => String::new(),
                _ => output.writer.unreadable(unreadable),
            }
        });
        let texts = texts.collect();
        self.add(ui, texts)
    }

    /// What comes last, with a summary for people behind it, and the files put in their places.
    ///
    /// Returns the files that were written, and whether everything was.
    pub(crate) fn finish(
        mut self,
        ui: &mut Ui,
        closing: &Closing<'_>,
        summary: &str,
    ) -> Result<(Vec<PathBuf>, bool), OutputError> {
        let tails = self.all.iter().map(|output| {
            let mut tail = output.writer.tail(closing);
            if output.format == Format::Human {
                tail.push_str(summary);
            }
            tail
        });
        let tails: Vec<String> = tails.collect();
        self.write(ui, &tails)?;
        let mut written = Vec::new();
        for output in std::mem::take(&mut self.all) {
            let Sink::File(file, stream) = output.sink else {
                continue;
            };
            match stream.finish() {
                Ok(_) => written.push(file),
                Err(error) => {
                    self.failed = true;
                    show_failure(ui, self.audience.messages, &failure_about(&error, &file));
                }
            }
        }
        Ok((written, !self.failed))
    }

    /// Whether something could not be written so far.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed
    }

    fn write(&mut self, ui: &mut Ui, texts: &[String]) -> Result<(), OutputError> {
        for (output, text) in self.all.iter_mut().zip(texts) {
            if text.is_empty() {
                continue;
            }
            let failure = match &mut output.sink {
                Sink::Broken | Sink::Closed => continue,
                Sink::Stdout => match ui.out(text) {
                    Ok(()) => continue,
                    Err(OutputError::Closed) => {
                        output.sink = Sink::Closed;
                        continue;
                    }
                    Err(OutputError::Io(error)) => {
                        Failure::new(Exit::Output, "output-failed").because(&error)
                    }
                },
                Sink::File(file, stream) => match stream.write(text.as_bytes()) {
                    Ok(()) => continue,
                    Err(error) => failure_about(&error, file),
                },
            };
            show_failure(ui, self.audience.messages, &failure);
            output.sink = Sink::Broken;
            self.failed = true;
        }
        // Where nobody reads and nothing else is written, going on would be for nothing.
        if !self.all.is_empty()
            && self
                .all
                .iter()
                .all(|output| matches!(output.sink, Sink::Closed))
        {
            return Err(OutputError::Closed);
        }
        Ok(())
    }
}

impl Output<'_> {
    fn separated(&mut self, text: String) -> String {
        if text.is_empty() {
            return text;
        }
        let separator = if self.begun {
            self.writer.separator()
        } else {
            ""
        };
        self.begun = true;
        format!("{separator}{text}")
    }
}

fn open_file(file: PathBuf) -> Result<Sink, Failure> {
    if is_project(&file) {
        let failure = Failure::new(Exit::Output, "outputs-over-project");
        return Err(failure.with("file", file.display()));
    }
    match OutputStream::open(&file) {
        Ok(stream) => Ok(Sink::File(file, Box::new(stream))),
        Err(error @ StoreError::MissingFolder { .. }) => Err(store_failure(&error)),
        Err(error) => Err(failure_about(&error, &file)),
    }
}

/// Whether a project would be lost; what cannot be read is for the writing to refuse.
fn is_project(file: &Path) -> bool {
    file.is_file() && std::fs::File::open(file).is_ok() && calls_itself_project(file)
}
