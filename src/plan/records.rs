//! The record types the arithmetic looks at, as typed views.

use super::view::{Amount, Day, Id, Ids, Interval, Number, Percent, Words, Year, views};

views! {
    /// A problem that the plan may answer.
    Problem = "problem" {
        /// What it is called.
        name: Words = "name",
        /// Why it is left for later.
        parked: Words = "parked",
    }
    /// A candidate or retained objective.
    Objective = "objective" {
        /// What it is called.
        name: Words = "name",
        /// The problems it answers.
        problems: Ids = "problems",
        /// The sector.
        sector: Id = "sector",
        /// The national goal it serves.
        national_goal: Words = "national-goal",
        /// Whether it was kept: yes, partly or no.
        retained: Id = "retained",
        /// The rank the team decided on.
        rank: Number = "rank",
        /// The strategic goal above it.
        goal: Id = "goal",
        /// The year of its target.
        year: Year = "year",
    }
    /// A strategic goal.
    Goal = "goal" {
        /// What it is called.
        name: Words = "name",
        /// The sector.
        sector: Id = "sector",
        /// The body that leads.
        lead: Id = "lead",
        /// The year to reach it by.
        horizon: Year = "horizon",
    }
    /// A criterion for setting priorities.
    Criterion = "criterion" {
        /// The entry of the catalogue of criteria.
        criterion: Id = "criterion",
        /// The weight in percent.
        weight: Number = "weight",
    }
    /// One score by one scorer.
    Score = "score" {
        /// Who scored.
        scorer: Words = "scorer",
        /// What was scored.
        objective: Id = "objective",
        /// By what; the id of a criterion record.
        criterion: Id = "criterion",
        /// The score from 0 to 5.
        value: Number = "value",
    }
    /// An action of the plan.
    Action = "action" {
        /// What it is called.
        name: Words = "name",
        /// The objective it serves.
        objective: Id = "objective",
        /// The body that answers for it.
        lead: Id = "lead",
        /// The bodies that take part.
        partners: Ids = "partners",
        /// The first day.
        start: Day = "start",
        /// The last day.
        end: Day = "end",
        /// The regions, as written.
        regions: Words = "regions",
        /// The level of the territory.
        level: Id = "level",
        /// The vulnerable groups it reaches.
        groups: Ids = "groups",
        /// The actions that have to come first.
        depends_on: Ids = "depends-on",
        /// The class of priority.
        priority: Id = "priority",
        /// How it is going.
        status: Id = "status",
        /// How much is done, in percent.
        progress: Percent = "progress",
    }
    /// What an action produces.
    Output = "output" {
        /// What it is called.
        name: Words = "name",
        /// The action.
        action: Id = "action",
        /// The value before.
        baseline: Number = "baseline",
        /// The value aimed at.
        target: Number = "target",
        /// The year of the target.
        year: Year = "year",
    }
    /// A line of the budget.
    BudgetLine = "budget-line" {
        /// What it is called.
        name: Words = "name",
        /// The action it pays for.
        action: Id = "action",
        /// The year of the expense.
        year: Year = "year",
        /// The category of the expense.
        category: Id = "category",
        /// The planned amount.
        amount: Amount = "amount",
        /// The fund it is paid from.
        fund: Id = "fund",
        /// Whether the money is secured, asked for or missing.
        status: Id = "status",
        /// What is committed.
        committed: Amount = "committed",
        /// What is spent.
        spent: Amount = "spent",
    }
    /// A source of money.
    Fund = "fund" {
        /// What it is called.
        name: Words = "name",
        /// What kind of source it is.
        kind: Id = "kind",
        /// The amount.
        amount: Amount = "amount",
        /// When it pays.
        period: Interval = "period",
        /// Whether the money is secured, asked for or missing.
        status: Id = "status",
    }
    /// The value of a currency in the plan's own.
    ExchangeRate = "exchange-rate" {
        /// The currency.
        currency: Id = "currency",
        /// What one unit of it is worth in the plan's currency.
        rate: Number = "rate",
        /// The year the rate is for.
        year: Year = "year",
    }
    /// What the state has spent.
    Spending = "spending" {
        /// What it is called.
        name: Words = "name",
        /// The body that spent it.
        body: Id = "body",
        /// The year.
        year: Year = "year",
        /// The amount.
        amount: Amount = "amount",
    }
    /// What came from outside.
    ExternalFund = "external-fund" {
        /// What it is called.
        name: Words = "name",
        /// The year.
        year: Year = "year",
        /// The amount.
        amount: Amount = "amount",
    }
    /// What the next period will need.
    Need = "need" {
        /// What it is called.
        name: Words = "name",
        /// The amount.
        amount: Amount = "amount",
    }
    /// A body of the state or beside it.
    Body = "body" {
        /// What it is called.
        name: Words = "name",
        /// What it is in the set-up.
        role: Id = "role",
        /// Whether it works: yes, partly or no.
        active: Id = "active",
        /// How often it meets.
        meets: Id = "meets",
        /// The day of its founding act.
        act_date: Day = "act-date",
        /// The bodies that sit in it.
        members: Ids = "members",
        /// The sector.
        sector: Id = "sector",
        /// Women on its staff.
        staff_women: Number = "staff-women",
        /// Men on its staff.
        staff_men: Number = "staff-men",
        /// The share of women among its members, in percent.
        women_share: Percent = "women-share",
    }
    /// What is measured.
    Indicator = "indicator" {
        /// What it is called.
        name: Words = "name",
        /// The entry of the catalogue of indicators.
        code: Id = "code",
        /// Input, output, outcome or impact.
        level: Id = "level",
        /// The objective it measures.
        objective: Id = "objective",
        /// The action it measures.
        action: Id = "action",
        /// The unit.
        unit: Words = "unit",
        /// The value before.
        baseline: Number = "baseline",
        /// The year of that value.
        baseline_year: Year = "baseline-year",
        /// What it is split by.
        split: Ids = "split",
        /// The body that measures.
        owner: Id = "owner",
        /// How often.
        frequency: Id = "frequency",
    }
    /// A value aimed at.
    Target = "target" {
        /// The indicator.
        indicator: Id = "indicator",
        /// The year.
        year: Year = "year",
        /// The value.
        value: Number = "value",
    }
    /// A measured value.
    Reading = "reading" {
        /// The indicator.
        indicator: Id = "indicator",
        /// The day.
        date: Day = "date",
        /// The value.
        value: Number = "value",
    }
    /// Something that may go wrong.
    Risk = "risk" {
        /// What it is called.
        name: Words = "name",
        /// What it threatens: the start, the exercise or an action.
        scope: Id = "scope",
        /// The action it threatens.
        action: Id = "action",
        /// How likely it is.
        likelihood: Id = "likelihood",
        /// The body that watches it.
        owner: Id = "owner",
    }
    /// A key figure.
    KeyFigure = "figure" {
        /// What it is called.
        name: Words = "name",
        /// The entry of the catalogue of indicators.
        indicator: Id = "indicator",
        /// The value.
        value: Number = "value",
        /// The unit.
        unit: Words = "unit",
        /// The year.
        year: Year = "year",
        /// What it is split by.
        split: Ids = "split",
    }
    /// Data that is missing.
    DataGap = "data-gap" {
        /// What is missing.
        gap: Words = "gap",
        /// What it would be good for.
        usage: Words = "use",
    }
    /// A step in the calendars of the plan and the budget.
    Milestone = "milestone" {
        /// The day.
        date: Day = "date",
        /// Whether the text of the plan closes on it.
        closes_text: Id = "closes-text",
    }
    /// A task of the work plan.
    Task = "task" {
        /// The first day.
        start: Day = "start",
        /// The last day.
        end: Day = "end",
        /// The tasks that have to come first.
        depends_on: Ids = "depends-on",
    }
    /// A focal point.
    FocalPoint = "focal-point" {
        /// The post.
        post: Words = "post",
        /// National or for a sector.
        scope: Id = "scope",
        /// The body it belongs to.
        body: Id = "body",
        /// Who stands in.
        deputy: Words = "deputy",
        /// Whether somebody is in post.
        in_post: Id = "in-post",
    }
    /// A consultation.
    Consultation = "consultation" {
        /// What it is for.
        purpose: Id = "purpose",
        /// The day.
        date: Day = "date",
        /// Women who took part.
        women: Number = "women",
        /// Men who took part.
        men: Number = "men",
    }
    /// What was said in a consultation.
    ConsultationFinding = "consultation-finding" {
        /// What became of it.
        response: Id = "response",
    }
    /// A text for a chapter of the national plan.
    Insertion = "insertion" {
        /// The indicator that comes with it.
        indicator: Id = "indicator",
    }
    /// A meeting.
    Meeting = "meeting" {
        /// The day.
        date: Day = "date",
        /// The body that met.
        body: Id = "body",
    }
    /// A decision.
    Decision = "decision" {
        /// The day it is due.
        due: Day = "due",
        /// Open, done or dropped.
        status: Id = "status",
    }
    /// A look at an objective or action through the lenses.
    LensReview = "lens-review" {
        /// What is looked at.
        item: Id = "item",
        /// Whether it serves people whatever their status.
        any_status: Id = "any-status",
        /// What it does to gender roles.
        gender_class: Id = "gender-class",
        /// Whether the best interests of the child come first.
        best_interests: Id = "best-interests",
        /// Whether it is free of the detention of children.
        no_detention: Id = "no-detention",
        /// What comes of it.
        result: Id = "result",
    }
    /// A tie to a plan for adaptation to the climate.
    AdaptationTie = "adaptation-tie" {
        /// The objective or action.
        item: Id = "item",
    }
}
