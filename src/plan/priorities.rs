//! Setting priorities: the weights of the criteria, and how many objectives were kept.

use rust_decimal::Decimal;

use super::Plan;

impl Plan<'_> {
    /// What the weights of the criteria add up to; none without any, or where one cannot be read.
    pub(crate) fn weight_sum(&self) -> Option<Decimal> {
        if !self.is_read("criterion", "weight") {
            return None;
        }
        let mut weights = self.criteria.iter().filter_map(|one| one.weight);
        let first = weights.next()?;
        Some(weights.fold(first, Decimal::saturating_add))
    }

    /// Whether weights that add up to `sum` are not the shares of a whole.
    pub(crate) fn is_off_100(&self, sum: Decimal) -> bool {
        let tolerance = self.thresholds.weights.as_ref();
        tolerance.is_some_and(|limit| (sum - Decimal::ONE_HUNDRED).abs() > limit.tolerance)
    }

    /// How many objectives were kept, in full or in part.
    pub(crate) fn n_kept(&self) -> usize {
        let kept = self.objectives.iter();
        kept.filter(|one| matches!(one.retained, Some("yes" | "partly")))
            .count()
    }
}
