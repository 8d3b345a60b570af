//! Which changes of a comparison are asked for.

use crate::diff::{Change, Grade};
use crate::error::{Exit, Failure, Said};
use crate::handbook::Handbook;

use super::super::app::App;
use super::super::cli::DiffView;

/// Which changes are asked for.
#[derive(Default)]
pub(super) struct Filter {
    grades: Vec<Grade>,
    stages: Vec<usize>,
    only: Vec<String>,
}

impl Filter {
    pub(super) fn of(app: &App, args: &DiffView) -> Result<Self, Failure> {
        let handbook = &app.handbook;
        let stages = args.stage.iter().map(|name| {
            handbook.stage_index(name).ok_or_else(|| {
                let known = handbook.stages.iter().map(|stage| stage.id.as_str());
                let known: Vec<&str> = known.collect();
                let failure = Failure::new(Exit::Usage, "diff-unknown-stage").with("stage", name);
                failure.hint(Said::new("value-known").with("known", known.join(", ")))
            })
        });
        Ok(Self {
            grades: args.grade.iter().map(|grade| (*grade).into()).collect(),
            stages: stages.collect::<Result<_, _>>()?,
            only: args.only.clone(),
        })
    }

    pub(super) fn takes(&self, change: &Change, handbook: &Handbook) -> bool {
        let place = &change.place;
        let stage = || {
            let step = handbook
                .steps
                .iter()
                .find(|step| Some(step.id.as_str()) == place.step());
            step.is_some_and(|step| self.stages.contains(&step.stage))
        };
        let under = |path: &String| place.is_under(path, handbook);
        (self.grades.is_empty() || self.grades.contains(&change.grade))
            && (self.stages.is_empty() || stage())
            && (self.only.is_empty() || self.only.iter().any(under))
    }
}
