//! The plan in a project: typed views over its records, and all arithmetic on them.
//!
//! Rules, reports and screens ask here; none of them adds or divides on its own. Values that
//! cannot be read are left out and listed in [`Plan::unread`]. Amounts in several currencies are
//! never added; they are converted only with the rates the plan itself states.

mod computed;
mod money;
mod records;
mod threads;
mod thresholds;
mod uses;
mod view;

pub use computed::{
    Balance, Computed, Cost, Dependence, Figure, Formula, FundingRow, Late, LateReason, LeftOut,
    Ranked, ResourceRow, ResultRow, ResultTable, Typed, WomenShare, computations, compute,
};
pub use money::{Conversion, Rate, Rates, Sums};
pub use records::{
    Action, Body, BudgetLine, Criterion, ExchangeRate, ExternalFund, Fund, Goal, Indicator, Need,
    Objective, Output, Problem, Reading, Risk, Score, Spending, Target, VIEWS,
};
pub use threads::{Link, LinkState, Thread, ThreadCounts};
pub use thresholds::{DependenceLevel, DependenceThresholds, Thresholds};
pub use uses::{USES, Uses};
pub use view::{Fits, Unread, View};

use crate::handbook::Handbook;
use crate::project::{HasCode, Period, Project, parse_period};
use view::Reader;

/// The records of a project that the arithmetic looks at, in the order of the file.
#[derive(Debug, Clone)]
pub struct Plan<'p> {
    /// The ISO 4217 code of the plan's currency.
    pub currency: Option<[u8; 3]>,
    /// The planning period.
    pub period: Option<Period>,
    /// How several scores are joined: one, average, median or by-institution.
    pub scorer_method: Option<&'p str>,
    /// Where computed shares change their names.
    pub thresholds: Thresholds,
    /// Problems.
    pub problems: Vec<Problem<'p>>,
    /// Objectives, retained or not.
    pub objectives: Vec<Objective<'p>>,
    /// Strategic goals.
    pub goals: Vec<Goal<'p>>,
    /// Criteria.
    pub criteria: Vec<Criterion<'p>>,
    /// Scores.
    pub scores: Vec<Score<'p>>,
    /// Actions.
    pub actions: Vec<Action<'p>>,
    /// Outputs of actions.
    pub outputs: Vec<Output<'p>>,
    /// Lines of the budget.
    pub budget_lines: Vec<BudgetLine<'p>>,
    /// Sources of money.
    pub funds: Vec<Fund<'p>>,
    /// Exchange rates.
    pub exchange_rates: Vec<ExchangeRate<'p>>,
    /// Public spending.
    pub spending: Vec<Spending<'p>>,
    /// External funds.
    pub external_funds: Vec<ExternalFund<'p>>,
    /// Needs of the next period.
    pub needs: Vec<Need<'p>>,
    /// Bodies.
    pub bodies: Vec<Body<'p>>,
    /// Indicators.
    pub indicators: Vec<Indicator<'p>>,
    /// Targets.
    pub targets: Vec<Target<'p>>,
    /// Readings.
    pub readings: Vec<Reading<'p>>,
    /// Risks.
    pub risks: Vec<Risk<'p>>,
    /// Values that stand in the file and cannot be read.
    pub unread: Vec<Unread>,
}

impl<'p> Plan<'p> {
    /// Reads the plan out of a project; `has_code` says whether a catalogue has an entry.
    pub fn of(project: &Project<'p>, handbook: &Handbook, has_code: HasCode<'_>) -> Self {
        let mut reader = Reader {
            handbook,
            has_code,
            unread: Vec::new(),
        };
        let reader = &mut reader;
        let header = &project.header;
        let mut plan = Self {
            currency: header
                .currency
                .and_then(|currency| currency.text.as_bytes().try_into().ok()),
            period: header
                .period
                .and_then(|period| parse_period(period.text).ok()),
            scorer_method: scorer_method(project, handbook),
            thresholds: Thresholds::of(handbook),
            problems: Problem::list(project, reader),
            objectives: Objective::list(project, reader),
            goals: Goal::list(project, reader),
            criteria: Criterion::list(project, reader),
            scores: Score::list(project, reader),
            actions: Action::list(project, reader),
            outputs: Output::list(project, reader),
            budget_lines: BudgetLine::list(project, reader),
            funds: Fund::list(project, reader),
            exchange_rates: ExchangeRate::list(project, reader),
            spending: Spending::list(project, reader),
            external_funds: ExternalFund::list(project, reader),
            needs: Need::list(project, reader),
            bodies: Body::list(project, reader),
            indicators: Indicator::list(project, reader),
            targets: Target::list(project, reader),
            readings: Reading::list(project, reader),
            risks: Risk::list(project, reader),
            unread: Vec::new(),
        };
        plan.unread = std::mem::take(&mut reader.unread);
        plan
    }

    /// The objectives that were not turned down.
    pub fn retained(&self) -> impl Iterator<Item = &Objective<'p>> {
        self.objectives
            .iter()
            .filter(|objective| objective.retained != Some("no"))
    }

    /// The actions that serve an objective.
    pub fn actions_of<'s>(&'s self, objective: &'s str) -> impl Iterator<Item = &'s Action<'p>> {
        self.actions
            .iter()
            .filter(move |action| !objective.is_empty() && action.objective == Some(objective))
    }

    /// The action with this id.
    pub fn action(&self, id: &str) -> Option<&Action<'p>> {
        self.actions.iter().find(|action| action.id == id)
    }

    /// The objective with this id.
    pub fn objective(&self, id: &str) -> Option<&Objective<'p>> {
        self.objectives.iter().find(|objective| objective.id == id)
    }

    /// The body with this id.
    pub fn body(&self, id: &str) -> Option<&Body<'p>> {
        self.bodies.iter().find(|body| body.id == id)
    }

    /// Whether the money of a line is secured, asked for or missing: as the line says, else as
    /// its fund says.
    pub fn money_status(&self, line: &BudgetLine<'p>) -> Option<&'p str> {
        line.status.or_else(|| {
            let fund = self.funds.iter().find(|fund| line.fund == Some(fund.id))?;
            fund.status
        })
    }

    /// The exchange rates, ready to convert into the plan's currency.
    pub fn rates(&self) -> Rates {
        Rates::new(self.currency, &self.exchange_rates)
    }
}

fn scorer_method<'p>(project: &Project<'p>, handbook: &Handbook) -> Option<&'p str> {
    let index = handbook.question_index("priorities.scorer-method")?;
    project.answer(index)?.value?.text()
}
