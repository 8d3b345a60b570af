//! The table of formats a report can be written in.

use std::io;

use super::Report;

/// A format, and the function that writes it.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    /// What a user calls the format.
    pub name: &'static str,
    /// The file name extension, without a dot.
    pub extension: &'static str,
    /// Whether the output is something other than UTF-8 text.
    pub binary: bool,
    /// Writes a report; the same report gives the same bytes.
    pub write: fn(&Report, &mut dyn io::Write) -> Result<(), WriteError>,
}

/// Every format, in the order in which help shows them.
pub static WRITERS: &[Writer] = &[
    Writer {
        name: "markdown",
        extension: "md",
        binary: false,
        write: super::markdown::write,
    },
    Writer {
        name: "html",
        extension: "html",
        binary: false,
        write: super::html::write,
    },
    Writer {
        name: "json",
        extension: "json",
        binary: false,
        write: super::json::write,
    },
];

/// A report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The output refused the bytes.
    #[error(transparent)]
    Output(#[from] io::Error),
}

impl Writer {
    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        WRITERS
            .iter()
            .find(|writer| writer.name.eq_ignore_ascii_case(name))
    }

    /// The format whose files have that extension, given without a dot.
    pub fn with_extension(extension: &str) -> Option<&'static Self> {
        WRITERS
            .iter()
            .find(|writer| writer.extension.eq_ignore_ascii_case(extension))
    }
}
