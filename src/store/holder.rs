//! Who holds a lock.

use std::env;
use std::fs;
use std::path::Path;
use std::process;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Who holds a lock, as the lock file says it in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The program's name.
    pub program: String,
    /// The command it runs.
    pub command: String,
    /// The process's number on its machine.
    pub pid: u32,
    /// The machine's name, empty if unknown.
    pub host: String,
    /// Since when, RFC 3339 in UTC.
    pub since: Timestamp,
    /// The account's name, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

impl Holder {
    /// This process on this machine.
    pub fn current(program: &str, command: &str, since: Timestamp) -> Self {
        Self {
            program: program.to_owned(),
            command: command.to_owned(),
            pid: process::id(),
            host: find_host().unwrap_or_default(),
            since,
            user: first_variable(&["USER", "LOGNAME", "USERNAME"]),
        }
    }

    /// Whether the holder's process is known to have ended; where that cannot be told, it is not.
    pub(crate) fn is_known_dead(&self) -> bool {
        let here = find_host().is_some_and(|host| !host.is_empty() && host == self.host);
        let processes = Path::new("/proc");
        here && processes.join("self").exists() && !processes.join(self.pid.to_string()).exists()
    }
}

fn find_host() -> Option<String> {
    fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .or_else(|| first_variable(&["HOSTNAME", "COMPUTERNAME"]))
}

fn first_variable(names: &[&str]) -> Option<String> {
    names
        .iter()
        .filter_map(|name| env::var(name).ok())
        .find(|value| !value.is_empty())
}
