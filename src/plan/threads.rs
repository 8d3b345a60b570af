//! The red thread of every objective: from the problem it answers to the reading that shows it.

use jiff::civil::Date;

use super::{Objective, Plan};

/// A link of a thread, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// A problem that the objective answers.
    Problem,
    /// The objective itself.
    Objective,
    /// An action that serves it.
    Action,
    /// A body that answers for such an action.
    Body,
    /// A budget line with an amount for such an action.
    BudgetLine,
    /// An indicator of the objective or of such an action.
    Indicator,
    /// The baseline of such an indicator.
    Baseline,
    /// A reading of such an indicator.
    Reading,
}

impl Link {
    /// All links in their order.
    pub const ALL: [Self; 8] = [
        Self::Problem,
        Self::Objective,
        Self::Action,
        Self::Body,
        Self::BudgetLine,
        Self::Indicator,
        Self::Baseline,
        Self::Reading,
    ];

    /// The key of the message that names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Problem => "thread-problem",
            Self::Objective => "thread-objective",
            Self::Action => "thread-action",
            Self::Body => "thread-body",
            Self::BudgetLine => "thread-budget-line",
            Self::Indicator => "thread-indicator",
            Self::Baseline => "thread-baseline",
            Self::Reading => "thread-reading",
        }
    }
}

/// Whether a link is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkState {
    /// It is there.
    Present,
    /// It is missing.
    Missing,
    /// It cannot be there yet.
    NotYet,
}

impl LinkState {
    /// The key of the message that names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Present => "thread-present",
            Self::Missing => "thread-missing",
            Self::NotYet => "thread-not-yet",
        }
    }

    const fn of(present: bool) -> Self {
        if present {
            Self::Present
        } else {
            Self::Missing
        }
    }
}

/// The thread of one objective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread<'p> {
    /// The objective's id, empty where it has none.
    pub objective: &'p str,
    /// What the objective is called.
    pub title: Option<&'p str>,
    /// The links in the order of [`Link::ALL`].
    pub links: [LinkState; 8],
    /// The first missing link.
    pub broken_at: Option<Link>,
}

impl Thread<'_> {
    /// Whether a link is there.
    pub fn link(&self, link: Link) -> LinkState {
        let index = Link::ALL.iter().position(|other| *other == link);
        index.map_or(LinkState::Missing, |index| self.links[index])
    }

    /// Whether nothing is missing that could be there today.
    pub fn is_complete(&self) -> bool {
        self.broken_at.is_none()
    }
}

/// How many threads hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ThreadCounts {
    /// Threads in all.
    pub total: usize,
    /// Threads without a missing link.
    pub complete: usize,
    /// Broken threads by their first missing link, in the order of [`Link::ALL`].
    pub broken: [usize; 8],
}

impl ThreadCounts {
    /// Counts threads.
    pub fn of(threads: &[Thread<'_>]) -> Self {
        let mut counts = Self {
            total: threads.len(),
            ..Self::default()
        };
        for thread in threads {
            let broken = Link::ALL
                .iter()
                .position(|link| Some(*link) == thread.broken_at);
            match broken {
                Some(index) => counts.broken[index] += 1,
                None => counts.complete += 1,
            }
        }
        counts
    }
}

impl<'p> Plan<'p> {
    /// The threads of the objectives that were not turned down, in the order of the file.
    ///
    /// A reading is not expected before the planning period begins.
    pub fn threads(&self, today: Date) -> Vec<Thread<'p>> {
        let before_period = self.period.is_some_and(|period| today < period.start);
        self.retained()
            .map(|objective| self.thread(objective, before_period))
            .collect()
    }

    /// A link is looked for along those that hold so far, so that a budget line of one action
    /// does not make up for the missing lead of another.
    fn thread(&self, objective: &Objective<'p>, before_period: bool) -> Thread<'p> {
        let answers_problem = objective
            .problems
            .iter()
            .any(|id| self.problems.iter().any(|problem| problem.id == *id));
        let actions: Vec<_> = self.actions_of(objective.id).collect();
        let led = narrowed(&actions, |action| {
            action.lead.is_some_and(|lead| self.body(lead).is_some())
        });
        let has_line = |id: &str| {
            let mut lines = self.budget_lines.iter();
            lines.any(|line| !id.is_empty() && line.action == Some(id) && line.amount.is_some())
        };
        let budgeted = led.among.iter().any(|action| has_line(action.id));
        let indicators: Vec<_> = self
            .indicators
            .iter()
            .filter(|indicator| {
                let of_objective =
                    !objective.id.is_empty() && indicator.objective == Some(objective.id);
                let of_action = actions
                    .iter()
                    .any(|action| !action.id.is_empty() && indicator.action == Some(action.id));
                of_objective || of_action
            })
            .collect();
        let based = narrowed(&indicators, |indicator| indicator.baseline.is_some());
        let read = based.among.iter().any(|indicator| {
            let mut readings = self.readings.iter();
            readings.any(|reading| {
                !indicator.id.is_empty()
                    && reading.indicator == Some(indicator.id)
                    && reading.value.is_some()
            })
        });
        let reading = match LinkState::of(read) {
            LinkState::Missing if before_period => LinkState::NotYet,
            state => state,
        };
        let links = [
            LinkState::of(answers_problem),
            LinkState::Present,
            LinkState::of(!actions.is_empty()),
            LinkState::of(led.found),
            LinkState::of(budgeted),
            LinkState::of(!indicators.is_empty()),
            LinkState::of(based.found),
            reading,
        ];
        let broken = links.iter().position(|state| *state == LinkState::Missing);
        Thread {
            objective: objective.id,
            title: objective.name,
            links,
            broken_at: broken.map(|index| Link::ALL[index]),
        }
    }
}

struct Narrowed<'a, T> {
    found: bool,
    among: Vec<&'a T>,
}

/// Those that have something, or all of them where none has.
fn narrowed<'a, T>(all: &[&'a T], has: impl Fn(&T) -> bool) -> Narrowed<'a, T> {
    let with: Vec<&T> = all.iter().copied().filter(|item| has(item)).collect();
    let found = !with.is_empty();
    let among = if found { with } else { all.to_vec() };
    Narrowed { found, among }
}
