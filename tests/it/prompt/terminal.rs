//! A pseudo-terminal with the child in it.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use expectrl::session::OsSession;
use expectrl::{Expect as _, Session};

use super::pty_child::{ASKS, COLUMNS, NAME};
use super::screen::Screen;

/// A child that asks, and the screen it draws on.
pub(super) struct Terminal {
    session: OsSession,
    pub(super) screen: Screen,
    /// Everything the child has written.
    pub(super) raw: Vec<u8>,
}

impl Terminal {
    pub(super) fn asking(kind: &str, columns: u16, rows: u16) -> Terminal {
        Terminal::asking_with(kind, columns, rows, &[])
    }

    pub(super) fn asking_with(
        kind: &str,
        columns: u16,
        rows: u16,
        env: &[(&str, &str)],
    ) -> Terminal {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", NAME, "--nocapture"]);
        command.env(ASKS, kind).env(COLUMNS, columns.to_string());
        command
            .env("TERM", "xterm-256color")
            .env("LC_ALL", "C.UTF-8")
            .env("NO_COLOR", "1");
        command
            .env_remove("VISUAL")
            .env_remove("EDITOR")
            .env_remove("COLUMNS");
        command.envs(env.iter().copied());
        let mut session: OsSession = Session::spawn(command).unwrap();
        session
            .get_process_mut()
            .set_window_size(columns, rows)
            .unwrap();
        let screen = Screen::new(usize::from(columns), usize::from(rows));
        let mut terminal = Terminal {
            session,
            screen,
            raw: Vec::new(),
        };
        terminal.until("Siège");
        terminal
    }

    /// Reads until the screen is as wanted.
    #[track_caller]
    pub(super) fn until_screen(&mut self, wanted: &str, is_so: impl Fn(&Screen) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(10);
        let mut bytes = [0; 4096];
        while !is_so(&self.screen) {
            assert!(
                Instant::now() < deadline,
                "waited for {wanted:?}, saw:\n{}",
                self.screen.text()
            );
            match self.session.try_read(&mut bytes) {
                Ok(n) if n > 0 => {
                    self.raw.extend_from_slice(&bytes[..n]);
                    self.screen.feed(&bytes[..n]);
                }
                _ => sleep(Duration::from_millis(2)),
            }
        }
    }

    #[track_caller]
    pub(super) fn until(&mut self, text: &str) {
        self.until_screen(text, |screen| screen.joined().contains(text));
    }

    /// Waits for `text` and then types.
    #[track_caller]
    pub(super) fn at(&mut self, text: &str, typed: &str) -> &mut Terminal {
        self.until(text);
        self.session.send(typed).unwrap();
        self
    }

    /// The replies the child reports in the end.
    #[track_caller]
    pub(super) fn reply(&mut self) -> String {
        self.until(" END");
        let screen = self.screen.joined();
        let (_, reply) = screen.rsplit_once("REPLY ").unwrap();
        assert!(self.screen.cursor_visible(), "the cursor is hidden");
        reply.split(" END").next().unwrap().to_owned()
    }

    pub(super) fn count_on_screen(&self, text: &str) -> usize {
        self.screen.joined().matches(text).count()
    }

    /// Types without waiting.
    pub(super) fn send(&mut self, typed: &str) {
        self.session.send(typed).unwrap();
    }
}
