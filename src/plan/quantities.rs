//! The same quantity in two places, and indicators by what they measure.

use std::collections::{HashMap, HashSet};

use super::{Indicator, KeyFigure, Plan};

/// Words as they are compared: without case, spaces and marks; `%` stays, because it is a unit.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '%') {
        if !word.is_empty() {
            if !plain.is_empty() {
                plain.push(' ');
            }
            plain.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    plain
}

fn is_share(unit: Option<&str>) -> bool {
    unit.is_some_and(|unit| unit.contains('%'))
}

impl<'p> Plan<'p> {
    /// Key figures with the same code, year and unit as one before, and another value.
    pub(crate) fn figures_twice(&self) -> Vec<(&KeyFigure<'p>, &KeyFigure<'p>)> {
        let mut seen: HashMap<(&str, i16, String), &KeyFigure<'p>> = HashMap::new();
        let mut twice = Vec::new();
        for figure in &self.figures {
            let (Some(code), Some(year), Some(_)) = (figure.indicator, figure.year, figure.value)
            else {
                continue;
            };
            let unit = plain(figure.unit.unwrap_or_default());
            let first = *seen.entry((code, year, unit)).or_insert(figure);
            if first.value != figure.value {
                twice.push((first, figure));
            }
        }
        twice
    }

    /// Indicators whose baseline is another than the key figure of the same code and year.
    pub(crate) fn baselines_twice(&self) -> Vec<(&KeyFigure<'p>, &Indicator<'p>)> {
        let mut known: HashMap<(&str, i16, bool), Vec<&KeyFigure<'p>>> = HashMap::new();
        for figure in &self.figures {
            if let (Some(code), Some(year), Some(_)) = (figure.indicator, figure.year, figure.value)
            {
                let key = (code, year, is_share(figure.unit));
                let figures = known.entry(key).or_default();
                // Two are enough to differ from anything.
                if figures.iter().all(|other| other.value != figure.value) && figures.len() < 2 {
                    figures.push(figure);
                }
            }
        }
        let differs = |indicator: &'_ Indicator<'p>| {
            let key = (
                indicator.code?,
                indicator.baseline_year?,
                is_share(indicator.unit),
            );
            indicator.baseline?;
            let mut figures = known.get(&key)?.iter().copied();
            figures.find(|figure| figure.value != indicator.baseline)
        };
        let indicators = self.indicators.iter();
        indicators
            .filter_map(|indicator| Some((differs(indicator)?, indicator)))
            .collect()
    }

    /// The indicators by the objective they measure, directly or through an action.
    pub(crate) fn indicators_by_objective(&self) -> HashMap<&'p str, Vec<&Indicator<'p>>> {
        let served = self.objective_of_actions();
        let mut found: HashMap<&str, Vec<&Indicator<'p>>> = HashMap::new();
        for indicator in &self.indicators {
            let through = indicator.action.and_then(|action| served.get(action));
            let through = through.filter(|through| indicator.objective != Some(**through));
            for objective in indicator.objective.iter().chain(through) {
                found.entry(objective).or_default().push(indicator);
            }
        }
        found
    }

    /// The objectives that the texts for the national plan measure.
    pub(crate) fn inserted_objectives(&self) -> HashSet<&'p str> {
        let served = self.objective_of_actions();
        let named: HashSet<&str> = self
            .insertions
            .iter()
            .filter_map(|one| one.indicator)
            .collect();
        let mut found = HashSet::new();
        for indicator in &self.indicators {
            if named.contains(indicator.id) {
                let through = indicator.action.and_then(|action| served.get(action));
                found.extend(indicator.objective.iter().chain(through));
            }
        }
        found
    }

    fn objective_of_actions(&self) -> HashMap<&'p str, &'p str> {
        let actions = self.actions.iter();
        actions
            .filter_map(|action| Some((action.id, action.objective?)))
            .collect()
    }
}
