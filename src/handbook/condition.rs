//! When a question is asked.

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
