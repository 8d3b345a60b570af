//! Keys of a terminal, one at a time.

use std::io;
use std::time::Duration;

/// How long the rest of an escape sequence may take; Esc alone is known after
/// this. Long enough for a slow connection, too short to be felt.
pub(super) const ESCAPE_WAIT: Duration = Duration::from_millis(60);

/// A key a list understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Up,
    Down,
    PageUp,
    PageDown,
    Home,
    End,
    Enter,
    Escape,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-D, or the terminal went away.
    EndOfInput,
    Char(char),
    /// Any other key, or a signal that woke the wait.
    Other,
}

/// What a wait for one byte brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Byte {
    Read(u8),
    Late,
    End,
}

/// Bytes from a terminal in raw mode.
pub(super) trait Bytes {
    /// Waits for a byte, at most so long.
    fn byte(&mut self, wait: Option<Duration>) -> io::Result<Byte>;
}

/// Reads one key. Escape sequences nobody asked for are read to their end, so
/// that their letters are not taken for typing.
pub(super) fn read_key(bytes: &mut impl Bytes) -> io::Result<Key> {
    let first = match bytes.byte(None)? {
        Byte::Read(byte) => byte,
        Byte::Late => return Ok(Key::Other),
        Byte::End => return Ok(Key::EndOfInput),
    };
    Ok(match first {
        0x1b => return read_escape(bytes),
        b'\r' | b'\n' => Key::Enter,
        0x01 => Key::Home,
        0x03 => Key::Interrupt,
        0x04 => Key::EndOfInput,
        0x05 => Key::End,
        0x0e => Key::Down,
        0x10 => Key::Up,
        0x20..=0x7e => Key::Char(char::from(first)),
        0xc2..=0xf4 => read_utf8(bytes, first)?,
        _ => Key::Other,
    })
}

fn read_escape(bytes: &mut impl Bytes) -> io::Result<Key> {
    loop {
        return match bytes.byte(Some(ESCAPE_WAIT))? {
            Byte::Late | Byte::End => Ok(Key::Escape),
            Byte::Read(b'[') => read_csi(bytes),
            Byte::Read(b'O') => Ok(match bytes.byte(Some(ESCAPE_WAIT))? {
                Byte::Read(last) => cursor_key(last),
                Byte::Late | Byte::End => Key::Other,
            }),
            // Esc twice, or Alt with a special key: the second one counts.
            Byte::Read(0x1b) => continue,
            Byte::Read(_) => Ok(Key::Other),
        };
    }
}

/// The rest of `ESC [`: parameters, then a final byte.
fn read_csi(bytes: &mut impl Bytes) -> io::Result<Key> {
    let mut parameters = Vec::new();
    loop {
        let Byte::Read(byte) = bytes.byte(Some(ESCAPE_WAIT))? else {
            return Ok(Key::Other);
        };
        match byte {
            // The Linux console's function keys: one more letter follows.
            b'[' if parameters.is_empty() => {
                bytes.byte(Some(ESCAPE_WAIT))?;
                return Ok(Key::Other);
            }
            0x20..=0x3f => parameters.push(byte),
            b'~' => return Ok(numbered_key(&parameters)),
            _ => return Ok(cursor_key(byte)),
        }
    }
}

fn cursor_key(last: u8) -> Key {
    match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'M' => Key::Enter,
        _ => Key::Other,
    }
}

fn numbered_key(parameters: &[u8]) -> Key {
    match parameters.split(|byte| *byte == b';').next() {
        Some(b"1" | b"7") => Key::Home,
        Some(b"4" | b"8") => Key::End,
        Some(b"5") => Key::PageUp,
        Some(b"6") => Key::PageDown,
        _ => Key::Other,
    }
}

fn read_utf8(bytes: &mut impl Bytes, first: u8) -> io::Result<Key> {
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    let mut sequence = vec![first];
    while sequence.len() < length {
        let Byte::Read(byte) = bytes.byte(Some(ESCAPE_WAIT))? else {
            return Ok(Key::Other);
        };
        sequence.push(byte);
    }
    let decoded = std::str::from_utf8(&sequence)
        .ok()
        .and_then(|text| text.chars().next());
    Ok(decoded.map_or(Key::Other, Key::Char))
}

#[cfg(not(unix))]
pub(super) use console_keys::Keys;
#[cfg(unix)]
pub(super) use raw_keys::Keys;

#[cfg(unix)]
mod raw_keys {
    use std::io;
    use std::os::fd::AsFd;
    use std::thread::sleep;
    use std::time::Duration;

    use nix::errno::Errno;
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use nix::sys::termios::{SetArg, Termios, cfmakeraw, tcgetattr, tcsetattr};
    use nix::unistd::read;

    use super::{Byte, Bytes, Key};

    /// Standard input in raw mode for as long as this lives.
    ///
    /// The mode is held for a whole question, not set for each key: in between,
    /// the terminal would echo what is typed ahead, and Ctrl-C would be a signal
    /// that nobody waits for.
    pub(in crate::prompt) struct Keys {
        original: Termios,
    }

    impl Keys {
        pub(in crate::prompt) fn open() -> io::Result<Keys> {
            let keys = Keys {
                original: tcgetattr(io::stdin())?,
            };
            keys.make_raw()?;
            Ok(keys)
        }

        /// Waits for a key; [`Key::Other`] when a signal came instead.
        pub(in crate::prompt) fn read(&mut self) -> io::Result<Key> {
            super::read_key(self)
        }

        /// Runs another program's turn with the terminal as it was.
        pub(in crate::prompt) fn lend<T>(&mut self, turn: impl FnOnce() -> T) -> io::Result<T> {
            self.restore()?;
            let result = turn();
            self.make_raw()?;
            Ok(result)
        }

        fn make_raw(&self) -> io::Result<()> {
            let mut raw = self.original.clone();
            cfmakeraw(&mut raw);
            // A line feed still goes to the first column.
            raw.output_flags = self.original.output_flags;
            Ok(tcsetattr(io::stdin(), SetArg::TCSADRAIN, &raw)?)
        }

        fn restore(&self) -> io::Result<()> {
            Ok(tcsetattr(io::stdin(), SetArg::TCSADRAIN, &self.original)?)
        }
    }

    impl Drop for Keys {
        fn drop(&mut self) {
            let _ = self.restore();
        }
    }

    impl Bytes for Keys {
        fn byte(&mut self, wait: Option<Duration>) -> io::Result<Byte> {
            let stdin = io::stdin();
            let timeout = wait.map_or(PollTimeout::NONE, |wait| {
                PollTimeout::try_from(wait).unwrap_or(PollTimeout::MAX)
            });
            let mut awaited = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
            match poll(&mut awaited, timeout) {
                Ok(0) => return Ok(Byte::Late),
                Err(Errno::EINTR) => {
                    // Whoever handles the signal does so in another thread.
                    sleep(Duration::from_millis(20));
                    return Ok(Byte::Late);
                }
                Ok(_) => {}
                Err(error) => return Err(error.into()),
            }
            let mut byte = [0];
            match read(&stdin, &mut byte) {
                Ok(0) | Err(Errno::EIO) => Ok(Byte::End),
                Ok(_) => Ok(Byte::Read(byte[0])),
                Err(Errno::EINTR) => Ok(Byte::Late),
                Err(error) => Err(error.into()),
            }
        }
    }
}

#[cfg(not(unix))]
mod console_keys {
    use std::io;

    use console::Term;

    use super::Key;

    /// The console's own key events; there is no mode to hold.
    pub(in crate::prompt) struct Keys {
        term: Term,
    }

    impl Keys {
        pub(in crate::prompt) fn open() -> io::Result<Keys> {
            Ok(Keys {
                term: Term::stderr(),
            })
        }

        pub(in crate::prompt) fn read(&mut self) -> io::Result<Key> {
            Ok(match self.term.read_key_raw()? {
                console::Key::ArrowUp => Key::Up,
                console::Key::ArrowDown => Key::Down,
                console::Key::PageUp => Key::PageUp,
                console::Key::PageDown => Key::PageDown,
                console::Key::Home => Key::Home,
                console::Key::End => Key::End,
                console::Key::Enter => Key::Enter,
                console::Key::Escape => Key::Escape,
                console::Key::CtrlC | console::Key::Char('\u{3}') => Key::Interrupt,
                console::Key::Char('\u{4}') => Key::EndOfInput,
                console::Key::Char(c) if !c.is_control() => Key::Char(c),
                _ => Key::Other,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes with pauses between groups.
    struct Groups(Vec<Vec<u8>>);

    impl Bytes for Groups {
        fn byte(&mut self, wait: Option<Duration>) -> io::Result<Byte> {
            let Some(group) = self.0.first_mut() else {
                return Ok(Byte::End);
            };
            if !group.is_empty() {
                return Ok(Byte::Read(group.remove(0)));
            }
            self.0.remove(0);
            if wait.is_some() {
                Ok(Byte::Late)
            } else {
                self.byte(wait)
            }
        }
    }

    fn keys(groups: &[&str]) -> Vec<Key> {
        let mut bytes = Groups(
            groups
                .iter()
                .map(|group| group.as_bytes().to_vec())
                .collect(),
        );
        let mut found = Vec::new();
        loop {
            match read_key(&mut bytes).unwrap() {
                Key::EndOfInput => return found,
                key => found.push(key),
            }
        }
    }

    #[test]
    fn arrows_are_known_in_both_cursor_modes_and_with_modifiers() {
        assert_eq!(keys(&["\x1b[A\x1bOA\x1b[1;5A"]), [Key::Up; 3]);
        assert_eq!(keys(&["\x1b[B\x1bOB\x1b\x1b[B"]), [Key::Down; 3]);
        assert_eq!(keys(&["\x1b[5~\x1b[6;2~"]), [Key::PageUp, Key::PageDown]);
    }

    #[test]
    fn escape_alone_is_known_by_the_pause_after_it() {
        assert_eq!(keys(&["\x1b", "x"]), [Key::Escape, Key::Char('x')]);
        assert_eq!(keys(&["\x1bx"]), [Key::Other]);
    }

    #[test]
    fn unknown_sequences_leave_nothing_behind() {
        assert_eq!(
            keys(&["\x1b[15~\x1b[[A\x1bOP\x1b[200~\x1b[1;5D"]),
            [Key::Other; 5]
        );
    }

    #[test]
    fn letters_of_all_lengths_are_whole() {
        let typed = ["é漢🙂"];
        assert_eq!(
            keys(&typed),
            [Key::Char('é'), Key::Char('漢'), Key::Char('🙂')]
        );
    }
}
