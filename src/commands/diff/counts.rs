//! How many changes there are, by grade.

use crate::diff::{Change, Grade};
use crate::language::Messages;
use crate::t;

/// The number of changes of each grade.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts([usize; 3]);

impl Counts {
    pub(crate) fn of(changes: &[Change]) -> Self {
        let count = |grade| {
            changes
                .iter()
                .filter(|change| change.grade == grade)
                .count()
        };
        Self(Grade::ALL.map(count))
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (own, more) in self.0.iter_mut().zip(other.0) {
            *own += more;
        }
    }

    pub(crate) fn total(&self) -> usize {
        self.0.iter().sum()
    }

    pub(crate) fn each(&self) -> impl Iterator<Item = (Grade, usize)> {
        Grade::ALL.into_iter().zip(self.0)
    }

    /// `2 structural · 1 editorial`, or that nothing changed.
    pub(crate) fn text(&self, messages: &Messages) -> String {
        let some = self.each().filter(|(_, n)| *n > 0);
        let parts = some.map(|(grade, n)| {
            let key = match grade {
                Grade::Structural => "diff-n-structural",
                Grade::Substantive => "diff-n-substantive",
                Grade::Editorial => "diff-n-editorial",
            };
            messages.get(key, &[("n", &n)])
        });
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() {
            t!(messages, "diff-none")
        } else {
            parts.join(" · ")
        }
    }
}
