//! How much work expressions may do.

use super::value::Value;

/// Bytes of text that are looked at in one step.
const BYTES: usize = 16;

/// The steps that are left: whatever an expression does is paid before it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    left: u64,
}

impl Budget {
    /// So many steps.
    pub const fn new(steps: u64) -> Self {
        Self { left: steps }
    }

    /// Whether nothing is left.
    pub const fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Pays for steps; false, and nothing left, where there are not enough.
    pub(super) const fn spend(&mut self, steps: usize) -> bool {
        // Nobody has a list or a text of more than that.
        let steps = steps as u64;
        if steps >= self.left {
            self.left = 0;
            return false;
        }
        self.left -= steps;
        true
    }

    /// Pays for reading a text.
    pub(super) const fn spend_text(&mut self, text: &str) -> bool {
        self.spend(1 + text.len() / BYTES)
    }

    /// Pays for looking at all of a value; lists in it that are one are paid for each time.
    pub(super) fn spend_value(&mut self, value: &Value<'_>) -> bool {
        match value {
            Value::Text(text) => self.spend_text(text.as_str()),
            Value::List(items) => self.spend(1) && items.iter().all(|item| self.spend_value(item)),
            _ => self.spend(1),
        }
    }
}
