//! The ranking of objectives from scores and weights.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::{Criterion, Plan, Score};
use super::{Computed, HALF_UP, ResultRow, Typed, headings};

/// Digits kept when scores are compared, so that equal ones share a rank whatever the rounding.
const DIGITS: u32 = 6;

/// An objective with its score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked<'p> {
    /// The objective's id.
    pub objective: &'p str,
    /// Its place, from 1; equal scores share one, and the next place is left free.
    pub rank: usize,
    /// The weighted sum of its scores, from 0 to 5 where the weights add up to 100.
    pub score: Decimal,
    /// The lowest and highest weighted sum by a single scorer; none with fewer than two scorers
    /// who scored it by every criterion.
    pub spread: Option<(Decimal, Decimal)>,
    /// Criteria it has been scored by.
    pub criteria: usize,
    /// Scorers who scored it.
    pub scorers: usize,
}

impl<'p> Plan<'p> {
    /// Criteria that count: those with an id and a weight.
    fn weighted(&self) -> Vec<(&Criterion<'p>, Decimal)> {
        let criteria = self
            .criteria
            .iter()
            .filter(|criterion| !criterion.id.is_empty());
        criteria
            .filter_map(|criterion| Some((criterion, criterion.weight?)))
            .collect()
    }

    /// The objectives that have scores, best first; equal ones in the order of the file.
    ///
    /// Scores by several scorers are averaged, or their median is taken where the project says so.
    pub fn ranking(&self) -> Vec<Ranked<'p>> {
        let criteria = self.weighted();
        let mut ranked: Vec<_> = self
            .objectives
            .iter()
            .filter_map(|one| self.ranked(one.id, &criteria))
            .collect();
        ranked.sort_by_key(|one| std::cmp::Reverse(one.score));
        for index in 1..ranked.len() {
            let is_tied = ranked[index].score == ranked[index - 1].score;
            ranked[index].rank = if is_tied {
                ranked[index - 1].rank
            } else {
                index + 1
            };
        }
        ranked
    }

    fn ranked(
        &self,
        objective: &'p str,
        criteria: &[(&Criterion<'p>, Decimal)],
    ) -> Option<Ranked<'p>> {
        let is_its =
            |score: &&Score<'p>| !objective.is_empty() && score.objective == Some(objective);
        let scores: Vec<_> = self.scores.iter().filter(is_its).collect();
        let people: BTreeSet<_> = scores.iter().map(|score| score.scorer).collect();
        let (score, n_criteria) = self.weighted_sum(&scores, criteria);
        let score = score?;
        let by_scorer = people.iter().filter_map(|scorer| {
            let own: Vec<_> = scores
                .iter()
                .copied()
                .filter(|one| one.scorer == *scorer)
                .collect();
            let (sum, n) = self.weighted_sum(&own, criteria);
            // A scorer who left criteria out would look harsher than the others.
            sum.filter(|_| n == n_criteria)
        });
        let by_scorer: Vec<_> = by_scorer.collect();
        let spread = by_scorer.iter().min().zip(by_scorer.iter().max());
        Some(Ranked {
            objective,
            rank: 1,
            score,
            spread: spread
                .filter(|_| by_scorer.len() > 1)
                .map(|(low, high)| (*low, *high)),
            criteria: n_criteria,
            scorers: people.len(),
        })
    }

    /// The weighted sum of scores, and by how many criteria there are any.
    fn weighted_sum(
        &self,
        scores: &[&Score<'p>],
        criteria: &[(&Criterion<'p>, Decimal)],
    ) -> (Option<Decimal>, usize) {
        let mut sum = Decimal::ZERO;
        let mut n_criteria = 0;
        for (criterion, weight) in criteria {
            let own = scores
                .iter()
                .filter(|score| score.criterion == Some(criterion.id));
            let values: Vec<_> = own.filter_map(|score| score.value).collect();
            if let Some(value) = self.joined(values) {
                sum += value * weight / Decimal::ONE_HUNDRED;
                n_criteria += 1;
            }
        }
        let sum = (n_criteria > 0).then(|| sum.round_dp_with_strategy(DIGITS, HALF_UP).normalize());
        (sum, n_criteria)
    }

    /// Several scores as one.
    fn joined(&self, mut values: Vec<Decimal>) -> Option<Decimal> {
        let n = values.len();
        if self.scorer_method == Some("median") {
            values.sort();
            let middle = values.get(n / 2)?;
            return Some(match values.get((n / 2).wrapping_sub(1)) {
                Some(below) if n.is_multiple_of(2) => (*below + *middle) / Decimal::TWO,
                _ => *middle,
            });
        }
        values.iter().sum::<Decimal>().checked_div(Decimal::from(n))
    }
}

/// Scores are shown with two decimals; they are compared with more.
fn shown(score: Decimal) -> Typed {
    Typed::Number(score.round_dp_with_strategy(2, HALF_UP))
}

pub(super) fn computed(plan: &Plan<'_>, _: Date) -> Computed {
    let formula = match plan.scorer_method {
        Some("median") => "plan-formula-ranking-median",
        _ => "plan-formula-ranking",
    };
    let mut result = Computed::new("ranking", formula);
    let ranked = plan.ranking();
    let weighted = plan.weighted();
    let weights: Decimal = weighted.iter().map(|(_, weight)| weight).sum();
    result.input("plan-input-criteria", Typed::Count(weighted.len()));
    result.input("plan-input-weights", Typed::Percent(weights));
    result.input("plan-input-scores", Typed::Count(plan.scores.len()));
    let row = |one: &Ranked<'_>| {
        let (low, high) = match one.spread {
            Some((low, high)) => (shown(low), shown(high)),
            None => (Typed::Nothing, Typed::Nothing),
        };
        ResultRow::Body(vec![
            Typed::Count(one.rank),
            Typed::Record(one.objective.to_owned()),
            shown(one.score),
            low,
            high,
            Typed::Count(one.criteria),
        ])
    };
    let columns = [
        "plan-rank",
        "plan-objective",
        "plan-score",
        "plan-lowest",
        "plan-highest",
        "plan-criteria-scored",
    ];
    let rows: Vec<_> = ranked.iter().map(row).collect();
    result.leave_out("plan-left-out-no-score", plan.objectives.len() - rows.len());
    result.leave_out(
        "plan-left-out-no-weight",
        plan.criteria.len() - weighted.len(),
    );
    result.table("plan-caption-ranking", headings(&columns), rows);
    result
}
