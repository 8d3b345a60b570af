//! Where a computed share changes its name; the figures are in the handbook's `thresholds.yaml`.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::handbook::{Handbook, Layer};

/// The thresholds of a handbook.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Thresholds {
    /// When a plan depends on its largest fund; none where the handbook does not say.
    pub donor_dependence: Option<DependenceThresholds>,
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
        Layer::builtin()
            .text("thresholds.yaml")
            .and_then(|text| Self::parse(text).ok())
            .unwrap_or_default()
    }

    /// The thresholds of the uppermost layer that has any; those that cannot be read count as none.
    pub fn of(handbook: &Handbook) -> Self {
        let layers = handbook.store().iter().rev();
        let own = layers.filter_map(|layer| layer.text("thresholds.yaml"));
        let mut own = own.filter_map(|text| Self::parse(text).ok());
        own.next().unwrap_or_else(Self::builtin)
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
