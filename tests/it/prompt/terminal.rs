//! A pseudo-terminal with the child in it.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use expectrl::process::unix::{Signal, WaitStatus};
use expectrl::session::OsSession;
use expectrl::{Expect as _, Session};

use super::pty_child::{ASKS, COLUMNS, NAME};
use super::screen::Screen;

/// A child that asks, and the screen it draws on.
pub(crate) struct Terminal {
    session: OsSession,
    pub(crate) screen: Screen,
    /// Everything the child has written.
    pub(crate) raw: Vec<u8>,
}

impl Terminal {
    pub(crate) fn asking(kind: &str, columns: u16, rows: u16) -> Terminal {
        Terminal::asking_with(kind, columns, rows, &[])
    }

    pub(crate) fn asking_with(
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
        let mut terminal = Terminal::spawn(command, columns, rows);
        terminal.until("Siège");
        terminal
    }

    /// Runs a command in a pseudo-terminal of so many columns and rows.
    pub(crate) fn spawn(command: Command, columns: u16, rows: u16) -> Terminal {
        let mut session: OsSession = Session::spawn(command).unwrap();
        let process = session.get_process_mut();
        process.set_window_size(columns, rows).unwrap();
        Terminal {
            session,
            screen: Screen::new(usize::from(columns), usize::from(rows)),
            raw: Vec::new(),
        }
    }

    /// Makes the terminal another size; what stands on it is broken anew.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        let process = self.session.get_process_mut();
        process.set_window_size(columns, rows).unwrap();
        self.screen = Screen::new(usize::from(columns), usize::from(rows));
    }

    /// Ends the child as the system does when there is no memory left.
    pub(crate) fn kill(&mut self) {
        let process = self.session.get_process_mut();
        process.signal(Signal::SIGKILL).unwrap();
        process.wait().unwrap();
    }

    /// Waits until the child has ended; its exit code.
    #[track_caller]
    pub(crate) fn exit_code(&mut self) -> i32 {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let status = self.session.get_process().status();
            self.read();
            match status.unwrap() {
                WaitStatus::Exited(_, code) => {
                    self.read_to_end();
                    return code;
                }
                WaitStatus::StillAlive => sleep(Duration::from_millis(2)),
                other => panic!("ended with {other:?}, saw:\n{}", self.screen.text()),
            }
            assert!(
                Instant::now() < deadline,
                "still runs:\n{}",
                self.screen.text()
            );
        }
    }

    /// Reads what the system still holds of a child that has ended.
    fn read_to_end(&mut self) {
        let mut patience = 50;
        while patience > 0 {
            if !self.read() {
                patience -= 1;
                sleep(Duration::from_millis(1));
            }
        }
    }

    /// Reads until the child has written a text, be it on the screen still or not.
    #[track_caller]
    pub(crate) fn until_written(&mut self, text: &str) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while !String::from_utf8_lossy(&self.raw).contains(text) {
            assert!(Instant::now() < deadline, "waited for {text:?}");
            if !self.read() {
                sleep(Duration::from_millis(2));
            }
        }
    }

    /// Reads all there is now; whether there was anything.
    fn read(&mut self) -> bool {
        let mut bytes = [0; 4096];
        let mut any = false;
        while let Ok(n @ 1..) = self.session.try_read(&mut bytes) {
            self.raw.extend_from_slice(&bytes[..n]);
            self.screen.feed(&bytes[..n]);
            any = true;
        }
        any
    }

    /// Reads until the screen is as wanted.
    #[track_caller]
    pub(crate) fn until_screen(&mut self, wanted: &str, is_so: impl Fn(&Screen) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while !is_so(&self.screen) {
            assert!(
                Instant::now() < deadline,
                "waited for {wanted:?}, saw:\n{}",
                self.screen.text()
            );
            if !self.read() {
                sleep(Duration::from_millis(2));
            }
        }
    }

    #[track_caller]
    pub(crate) fn until(&mut self, text: &str) {
        self.until_screen(text, |screen| screen.joined().contains(text));
    }

    /// Waits for `text` and then types.
    #[track_caller]
    pub(crate) fn at(&mut self, text: &str, typed: &str) -> &mut Terminal {
        self.until(text);
        self.session.send(typed).unwrap();
        self
    }

    /// The replies the child reports in the end.
    #[track_caller]
    pub(crate) fn reply(&mut self) -> String {
        self.until(" END");
        let screen = self.screen.joined();
        let (_, reply) = screen.rsplit_once("REPLY ").unwrap();
        assert!(self.screen.cursor_visible(), "the cursor is hidden");
        reply.split(" END").next().unwrap().to_owned()
    }

    pub(crate) fn count_on_screen(&self, text: &str) -> usize {
        self.screen.joined().matches(text).count()
    }

    /// Types without waiting.
    pub(crate) fn send(&mut self, typed: &str) {
        self.session.send(typed).unwrap();
    }
}
