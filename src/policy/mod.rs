//! What becomes of findings: which rules count in a phase of the work, at which level, and what the
//! team or its organisation does not want to hear of again.
//!
//! The rules find all there is; a [`Policy`] says what of it counts. It is worked out once for a
//! folder and applied to every file.

mod asked;
mod baseline;
mod silence;

use std::collections::HashMap;
use std::path::Path;

use globset::GlobMatcher;
use jiff::civil::Date;

use crate::diagnostic::{Finding, Level};
use crate::error::{Exit, Failure, Said, nearest};
use crate::handbook::{Handbook, Profile, Profiles};
use crate::project::Project;
use crate::rules::own::OwnRules;
use crate::rules::{self, Group, all_known, known};

pub use asked::{Asked, Flags, Grade, Part, Ruling, Silence, Word};
pub use baseline::{Baseline, BaselineFault, Known};
pub use silence::{Verdict, is_glob, review_silence};

use silence::Silences;

/// What counts in the files of a folder.
#[derive(Debug)]
pub struct Policy {
    profiles: Profiles,
    /// The rules of overlays.
    own: OwnRules,
    /// The profile of the command line, before that of the project.
    first: Option<String>,
    /// The profile of the settings, behind that of the project.
    behind: Option<String>,
    /// The lowest level that makes a check fail, where the settings say it.
    fail_on: Option<Level>,
    /// The grades that differ from those the rules are declared with, and where that is written.
    grades: HashMap<String, (Grade, Option<String>)>,
    silences: Vec<(Silence, Option<GlobMatcher>)>,
    /// The places of silences by rule and path.
    index: Silences,
}

/// A file whose findings are judged.
#[derive(Debug, Clone, Copy)]
pub struct Case<'c> {
    /// The handbook it was held against.
    pub handbook: &'c Handbook,
    /// The project, where the file could be seen as one.
    pub project: Option<&'c Project<'c>>,
    /// Where the file lies, from the root of the disk; none where it is in memory only.
    pub path: Option<&'c Path>,
    /// The profile it is checked under.
    pub profile: &'c Profile,
    /// The day of the check.
    pub today: Date,
}

/// What was not shown of a file, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The profile the file was checked under.
    pub profile: String,
    /// How many rules wait for a later phase.
    pub waiting: usize,
    /// How many findings were suppressed.
    pub suppressed: usize,
    /// Whether every rule that counts could look.
    pub is_whole: bool,
    /// The suppressions of the settings that are for this file, by position, and what they did.
    pub silences: Vec<(usize, Verdict)>,
}

impl Policy {
    /// The policy for a handbook and the rules of its overlays, of what settings and the command
    /// line ask for.
    ///
    /// # Errors
    ///
    /// A profile, rule or group that does not exist, or a rule that cannot be silenced, with its
    /// place and the word most likely meant.
    pub fn of(
        handbook: &Handbook,
        own: &OwnRules,
        asked: &Asked,
        flags: &Flags,
    ) -> Result<Self, Failure> {
        let profiles = Profiles::of(handbook);
        if let Some(flag) = &flags.profile {
            known_profile(&profiles, &word(flag))?;
        }
        if let Some(word) = &asked.profile {
            known_profile(&profiles, word)?;
        }
        let mut policy = Self {
            first: flags.profile.clone(),
            behind: asked.profile.as_ref().map(|word| word.text.clone()),
            fail_on: asked.fail_on,
            ..Self::plain(profiles).with_own(own)
        };
        for rulings in asked.rules.iter().chain([&flags.rules]) {
            policy.rule_on(rulings)?;
        }
        for silence in &asked.silences {
            silence::check_rule(silence, own)?;
        }
        policy.silences = silence::with_globs(&asked.silences);
        policy.index = Silences::of_settings(&asked.silences, handbook);
        Ok(policy)
    }

    /// The policy where nobody asks for anything.
    pub fn plain(profiles: Profiles) -> Self {
        Self {
            profiles,
            own: OwnRules::none(),
            first: None,
            behind: None,
            fail_on: None,
            grades: HashMap::new(),
            silences: Vec::new(),
            index: Silences::default(),
        }
    }

    /// The same policy with the rules of overlays.
    #[must_use]
    pub fn with_own(mut self, own: &OwnRules) -> Self {
        self.own = own.clone();
        self
    }

    /// The rules of overlays.
    pub fn own(&self) -> &OwnRules {
        &self.own
    }

    /// The same policy with a profile that goes before that of any project.
    #[must_use]
    pub fn under(mut self, profile: &str) -> Self {
        self.first = Some(profile.to_owned());
        self
    }

    /// The same policy with another grade for a rule.
    #[must_use]
    pub fn with(mut self, rule: &str, grade: Grade) -> Self {
        self.grades.insert(rule.to_owned(), (grade, None));
        self
    }

    /// Sets grades: those of groups first, since a rule's own goes before them.
    fn rule_on(&mut self, rulings: &[Ruling]) -> Result<(), Failure> {
        for ruling in rulings {
            let name = ruling.name.text.as_str();
            let own = self.own.clone();
            let of_group = all_known(&own).filter(|rule| rule.group.name() == name);
            let of_group: Vec<rules::Known<'_>> = of_group.collect();
            match (known(name, &own), of_group.as_slice()) {
                (Some(rule), _) => may_be(rule.is_fixed(), ruling)?,
                // A rule with a fault in its overlay is no unknown one.
                (None, []) if own.is_left_out(name) => {}
                (None, []) => return Err(unknown_rule(&ruling.name, &own)),
                (None, group) => {
                    may_be(group.iter().all(rules::Known::is_fixed), ruling)?;
                    for rule in group.iter().filter(|rule| !rule.is_fixed()) {
                        self.grade_as(rule.id, ruling);
                    }
                }
            }
        }
        for ruling in rulings {
            if known(&ruling.name.text, &self.own).is_some() {
                self.grade_as(&ruling.name.text, ruling);
            }
        }
        Ok(())
    }

    fn grade_as(&mut self, rule: &str, ruling: &Ruling) {
        let graded = (ruling.grade, ruling.name.place.clone());
        self.grades.insert(rule.to_owned(), graded);
    }

    /// The profile for a project that names one or none; one that nobody knows is none.
    pub fn profile(&self, named: Option<&str>) -> &Profile {
        let first = self.first.as_deref();
        let behind = self.behind.as_deref();
        let mut words = [first, named, behind].into_iter().flatten();
        words
            .find_map(|word| self.profiles.get(word))
            .unwrap_or_else(|| self.profiles.default())
    }

    /// All profiles.
    pub fn profiles(&self) -> &Profiles {
        &self.profiles
    }

    /// The lowest level that makes a check fail.
    pub fn fail_on(&self) -> Level {
        self.fail_on.unwrap_or(Level::Error)
    }

    /// The grade of a rule.
    pub fn grade<'r>(&self, rule: impl Into<rules::Known<'r>>) -> Grade {
        let rule = rule.into();
        let own = self.grades.get(rule.id).map(|(grade, _)| *grade);
        own.unwrap_or(Grade::At(rule.level))
    }

    /// Where the settings give a rule another grade than it is declared with.
    pub fn changed<'r>(&self, rule: impl Into<rules::Known<'r>>) -> Option<(Grade, Option<&str>)> {
        let rule = rule.into();
        let (grade, place) = self.grades.get(rule.id)?;
        (*grade != Grade::At(rule.level)).then_some((*grade, place.as_deref()))
    }

    /// Whether a rule counts under a profile.
    pub fn counts<'r>(&self, rule: impl Into<rules::Known<'r>>, profile: &Profile) -> bool {
        let rule = rule.into();
        rule.phase <= profile.rules && self.grade(rule) != Grade::Off
    }

    /// How many rules wait for a phase after a profile's.
    pub fn waiting(&self, profile: &Profile) -> usize {
        let waits =
            |rule: &rules::Known<'_>| rule.phase > profile.rules && self.grade(*rule) != Grade::Off;
        all_known(&self.own).filter(waits).count()
    }

    /// What is said of a file of which nothing was taken away.
    pub(crate) fn outcome(&self, profile: &Profile) -> Outcome {
        Outcome {
            profile: profile.id.clone(),
            waiting: self.waiting(profile),
            ..Outcome::default()
        }
    }

    /// Takes away what does not count, sets the levels of the rest, and says what was suppressed and
    /// which suppressions had nothing to suppress.
    pub fn apply(&self, findings: &mut Vec<Finding>, case: &Case<'_>) -> Outcome {
        let mut outcome = self.outcome(case.profile);
        // Before anything is taken away: rules on meaning look only where nothing is blind.
        outcome.is_whole = case.project.is_some() && !findings.iter().any(rules::blinds);
        findings.retain_mut(|finding| self.keep(finding, case.profile));
        self.silence_in(findings, case, &mut outcome);
        outcome
    }

    /// Whether a finding counts; gives it the level it counts at.
    fn keep(&self, finding: &mut Finding, profile: &Profile) -> bool {
        let Some(rule) = known(&finding.rule, &self.own) else {
            return true;
        };
        if rule.phase > profile.rules {
            return false;
        }
        match self.grades.get(rule.id) {
            None => true,
            Some((Grade::Off, _)) => false,
            Some((Grade::At(level), _)) => {
                finding.level = *level;
                true
            }
        }
    }

    fn silence_in(&self, findings: &mut Vec<Finding>, case: &Case<'_>, outcome: &mut Outcome) {
        let own = case
            .project
            .map_or(&[][..], |project| &project.header.suppress);
        if own.is_empty() && self.silences.is_empty() {
            return;
        }
        let before = findings.len();
        let mut in_file = Silences::of_project(own, case, &self.own);
        let mut in_settings = self.index.clone();
        let holds = |index: usize| self.holds(index, case);
        findings.retain(|finding| {
            in_file.take(finding, case.handbook, &|_| true).is_none()
                && in_settings.take(finding, case.handbook, &holds).is_none()
        });
        outcome.suppressed = before - findings.len();
        let can_find = |rule: &str| {
            outcome.is_whole
                && known(rule, &self.own).is_some_and(|rule| self.counts(rule, case.profile))
        };
        let mut unused = in_file.unused(own, &can_find);
        unused.retain_mut(|finding| self.keep(finding, case.profile));
        if !unused.is_empty() {
            findings.append(&mut unused);
            rules::sort(findings);
        }
        let verdicts = in_settings.verdicts(&holds, &can_find);
        outcome.silences = verdicts;
    }

    /// Whether a suppression of the settings is for a file, on a day.
    fn holds(&self, index: usize, case: &Case<'_>) -> bool {
        let (silence, glob) = &self.silences[index];
        let until = silence.until.as_ref();
        if until.is_some_and(|until| until.value < case.today) {
            return false;
        }
        let Some(glob) = glob else { return true };
        let below = case
            .path
            .and_then(|path| path.strip_prefix(&silence.folder).ok());
        below.is_some_and(|below| glob.is_match(below))
    }

    /// The suppressions of the settings.
    pub fn silences(&self) -> impl Iterator<Item = &Silence> {
        self.silences.iter().map(|(silence, _)| silence)
    }

    /// The suppression of the settings at a position of an outcome.
    pub fn silence(&self, index: usize) -> Option<&Silence> {
        self.silences.get(index).map(|(silence, _)| silence)
    }

    /// Grades findings that belong to no project, and takes away those that do not count.
    pub fn keep_only_what_counts(&self, findings: &mut Vec<Finding>) {
        findings.retain_mut(|finding| self.keep(finding, self.profile(None)));
    }
}

fn word(text: &str) -> Word {
    Word {
        text: text.to_owned(),
        place: None,
    }
}

/// A failure about a word of the settings, with its place, or about one of the command line.
fn failure(word: &Word, in_settings: &'static str, in_arguments: &'static str) -> Failure {
    match &word.place {
        Some(place) => Failure::new(Exit::Input, in_settings).with("place", place),
        None => Failure::new(Exit::Usage, in_arguments),
    }
    .with("found", &word.text)
}

fn known_profile(profiles: &Profiles, word: &Word) -> Result<(), Failure> {
    if profiles.get(&word.text).is_some() {
        return Ok(());
    }
    let failure = failure(word, "settings-unknown-profile", "check-unknown-profile");
    let known: Vec<&str> = profiles.ids().collect();
    Err(match nearest(&word.text, known.iter().copied()) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None => failure.hint(Said::new("hint-known-profiles").with("known", known.join(", "))),
    })
}

/// That a word is neither a rule nor a group.
fn unknown_rule(word: &Word, own: &OwnRules) -> Failure {
    let failure = failure(word, "settings-unknown-rule", "check-unknown-rule");
    with_nearest_rule(failure, word, Some(&Group::ALL), own)
}

/// Adds the rule, or the group, that was most likely meant.
fn with_nearest_rule(
    failure: Failure,
    word: &Word,
    groups: Option<&[Group]>,
    own: &OwnRules,
) -> Failure {
    let groups = groups.into_iter().flatten().map(|group| group.name());
    let known = all_known(own).map(|rule| rule.id).chain(groups);
    match nearest(&word.text, known) {
        Some(near) => failure.hint(Said::new("hint-did-you-mean").with("word", near)),
        None => failure.hint(Said::new("hint-explain-list")),
    }
}

/// Refuses another grade than `error` for what cannot be silenced.
fn may_be(is_fixed: bool, ruling: &Ruling) -> Result<(), Failure> {
    if is_fixed && ruling.grade != Grade::At(Level::Error) {
        let failure = failure(&ruling.name, "settings-fixed-rule", "check-fixed-rule");
        return Err(failure.hint(Said::new("hint-fixed-rule")));
    }
    Ok(())
}
