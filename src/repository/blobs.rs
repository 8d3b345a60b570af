//! The contents of many files at once, by one `git cat-file --batch`.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use super::call::{GitError, not_run};
use super::place::Repository;

/// What stands under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blob {
    /// The content.
    Bytes(Vec<u8>),
    /// It is longer than was asked for.
    TooLarge,
    /// The repository does not have it, as in a clone of part of a repository.
    Missing,
}

/// A running `git cat-file --batch`, which answers one question after the other.
#[derive(Debug)]
pub struct Blobs {
    child: Child,
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    limit: u64,
}

impl Repository {
    /// Begins to read contents; one longer than `limit` bytes is passed over.
    ///
    /// # Errors
    ///
    /// Git cannot be started.
    pub fn blobs(&self, limit: u64) -> Result<Blobs, GitError> {
        let mut command = self.git.command(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::null());
        let mut child = command.spawn().map_err(not_run)?;
        let (asks, answers) = (child.stdin.take(), child.stdout.take());
        let answers = answers.ok_or_else(|| GitError::NotRun(io::ErrorKind::BrokenPipe.into()))?;
        Ok(Blobs {
            child,
            asks,
            answers: BufReader::new(answers),
            limit,
        })
    }
}

impl Blobs {
    /// The content under a name that git gave.
    ///
    /// # Errors
    ///
    /// Git went away.
    pub fn read(&mut self, name: &str) -> Result<Blob, GitError> {
        self.exchange(name).map_err(GitError::NotRun)
    }

    fn exchange(&mut self, name: &str) -> io::Result<Blob> {
        let asks = self.asks.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        // One question, one answer: neither side ever waits for the other to make room.
        writeln!(asks, "{name}")?;
        asks.flush()?;
        let mut head = String::new();
        if self.answers.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        // `NAME blob SIZE`, or `NAME missing`.
        let size = head.trim_end().rsplit(' ').next();
        let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else {
            return Ok(Blob::Missing);
        };
        let is_too_large = size > self.limit;
        let mut bytes = Vec::new();
        if is_too_large {
            io::copy(&mut self.answers.by_ref().take(size), &mut io::sink())?;
        } else {
            self.answers.by_ref().take(size).read_to_end(&mut bytes)?;
            if bytes.len() as u64 != size {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        // A line feed ends every answer.
        self.answers.read_exact(&mut [0])?;
        Ok(if is_too_large {
            Blob::TooLarge
        } else {
            Blob::Bytes(bytes)
        })
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        // Without questions to come it ends by itself.
        drop(self.asks.take());
        let _ = self.child.wait();
    }
}
