//! What counts in each of many files: the policies of their folders, and what came of them.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::check::Checked;
use crate::diagnostic::{Finding, Level};
use crate::emit::JudgedReport;
use crate::error::{Exit, Failure, Said, nearest};
use crate::language::Messages;
use crate::policy::{
    Asked, Flags, Grade, Outcome, Policy, Ruling, Silence, Verdict, Word, review_silence,
};
use crate::rules;
use crate::settings;
use crate::source::{SourceFile, Span};
use crate::t;

use super::baseline::Counts;
use super::kits::{Kit, Kits};
use super::layers::shown;

/// What the command line asks for: `--profile` and `--level RULE=LEVEL`.
pub(crate) fn flags(profile: Option<&str>, levels: &[String]) -> Result<Flags, Failure> {
    let ruling = |text: &String| {
        let (rule, level) = text.split_once('=').ok_or_else(|| {
            let failure = Failure::new(Exit::Usage, "check-bad-level").with("found", text);
            failure.hint(Said::new("hint-level-form"))
        })?;
        let grade = Grade::parse(level).ok_or_else(|| {
            let failure = Failure::new(Exit::Usage, "check-unknown-level")
                .with("found", level)
                .with("known", Grade::NAMES.join(", "));
            match nearest(level, Grade::NAMES) {
                Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
                None => failure,
            }
        })?;
        let name = Word {
            text: rule.to_owned(),
            place: None,
        };
        Ok(Ruling { name, grade })
    };
    Ok(Flags {
        profile: profile.map(str::to_owned),
        rules: levels.iter().map(ruling).collect::<Result<_, Failure>>()?,
    })
}

/// The policies of many files, one for all files that are judged alike.
pub(crate) struct Judges<'k> {
    kits: &'k Kits,
    all: Vec<Policy>,
    by_place: HashMap<(usize, usize), usize>,
    /// Settings that name what there is not, each once.
    pub(crate) failures: Vec<Failure>,
}

impl<'k> Judges<'k> {
    /// Works out the policy of every file's folder.
    ///
    /// # Errors
    ///
    /// What the command line asks for does not exist; or the settings are wrong that hold for all.
    pub(crate) fn of(kits: &'k Kits, files: &[PathBuf], flags: &Flags) -> Result<Self, Failure> {
        let mut judges = Self {
            kits,
            all: Vec::new(),
            by_place: HashMap::new(),
            failures: Vec::new(),
        };
        for file in files {
            let place = kits.place(file);
            if judges.by_place.contains_key(&place) {
                continue;
            }
            let Kit { handbook, own, .. } = kits.get(file);
            let policy = match Policy::of(handbook, own, kits.asked(file), flags) {
                Ok(policy) => policy,
                Err(failure) if failure.exit == Exit::Usage => return Err(failure),
                Err(failure) => {
                    judges.failures.push(failure);
                    Policy::of(handbook, own, &Asked::default(), flags)?
                }
            };
            judges.by_place.insert(place, judges.all.len());
            judges.all.push(policy);
        }
        if judges.all.is_empty() {
            let Kit { handbook, own, .. } = kits.get(Path::new(""));
            judges
                .all
                .push(Policy::of(handbook, own, &Asked::default(), flags)?);
        }
        if judges.all.len() == 1
            && let Some(failure) = judges.failures.pop()
        {
            return Err(failure);
        }
        Ok(judges)
    }

    /// The policy of the first file, for what belongs to no file.
    pub(crate) fn first(&self) -> &Policy {
        &self.all[0]
    }

    /// The policy of a file.
    pub(crate) fn get(&self, file: &Path) -> &Policy {
        let index = self.by_place.get(&self.kits.place(file)).copied();
        &self.all[index.unwrap_or_default()]
    }
}

/// What came of the policies over a run.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// The profiles that files were checked under: how many files, and how many rules wait.
    pub(crate) profiles: BTreeMap<String, (usize, usize)>,
    /// How many findings were suppressed.
    pub(crate) suppressed: usize,
    /// Whether some finding reaches the level from which on a check fails.
    pub(crate) fails: bool,
    /// The suppressions of the settings, by file and place.
    silences: BTreeMap<(String, Span), Entry>,
}

/// How many files a suppression did what for.
#[derive(Debug, Default)]
struct Entry {
    verdicts: [usize; 3],
}

impl Judged {
    /// Counts a file that was checked; `threshold` is that of the command line.
    pub(crate) fn add(&mut self, checked: &Checked, policy: &Policy, threshold: Option<Level>) {
        let outcome = &checked.outcome;
        let profile = self.profiles.entry(outcome.profile.clone()).or_default();
        profile.0 += 1;
        profile.1 = profile.1.max(outcome.waiting);
        self.suppressed += outcome.suppressed;
        self.count(checked, threshold.unwrap_or(policy.fail_on()));
        for (index, verdict) in &outcome.silences {
            let Some(silence) = policy.silence(*index) else {
                continue;
            };
            let key = (silence.file.clone(), silence.span);
            let entry = self.silences.entry(key).or_default();
            entry.verdicts[*verdict as usize] += 1;
        }
    }

    /// Looks whether findings reach the level from which on the check fails.
    pub(crate) fn count(&mut self, checked: &Checked, threshold: Level) {
        let reaches = |finding: &Finding| finding.level >= threshold;
        self.fails |= checked.findings.iter().any(reaches);
    }

    /// The same, for the report for machines.
    pub(crate) fn for_machines(&self, baseline: &Counts) -> JudgedReport {
        let profiles = self.profiles.iter();
        let profiles = profiles.map(|(id, (files, waiting))| (id.clone(), *files, *waiting));
        JudgedReport {
            suppressed: self.suppressed,
            in_baseline: baseline.known,
            baseline_stale: baseline.stale,
            profiles: profiles.collect(),
        }
    }

    /// What is wrong with the suppressions of the settings, by settings file. That one was of no use
    /// is said only where all files were looked at that it may be for: `paths` are those the command
    /// line names.
    pub(crate) fn reviews(
        &self,
        judges: &Judges<'_>,
        paths: &[PathBuf],
        today: Date,
    ) -> Vec<Checked> {
        let folders = paths.iter().filter(|path| path.is_dir());
        let folders: Vec<PathBuf> = folders.map(|path| settings::absolute(path)).collect();
        let mut seen = std::collections::BTreeSet::new();
        let mut files: BTreeMap<String, Checked> = BTreeMap::new();
        for policy in &judges.all {
            for silence in policy.silences() {
                let key = (silence.file.clone(), silence.span);
                if !seen.insert(key.clone()) {
                    continue;
                }
                let looked = self.silences.get(&key);
                let is_all = silence.is_for_one_file()
                    || folders
                        .iter()
                        .any(|folder| silence.folder.starts_with(folder));
                let is_used = looked.and_then(|entry| entry.is_used(is_all));
                let mut found = Vec::from_iter(review_silence(silence, is_used, today));
                policy.keep_only_what_counts(&mut found);
                if !found.is_empty() {
                    let file = files.entry(silence.file.clone());
                    let file = file.or_insert_with(|| of_settings(silence));
                    file.findings.append(&mut found);
                    rules::sort(&mut file.findings);
                }
            }
        }
        files.into_values().collect()
    }
}

impl Entry {
    /// Whether the suppression was used; none where that cannot be known.
    fn is_used(&self, is_all: bool) -> Option<bool> {
        let n = |verdict: Verdict| self.verdicts[verdict as usize];
        if n(Verdict::Used) > 0 {
            return Some(true);
        }
        (is_all && n(Verdict::Open) == 0 && n(Verdict::Unused) > 0).then_some(false)
    }
}

/// The parts of the summary that tell what was not shown: nothing is passed over in silence.
pub(crate) fn summary(messages: &Messages, judged: &Judged) -> Vec<String> {
    let is_one = judged.profiles.len() == 1;
    let mut parts: Vec<String> = Vec::new();
    for (id, (files, waiting)) in &judged.profiles {
        let profile = if is_one {
            t!(messages, "check-profile", profile = id)
        } else {
            messages.get("check-profile-files", &[("profile", id), ("n", files)])
        };
        if *waiting == 0 {
            parts.push(profile);
        } else {
            let waits = messages.get("check-waiting", &[("n", waiting)]);
            parts.push(t!(messages, "labelled", word = profile, text = waits));
        }
    }
    if judged.suppressed > 0 {
        parts.push(messages.get("check-suppressed", &[("n", &judged.suppressed)]));
    }
    parts
}

/// A settings file as something that has findings.
fn of_settings(silence: &Silence) -> Checked {
    Checked {
        source: SourceFile::new(shown(Path::new(&silence.file)), silence.text.to_string()),
        findings: Vec::new(),
        readable: true,
        country: None,
        outcome: Outcome::default(),
    }
}
