//! How far a project has come.

use crate::handbook::{Handbook, Kind};

use super::{Project, State};

/// How many questions are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Questions that are asked in this project.
    pub asked: usize,
    /// Of these, by state in the order of [`State::ALL`].
    pub by_state: [usize; 7],
}

impl Count {
    /// The number of questions in a state.
    pub fn of(&self, state: State) -> usize {
        State::ALL
            .iter()
            .position(|other| *other == state)
            .map_or(0, |index| self.by_state[index])
    }

    /// Questions with nothing left to ask.
    pub fn settled(&self) -> usize {
        State::ALL
            .into_iter()
            .filter(|state| state.is_settled())
            .map(|state| self.of(state))
            .sum()
    }

    /// The share that is settled, in whole percent, rounded down so that 100 means all.
    pub fn percent(&self) -> usize {
        (self.settled() * 100).checked_div(self.asked).unwrap_or(0)
    }

    fn add(&mut self, state: State) {
        self.asked += 1;
        if let Some(index) = State::ALL.iter().position(|other| *other == state) {
            self.by_state[index] += 1;
        }
    }

    fn merge(&mut self, other: &Self) {
        self.asked += other.asked;
        for (sum, n) in self.by_state.iter_mut().zip(other.by_state) {
            *sum += n;
        }
    }
}

/// How far a project has come, as a whole, by stage and by step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// All questions.
    pub total: Count,
    /// By stage.
    pub stages: Vec<Count>,
    /// By step.
    pub steps: Vec<Count>,
    /// The state of every question that is asked; none for those that are not.
    pub states: Vec<Option<State>>,
}

impl Progress {
    /// Counts a project. Questions that do not apply, and those that are worked out, do not count.
    pub fn of(project: &Project<'_>, handbook: &Handbook) -> Self {
        let mut progress = Self {
            total: Count::default(),
            stages: vec![Count::default(); handbook.stages.len()],
            steps: vec![Count::default(); handbook.steps.len()],
            states: Vec::with_capacity(handbook.questions.len()),
        };
        for (index, question) in handbook.questions.iter().enumerate() {
            let counted = !matches!(question.kind, Kind::Computed { .. })
                && project.applies(handbook, question);
            let state = counted.then(|| project.state(handbook, index));
            if let Some(state) = state {
                progress.steps[question.step].add(state);
            }
            progress.states.push(state);
        }
        for (step, count) in handbook.steps.iter().zip(&progress.steps) {
            progress.stages[step.stage].merge(count);
        }
        for stage in progress.stages.clone() {
            progress.total.merge(&stage);
        }
        progress
    }
}
