//! What projects are held against, loaded once.

use std::sync::OnceLock;

use jiff::civil::{Date, date};
use mainstream::check::Setting;
use mainstream::handbook::{Catalogues, Handbook, Profiles, load_layers};
use mainstream::language::{Language, Messages};
use mainstream::policy::{Grade, Policy};
use mainstream::rules::page::Pages;

/// The day of every check.
pub(crate) const TODAY: Date = date(2026, 6, 1);

/// The built-in handbook with all that a check needs, and the words in one language.
pub(crate) struct World {
    pub(crate) handbook: Handbook,
    pub(crate) catalogues: Catalogues,
    pub(crate) policy: Policy,
    pub(crate) pages: Pages,
    pub(crate) messages: Messages,
}

impl World {
    pub(crate) fn shared() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| {
            let handbook = load_layers(Vec::new()).handbook;
            Self {
                policy: all_rules(&handbook),
                handbook,
                catalogues: Catalogues::builtin(),
                pages: Pages::new(Language::Fr),
                messages: Messages::load(Language::Fr),
            }
        })
    }

    pub(crate) fn setting(&self) -> Setting<'_> {
        Setting {
            handbook: &self.handbook,
            catalogues: &self.catalogues,
            policy: &self.policy,
            path: None,
            damaged: &[],
            today: TODAY,
        }
    }
}

/// All rules count, but for the one that asks for every answer: it would drown the others.
pub(crate) fn all_rules(handbook: &Handbook) -> Policy {
    let policy = Policy::plain(Profiles::of(handbook)).under("monitoring");
    policy.with("answer-missing", Grade::Off)
}
