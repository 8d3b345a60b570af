//! `--baseline` and `--write-baseline`: findings that were there before, and only new ones shown.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use crate::check::Checked;
use crate::error::{Exit, Failure, Said};
use crate::handbook::Phase;
use crate::language::Messages;
use crate::policy::{Baseline, Known, Policy};
use crate::rules;
use crate::rules::own::OwnRules;
use crate::settings;
use crate::store;
use crate::yaml;

use super::open::store_failure;

/// A baseline larger than this is none of ours, in bytes.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// The findings of a run held against a baseline, or put into a new one.
pub(crate) struct Comparison {
    old: Option<(Baseline, PathBuf)>,
    new: Option<(Baseline, PathBuf)>,
    known: usize,
    /// The files that were checked, by their name in the old baseline, and the last phase whose
    /// rules looked; none where some could not.
    looked: HashMap<String, Option<Phase>>,
    /// The rules of the overlays that files were checked with.
    own: OwnRules,
}

impl Comparison {
    /// Reads the old baseline, and finds out whether the new one could be written.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or is no baseline; a place that cannot be written to.
    pub(crate) fn of(old: Option<&Path>, new: Option<&Path>) -> Result<Self, Failure> {
        let old = old.map(|path| Ok::<_, Failure>((load(path)?, folder_of(path))));
        if let Some(path) = new {
            store::probe_output(path, true).map_err(|error| store_failure(&error))?;
        }
        Ok(Self {
            old: old.transpose()?,
            new: new.map(|path| (Baseline::default(), folder_of(path))),
            known: 0,
            looked: HashMap::new(),
            own: OwnRules::none(),
        })
    }

    /// Takes away the findings of a file that were there before, or that are written down now.
    pub(crate) fn sift(&mut self, checked: &mut Checked, path: &Path, policy: &Policy) {
        if self.old.is_none() && self.new.is_none() {
            return;
        }
        let before = checked.findings.len();
        if let Some((new, folder)) = &mut self.new {
            let name = relative(folder, path);
            let is_alone = self.old.is_none();
            checked
                .findings
                .retain(|finding| !(new.add(finding, &name) && is_alone));
        }
        if let Some((old, folder)) = &mut self.old {
            let name = relative(folder, path);
            checked.findings.retain(|finding| !old.take(finding, &name));
            if !policy.own().is_empty() {
                self.own = OwnRules::together([&self.own, policy.own()]);
            }
            let outcome = &checked.outcome;
            let profile = policy.profiles().get(&outcome.profile);
            let profile = profile.filter(|_| outcome.is_whole);
            self.looked
                .insert(name, profile.map(|profile| profile.rules));
        }
        self.known += before - checked.findings.len();
    }

    /// Writes the new baseline, and counts.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn finish(self, path: Option<&Path>) -> anyhow::Result<Counts> {
        let mut counts = Counts {
            known: self.known,
            stale: self.n_stale(),
            written: None,
        };
        if let (Some((new, _)), Some(path)) = (&self.new, path) {
            let text = new.to_json()?;
            let saved = store::write_output(path, text.as_bytes(), true);
            saved.map_err(|error| store_failure(&error))?;
            counts.written = Some(new.len());
        }
        Ok(counts)
    }

    /// How many findings of the old baseline are gone that this run would have met.
    fn n_stale(&self) -> Option<usize> {
        let (old, folder) = self.old.as_ref()?;
        let was_looked_for = |known: &Known| match self.looked.get(&known.file) {
            Some(Some(last)) => {
                rules::known(&known.rule, &self.own).is_none_or(|rule| rule.phase <= *last)
            }
            Some(None) => false,
            None => !folder.join(&known.file).exists(),
        };
        Some(old.n_stale(&was_looked_for))
    }
}

/// What came of the baselines of a run.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// How many findings were not shown because they were there before, or are written down now.
    pub(crate) known: usize,
    /// How many findings of the old baseline are gone; none without one.
    pub(crate) stale: Option<usize>,
    /// How many findings the new baseline has; none without one.
    pub(crate) written: Option<usize>,
}

/// The parts of the summary that tell of baselines.
pub(crate) fn summary(messages: &Messages, counts: &Counts) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(stale) = counts.stale {
        parts.push(messages.get("check-known", &[("n", &counts.known)]));
        if stale > 0 {
            parts.push(messages.get("check-stale", &[("n", &stale)]));
        }
    }
    if let Some(written) = counts.written {
        parts.push(messages.get("check-written", &[("n", &written)]));
    }
    parts
}

fn load(path: &Path) -> Result<Baseline, Failure> {
    let loaded = store::load(path, MOST_BYTES).map_err(|error| store_failure(&error))?;
    let text = match yaml::decode(&loaded.bytes) {
        Ok(decoded) => decoded.text.to_owned(),
        Err(_) => String::from_utf8_lossy(&loaded.bytes).into_owned(),
    };
    Baseline::parse(&text).map_err(|fault| {
        let place = format!("{}:{}:{}", path.display(), fault.line, fault.column);
        let failure = match &fault.schema {
            Some(schema) => Failure::new(Exit::Input, "baseline-other").with("found", schema),
            None => Failure::new(Exit::Input, "baseline-damaged").with("detail", &fault.detail),
        };
        failure
            .with("place", place)
            .hint(Said::new("hint-write-baseline").with("file", path.display()))
    })
}

fn folder_of(path: &Path) -> PathBuf {
    let whole = settings::absolute(path);
    whole.parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// A file as it is called from a folder, with `/` between the parts.
fn relative(folder: &Path, file: &Path) -> String {
    let file = settings::absolute(file);
    let shared = folder
        .components()
        .zip(file.components())
        .take_while(|(one, other)| one == other)
        .count();
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = file
        .components()
        .skip(shared)
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        });
    up.chain(down).collect::<Vec<_>>().join("/")
}
