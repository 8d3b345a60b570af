//! The examples of rules, executed: the bad one has to show its rule, the good one nothing.

use jiff::civil::{Date, date};

use crate::diagnostic::{Finding, Level};
use crate::handbook::{Catalogues, Handbook, INCOMPLETE_PART, RULE_EXAMPLE};
use crate::project::Project;
use crate::rules::{self, Context, RULE_FAILED};
use crate::source::{SourceFile, Span};
use crate::yaml;

use super::judge::{failures, place};
use super::read::Piece;
use super::{Examples, OwnRule, OwnRules};

/// The day of examples that name none.
const TODAY: Date = date(2026, 6, 1);

/// What is wrong with the examples of all rules: layer, file and finding.
pub(crate) fn check_examples(
    handbook: &Handbook,
    catalogues: &Catalogues,
    own: &OwnRules,
) -> Vec<(usize, String, Finding)> {
    let mut found = Vec::new();
    for rule in &own.all {
        // Each rule is shown by itself.
        let alone = OwnRules {
            all: vec![std::sync::Arc::clone(rule)],
            ..OwnRules::default()
        };
        let trial = Trial {
            handbook,
            catalogues,
            rule,
            alone: &alone,
        };
        let findings = match &rule.examples {
            Some(examples) => trial.examples(examples),
            None => vec![trial.without_examples()],
        };
        found.extend(
            findings
                .into_iter()
                .map(|finding| (rule.layer, rule.file.clone(), finding)),
        );
    }
    found
}

struct Trial<'t> {
    handbook: &'t Handbook,
    catalogues: &'t Catalogues,
    rule: &'t OwnRule,
    alone: &'t OwnRules,
}

impl Trial<'_> {
    fn without_examples(&self) -> Finding {
        let finding = INCOMPLETE_PART
            .at(self.rule.span)
            .variant("rule")
            .with("name", &*self.rule.id);
        finding.with("missing", "examples")
    }

    fn examples(&self, examples: &Examples) -> Vec<Finding> {
        let today = examples.today.unwrap_or(TODAY);
        let mut wrong = self.piece(&examples.bad, today, true);
        wrong.extend(self.piece(&examples.good, today, false));
        wrong
    }

    /// What is wrong with one piece.
    fn piece(&self, piece: &Piece, today: Date, is_bad: bool) -> Vec<Finding> {
        let header = self.header(&piece.text);
        let source = SourceFile::new("example", format!("{header}{}", piece.text));
        let (found, failures) = self.check(&source, today);
        let all = Span::new(0, piece.text.lines().next().unwrap_or_default().len());
        let here = |span: Span| {
            let start = span.start.saturating_sub(header.len());
            let end = span.end.saturating_sub(header.len());
            place(&piece.offsets, Span::new(start, end))
        };
        let failed = failures.iter();
        let failed = failed.map(|(variant, span)| RULE_EXAMPLE.at(*span).variant(variant));
        let mut wrong: Vec<Finding> = failed.collect();
        let mut is_shown = false;
        for finding in &found {
            let is_own = *finding.rule == *self.rule.id;
            is_shown |= is_own;
            if is_own && !is_bad {
                let finding = RULE_EXAMPLE.at(here(finding.span)).variant("good");
                wrong.push(finding.with("rule", &*self.rule.id));
            } else if !is_own && finding.level == Level::Error {
                let other = RULE_EXAMPLE.at(here(finding.span)).variant("faulty");
                wrong.push(other.with("found", finding.rule.as_str()));
            }
        }
        if is_bad && !is_shown && wrong.is_empty() {
            let finding = RULE_EXAMPLE.at(place(&piece.offsets, all)).variant("bad");
            wrong.push(finding.with("rule", &*self.rule.id));
        }
        wrong
    }

    /// The head that a piece needs to be checked, unless it is a whole file.
    fn header(&self, piece: &str) -> String {
        if piece.lines().any(|line| line.starts_with("mainstream:")) {
            return String::new();
        }
        let overlays: Vec<&str> = self
            .handbook
            .layers
            .iter()
            .skip(1)
            .map(|layer| layer.id.as_str())
            .collect();
        format!(
            "mainstream: 1\nhandbook: {{id: {}, edition: \"{}\", overlays: [{}]}}\ncountry: XSO\n\
             title: Migration in the development plan\nlanguage: en\ncurrency: USD\nfictitious: true\n",
            self.handbook.id,
            self.handbook.edition,
            overlays.join(", "),
        )
    }

    /// What a check finds in a text; and why the rule could not be worked out on it.
    fn check(&self, source: &SourceFile, today: Date) -> (Vec<Finding>, Vec<(&'static str, Span)>) {
        let parsed = yaml::parse(source.text());
        let project = parsed.root.as_ref();
        let project = project.map(|root| Project::read(root, self.handbook));
        let context = Context {
            source,
            parsed: &parsed,
            project: project.as_ref(),
            handbook: self.handbook,
            catalogues: self.catalogues,
            own: self.alone,
            profiles: &[],
            answers: None,
            damaged: &[],
            today,
        };
        let found = rules::check(&context);
        let has_failed = found.iter().any(|finding| finding.rule == RULE_FAILED.id);
        let project = project.as_ref().filter(|_| has_failed);
        let failures = project.map(|project| failures(&context, project, self.rule));
        (found, failures.unwrap_or_default())
    }
}
