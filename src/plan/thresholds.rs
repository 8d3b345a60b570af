//! Where a computed share changes its name; the figures are in the handbook's `thresholds.yaml`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::assets;
use crate::handbook::Handbook;

/// The thresholds of a handbook.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Thresholds {
    /// When a plan depends on its largest fund; none where the handbook does not say.
    pub donor_dependence: Option<DependenceThresholds>,
    /// How far the weights of the criteria may be from 100.
    pub weights: Option<Tolerance>,
    /// How far the share the state pays may be from what the budget lines give, in points.
    pub domestic_share: Option<Tolerance>,
    /// How far the months left may be from what the calendar gives.
    pub months_left: Option<Tolerance>,
    /// When a figure is old.
    pub figures: Option<FigureThresholds>,
    /// When a reading is overdue.
    pub readings: Option<Lateness>,
    /// When a body is idle.
    pub meetings: Option<Lateness>,
    /// Which differences may come from rounding.
    pub rounding: Option<Rounding>,
    /// When few women take part.
    pub women: Option<WomenThresholds>,
    /// When a text is too long, in characters.
    pub text_length: Option<TextLengths>,
    /// When paragraphs are compared.
    pub paragraph: Option<ParagraphThresholds>,
    /// The most days between two times of a rhythm; none for what has no rhythm.
    #[serde(default)]
    pub rhythm_days: BTreeMap<String, i32>,
}

/// How far two values may be apart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tolerance {
    /// The difference that is still left alone.
    pub tolerance: Decimal,
    /// Keys of the catalogue of sources; `D` our design.
    #[serde(default)]
    pub from: Vec<String>,
}

/// The age of figures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FigureThresholds {
    /// Years after which one is old, where there is no planning period.
    pub age_years: i16,
    /// Keys of the catalogue of sources; `D` our design.
    #[serde(default)]
    pub from: Vec<String>,
}

/// How late something may be that comes in a rhythm.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Lateness {
    /// So many times its rhythm.
    pub late_factor: i32,
    /// Keys of the catalogue of sources; `D` our design.
    #[serde(default)]
    pub from: Vec<String>,
}

/// Differences of amounts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rounding {
    /// Up to this share of an amount, in percent.
    pub percent: Decimal,
    /// Keys of the catalogue of sources; `D` our design.
    #[serde(default)]
    pub from: Vec<String>,
}

/// Women in bodies and consultations.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct WomenThresholds {
    /// Below this share, in percent, there are few.
    pub min_share: Decimal,
    /// Consultations with fewer participants are left alone.
    pub min_participants: Decimal,
    /// Keys of the catalogue of sources; `D` our design.
    #[serde(default)]
    pub from: Vec<String>,
}

/// The most characters of a text, by its kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TextLengths {
    /// Of one line.
    pub line: usize,
    /// Of any length.
    pub text: usize,
    /// Keys of the catalogue of sources; `D` our design.
    #[serde(default)]
    pub from: Vec<String>,
}

/// Paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ParagraphThresholds {
    /// Shorter ones, in characters, may be alike by chance.
    pub min_length: usize,
    /// Keys of the catalogue of sources; `D` our design.
    #[serde(default)]
    pub from: Vec<String>,
}

/// Shares of the largest fund, in percent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DependenceThresholds {
    /// From this share on the dependence is medium.
    pub medium_from: Decimal,
    /// Above this share it is high.
    pub high_above: Decimal,
    /// Keys of the catalogue of sources; `D` our design.
    #[serde(default)]
    pub from: Vec<String>,
}

/// How much a plan depends on its largest fund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DependenceLevel {
    /// Little.
    Low,
    /// Somewhat.
    Medium,
    /// Much.
    High,
}

impl DependenceLevel {
    /// The id in the choice set `level3`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl DependenceThresholds {
    /// The level of a share in percent.
    pub fn level(&self, share: Decimal) -> DependenceLevel {
        if share > self.high_above {
            DependenceLevel::High
        } else if share >= self.medium_from {
            DependenceLevel::Medium
        } else {
            DependenceLevel::Low
        }
    }
}

impl Thresholds {
    /// The thresholds of the built-in handbook; a test makes sure that they can be read.
    pub fn builtin() -> Self {
        assets::read("gmg/thresholds")
            .and_then(Result::ok)
            .unwrap_or_default()
    }

    /// Days after which something with a rhythm is late; none for what has no rhythm.
    pub(crate) fn late_after(&self, lateness: Option<&Lateness>, rhythm: &str) -> Option<i32> {
        let days = self.rhythm_days.get(rhythm)?;
        days.checked_mul(lateness?.late_factor)
    }

    /// The thresholds of a handbook: each of the uppermost layer that has it, else the built-in one;
    /// files that cannot be read change nothing.
    pub fn of(handbook: &Handbook) -> Self {
        let layers = handbook.store().iter().filter(|layer| !layer.is_builtin());
        let own = layers.filter_map(|layer| Self::parse(layer.text("thresholds.yaml")?).ok());
        own.fold(Self::builtin(), |below, own| own.over(below))
    }

    /// These thresholds, and those below where there are none.
    fn over(self, below: Self) -> Self {
        let mut rhythm_days = below.rhythm_days;
        rhythm_days.extend(self.rhythm_days);
        Self {
            donor_dependence: self.donor_dependence.or(below.donor_dependence),
            weights: self.weights.or(below.weights),
            domestic_share: self.domestic_share.or(below.domestic_share),
            months_left: self.months_left.or(below.months_left),
            figures: self.figures.or(below.figures),
            readings: self.readings.or(below.readings),
            meetings: self.meetings.or(below.meetings),
            rounding: self.rounding.or(below.rounding),
            women: self.women.or(below.women),
            text_length: self.text_length.or(below.text_length),
            paragraph: self.paragraph.or(below.paragraph),
            rhythm_days,
        }
    }

    /// Reads a `thresholds.yaml`.
    ///
    /// # Errors
    ///
    /// What the YAML reader says, with line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_yaml::from_str(text).map_err(|error| error.to_string())
    }
}
