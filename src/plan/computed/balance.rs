//! How actions and money spread over objectives, sectors and regions.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::{Action, Plan, Sums};
use super::{Computed, ResultRow, Typed, headings, share};

/// The actions and the money of one objective, sector or region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance<'p> {
    /// The objective's id, the sector's code or the region as written; none for the rest.
    pub key: Option<&'p str>,
    /// How many actions.
    pub actions: usize,
    /// What their budget lines come to.
    pub cost: Sums,
}

impl<'p> Plan<'p> {
    /// Actions by retained objective, those without any included; actions without one last.
    pub fn balance_by_objective(&self) -> Vec<Balance<'p>> {
        let keys = self.retained().map(|objective| objective.id);
        self.balance(keys, |action| {
            vec![
                action
                    .objective
                    .and_then(|id| self.objective(id))
                    .map(|one| one.id),
            ]
        })
    }

    /// Actions by the sector of their objective.
    pub fn balance_by_sector(&self) -> Vec<Balance<'p>> {
        let keys = self.retained().filter_map(|objective| objective.sector);
        self.balance(keys, |action| {
            let objective = action.objective.and_then(|id| self.objective(id));
            vec![objective.and_then(|objective| objective.sector)]
        })
    }

    /// Actions by region; an action in several counts in each.
    pub fn balance_by_region(&self) -> Vec<Balance<'p>> {
        self.balance(std::iter::empty(), |action| {
            let regions = action.regions.unwrap_or_default().split([',', ';']);
            let regions = regions.map(str::trim).filter(|region| !region.is_empty());
            let regions: Vec<_> = regions.map(Some).collect();
            if regions.is_empty() {
                vec![None]
            } else {
                regions
            }
        })
    }

    fn balance(
        &self,
        keys: impl Iterator<Item = &'p str>,
        keys_of: impl Fn(&Action<'p>) -> Vec<Option<&'p str>>,
    ) -> Vec<Balance<'p>> {
        let empty = |key| Balance {
            key,
            actions: 0,
            cost: Sums::default(),
        };
        let mut rows: Vec<Balance<'p>> = Vec::new();
        for key in keys {
            if rows.iter().all(|row| row.key != Some(key)) {
                rows.push(empty(Some(key)));
            }
        }
        for action in &self.actions {
            let cost = self.cost_of(action);
            for key in keys_of(action) {
                let at = rows
                    .iter()
                    .position(|row| row.key == key)
                    .unwrap_or_else(|| {
                        rows.push(empty(key));
                        rows.len() - 1
                    });
                rows[at].actions += 1;
                rows[at].cost.add_all(&cost);
            }
        }
        rows.sort_by_key(|row| row.key.is_none());
        rows
    }

    /// What the budget lines of an action come to.
    pub fn cost_of(&self, action: &Action<'p>) -> Sums {
        let lines = self.budget_lines.iter();
        let lines = lines.filter(|line| !action.id.is_empty() && line.action == Some(action.id));
        lines.filter_map(|line| line.amount).collect()
    }
}

pub(super) fn computed(plan: &Plan<'_>, _: Date) -> Computed {
    let mut result = Computed::new("balance", "plan-formula-balance");
    result.input("plan-input-actions", Typed::Count(plan.actions.len()));
    if plan.actions.is_empty() {
        return result;
    }
    let record = |id: &str| Typed::Record(id.to_owned());
    let sector = |id: &str| Typed::Code {
        catalogue: "sectors",
        id: id.to_owned(),
    };
    let words = |text: &str| Typed::Words(text.to_owned());
    table(
        &mut result,
        plan,
        &plan.balance_by_objective(),
        &record,
        [
            "plan-caption-balance-objective",
            "plan-objective",
            "plan-no-objective",
        ],
    );
    table(
        &mut result,
        plan,
        &plan.balance_by_sector(),
        &sector,
        [
            "plan-caption-balance-sector",
            "plan-sector",
            "plan-no-sector",
        ],
    );
    table(
        &mut result,
        plan,
        &plan.balance_by_region(),
        &words,
        [
            "plan-caption-balance-region",
            "plan-region",
            "plan-no-region",
        ],
    );
    result
}

fn table(
    result: &mut Computed,
    plan: &Plan<'_>,
    rows: &[Balance<'_>],
    name: &dyn Fn(&str) -> Typed,
    [caption, first, rest]: [&'static str; 3],
) {
    let total = plan.cost().total;
    let n_actions = Decimal::from(plan.actions.len());
    let mut columns = headings(&[first, "plan-actions", "plan-share-of-actions"]);
    columns.extend(
        total
            .iter()
            .map(|money| Typed::Words(money.currency().to_owned())),
    );
    let body = |row: &Balance<'_>| {
        let n = Decimal::from(row.actions);
        let mut cells = vec![
            row.key.map_or(Typed::Message(rest), name),
            Typed::Count(row.actions),
            share(n, n_actions).map_or(Typed::Nothing, Typed::Percent),
        ];
        let amounts = total.iter().map(|money| {
            let amount = row.cost.of(money.currency);
            Typed::Money(crate::project::Money { amount, ..money })
        });
        cells.extend(amounts);
        ResultRow::Body(cells)
    };
    result.table(caption, columns, rows.iter().map(body).collect());
}
