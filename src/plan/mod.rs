//! The plan in a project: typed views over its records, and all arithmetic on them.
//!
//! Rules, reports and screens ask here; none of them adds or divides on its own. Values that
//! cannot be read are left out and listed in [`Plan::unread`]. Amounts in several currencies are
//! never added; they are converted only with the rates the plan itself states.

mod accounts;
mod calendar;
mod computed;
mod dependencies;
mod diagnosis;
mod money;
mod priorities;
mod quantities;
mod records;
mod register;
mod roles;
mod threads;
mod thresholds;
mod uses;
mod view;

pub(crate) use accounts::{Account, Standing, Stated};
pub(crate) use calendar::{days_between, has_day, has_year, months_between, period_text, whole};
pub use computed::{
    Balance, Computed, Cost, Dependence, Figure, Formula, FundingRow, Late, LateReason, LeftOut,
    Ranked, ResourceRow, ResultRow, ResultTable, Typed, WomenShare, computations, compute,
};
pub(crate) use dependencies::Dependencies;
pub use diagnosis::{Diagnosis, DiagnosisResult, DomainResult, Mark};
pub use money::{Conversion, Rate, Rates, Sums};
pub(crate) use quantities::plain;
pub use records::{
    Action, AdaptationTie, Body, BudgetLine, Consultation, ConsultationFinding, Criterion, DataGap,
    Decision, ExchangeRate, ExternalFund, FocalPoint, Fund, Goal, Indicator, Insertion, KeyFigure,
    LensReview, Meeting, Milestone, Need, Objective, Output, Problem, Reading, Risk, Score,
    Spending, Target, Task, VIEWS,
};
pub(crate) use register::Register;
pub use threads::{Link, LinkState, Thread, ThreadCounts};
pub use thresholds::{DependenceLevel, DependenceThresholds, Thresholds};
pub use uses::{USES, Uses};
pub use view::{Fits, Unread, View};

use crate::handbook::{Handbook, Instruments};
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
    /// Key figures.
    pub figures: Vec<KeyFigure<'p>>,
    /// Data that is missing.
    pub data_gaps: Vec<DataGap<'p>>,
    /// Steps in the calendars of the plan and the budget.
    pub milestones: Vec<Milestone<'p>>,
    /// Tasks of the work plan.
    pub tasks: Vec<Task<'p>>,
    /// Focal points.
    pub focal_points: Vec<FocalPoint<'p>>,
    /// Consultations.
    pub consultations: Vec<Consultation<'p>>,
    /// What was said in consultations.
    pub consultation_findings: Vec<ConsultationFinding<'p>>,
    /// Texts for the national plan.
    pub insertions: Vec<Insertion<'p>>,
    /// Meetings.
    pub meetings: Vec<Meeting<'p>>,
    /// Decisions.
    pub decisions: Vec<Decision<'p>>,
    /// Looks through the lenses.
    pub lens_reviews: Vec<LensReview<'p>>,
    /// Ties to plans for adaptation.
    pub adaptation_ties: Vec<AdaptationTie<'p>>,
    /// The instruments there are.
    pub instruments: &'p Instruments,
    /// Instruments taken on a day.
    pub diagnoses: Vec<Diagnosis<'p>>,
    /// Values that stand in the file and cannot be read.
    pub unread: Vec<Unread>,
}

impl<'p> Plan<'p> {
    /// Reads the plan out of a project; `has_code` says whether a catalogue has an entry.
    pub fn of(project: &Project<'p>, handbook: &'p Handbook, has_code: HasCode<'_>) -> Self {
        Self::read(project, handbook, has_code, false)
    }

    /// The same without the records that have no id, or one that stands before already.
    pub(crate) fn of_own(
        project: &Project<'p>,
        handbook: &'p Handbook,
        has_code: HasCode<'_>,
    ) -> Self {
        Self::read(project, handbook, has_code, true)
    }

    fn read(
        project: &Project<'p>,
        handbook: &'p Handbook,
        has_code: HasCode<'_>,
        own_only: bool,
    ) -> Self {
        let mut reader = Reader {
            handbook,
            has_code,
            unread: Vec::new(),
            own_only,
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
            figures: KeyFigure::list(project, reader),
            data_gaps: DataGap::list(project, reader),
            milestones: Milestone::list(project, reader),
            tasks: Task::list(project, reader),
            focal_points: FocalPoint::list(project, reader),
            consultations: Consultation::list(project, reader),
            consultation_findings: ConsultationFinding::list(project, reader),
            insertions: Insertion::list(project, reader),
            meetings: Meeting::list(project, reader),
            decisions: Decision::list(project, reader),
            lens_reviews: LensReview::list(project, reader),
            adaptation_ties: AdaptationTie::list(project, reader),
            instruments: handbook.instruments(),
            diagnoses: diagnosis::diagnoses(project, handbook, has_code),
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

    /// Whether every value of a field can be read.
    pub(crate) fn is_read(&self, record: &str, field: &str) -> bool {
        let is_it = |unread: &Unread| unread.record == record && unread.field == field;
        !self.unread.iter().any(is_it)
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
