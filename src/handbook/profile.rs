//! Profiles: which rules and which completeness count in which phase of the work.

use serde::Deserialize;

use super::{Handbook, Phase};
use crate::assets;

/// The file of a layer that holds its profiles.
pub const PROFILES_FILE: &str = "profiles.yaml";

/// What counts in a phase of the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The id.
    pub id: String,
    /// The last phase whose rules look.
    pub rules: Phase,
    /// The last phase whose questions have to be settled; none where nothing has to be yet.
    pub answers: Option<Phase>,
}

/// The profiles of a handbook, in its order; there is always one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profiles {
    /// The position of the one that holds where nobody names one.
    default: usize,
    all: Vec<Profile>,
}

/// A word for the last phase whose questions have to be settled.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Bar {
    None,
    Draft,
    Review,
    Adoption,
    Monitoring,
    Optional,
}

impl Bar {
    const fn phase(self) -> Option<Phase> {
        match self {
            Self::None => None,
            Self::Draft => Some(Phase::Draft),
            Self::Review => Some(Phase::Review),
            Self::Adoption => Some(Phase::Adoption),
            Self::Monitoring => Some(Phase::Monitoring),
            Self::Optional => Some(Phase::Optional),
        }
    }
}

/// A profile as a layer writes it: one that is known already may be partial.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    rules: Option<Phase>,
    answers: Option<Bar>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    default: Option<String>,
    #[serde(default)]
    profiles: Vec<Written>,
}

impl Profiles {
    /// The profiles of the built-in handbook; a test makes sure that they can be read.
    pub fn builtin() -> Self {
        let file = assets::read("gmg/profiles").and_then(Result::ok);
        Self::laid(std::iter::once(file.unwrap_or_default()))
    }

    /// The profiles of a handbook: those of each layer laid on those below it, by id and key. A file
    /// that cannot be read changes nothing; `handbook check` says what is wrong with it.
    pub fn of(handbook: &Handbook) -> Self {
        let builtin = assets::read("gmg/profiles").and_then(Result::ok);
        let layers = handbook.store().iter().filter(|layer| !layer.is_builtin());
        let own = layers.filter_map(|layer| serde_yaml::from_str(layer.text(PROFILES_FILE)?).ok());
        Self::laid(builtin.into_iter().chain(own))
    }

    fn laid(files: impl Iterator<Item = File>) -> Self {
        let mut all: Vec<Profile> = Vec::new();
        let mut default = None;
        for file in files {
            for written in file.profiles {
                let answers = written.answers.map(Bar::phase);
                if let Some(known) = all.iter_mut().find(|known| known.id == written.id) {
                    known.rules = written.rules.unwrap_or(known.rules);
                    known.answers = answers.unwrap_or(known.answers);
                } else if let (Some(rules), Some(answers)) = (written.rules, answers) {
                    let id = written.id;
                    all.push(Profile { id, rules, answers });
                }
            }
            default = file.default.or(default);
        }
        if all.is_empty() {
            all.push(Profile {
                id: "draft".to_owned(),
                rules: Phase::Draft,
                answers: None,
            });
        }
        let default = default.and_then(|id| all.iter().position(|profile| profile.id == id));
        let default = default.unwrap_or_default();
        Self { default, all }
    }

    /// The profile that holds where nobody names one.
    pub fn default(&self) -> &Profile {
        &self.all[self.default]
    }

    /// The profile with this id.
    pub fn get(&self, id: &str) -> Option<&Profile> {
        self.all.iter().find(|profile| profile.id == id)
    }

    /// All profiles, in the handbook's order.
    pub fn all(&self) -> &[Profile] {
        &self.all
    }

    /// Their ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|profile| profile.id.as_str())
    }
}
