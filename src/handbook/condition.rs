//! When a question is asked.

use serde::Deserialize;

/// A condition on other answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The answer is, or contains, one of these values.
    Is {
        /// The path of the other question.
        question: String,
        /// The values.
        values: Vec<String>,
    },
    /// The other question has an answer.
    Answered {
        /// The path of the other question.
        question: String,
    },
    /// All of these hold.
    All(Vec<Condition>),
    /// One of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// Whether the condition holds, given the values of any question (none: not answered).
    pub fn holds(&self, values: &dyn Fn(&str) -> Option<Vec<String>>) -> bool {
        match self {
            Self::Is {
                question,
                values: wanted,
            } => values(question)
                .is_some_and(|values| values.iter().any(|value| wanted.contains(value))),
            Self::Answered { question } => values(question).is_some(),
            Self::All(conditions) => conditions.iter().all(|condition| condition.holds(values)),
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(values)),
            Self::Not(condition) => !condition.holds(values),
        }
    }

    /// The paths of the questions it looks at.
    pub fn questions(&self) -> Vec<&str> {
        match self {
            Self::Is { question, .. } | Self::Answered { question } => vec![question],
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().flat_map(Self::questions).collect()
            }
            Self::Not(condition) => condition.questions(),
        }
    }
}

/// A condition as the files spell it: exactly one of its forms.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCondition {
    question: Option<String>,
    is: Option<Vec<String>>,
    answered: Option<bool>,
    all: Option<Vec<RawCondition>>,
    any: Option<Vec<RawCondition>>,
    not: Option<Box<RawCondition>>,
}

impl RawCondition {
    /// The condition, or none where the form is not one of ours.
    pub(super) fn build(self) -> Option<Condition> {
        let list = |raws: Vec<Self>| {
            raws.into_iter()
                .map(Self::build)
                .collect::<Option<Vec<_>>>()
        };
        match self {
            Self {
                question: Some(question),
                is: Some(values),
                answered: None,
                all: None,
                any: None,
                not: None,
            } => Some(Condition::Is { question, values }),
            Self {
                question: Some(question),
                is: None,
                answered: Some(answered),
                all: None,
                any: None,
                not: None,
            } => {
                let condition = Condition::Answered { question };
                Some(if answered {
                    condition
                } else {
                    Condition::Not(Box::new(condition))
                })
            }
            Self {
                question: None,
                is: None,
                answered: None,
                all: Some(raws),
                any: None,
                not: None,
            } => list(raws).map(Condition::All),
            Self {
                question: None,
                is: None,
                answered: None,
                all: None,
                any: Some(raws),
                not: None,
            } => list(raws).map(Condition::Any),
            Self {
                question: None,
                is: None,
                answered: None,
                all: None,
                any: None,
                not: Some(raw),
            } => raw
                .build()
                .map(|condition| Condition::Not(Box::new(condition))),
            _ => None,
        }
    }
}
