//! The own rules of a layer: their texts in every language it promises, and their examples.

use super::Linter;
use crate::diagnostic::Finding;
use crate::handbook::{MISSING_TEXT, WRONG_PLACEHOLDERS};
use crate::language::{Saying, placeholders};
use crate::rules::own::{FOLDER, OwnRule, OwnRules, check_examples};

impl Linter<'_> {
    pub(super) fn own_rules(&mut self, own: &OwnRules) {
        let layers = self.layers.clone();
        for layer in &layers {
            let store = std::sync::Arc::clone(self.handbook.store());
            self.n_files += store[*layer].names(FOLDER).len();
        }
        for rule in own.iter().filter(|rule| layers.contains(&rule.layer)) {
            self.texts_of_rule(rule);
        }
        for (layer, path, finding) in check_examples(self.handbook, &self.catalogues, own) {
            if layers.contains(&layer) {
                self.add(layer, &path, finding);
            }
        }
    }

    /// Every text in every language the layer promises, with the same placeholders in all.
    fn texts_of_rule(&mut self, rule: &OwnRule) {
        let promised = self.promised(rule.layer);
        let codes: Vec<&str> = promised.iter().map(|language| language.code()).collect();
        let mut findings = Vec::new();
        for code in &codes {
            let missing = rule.texts().filter(|(_, text)| lacks(text, code, &codes));
            let missing: Vec<&str> = missing.map(|(key, _)| key).collect();
            if !missing.is_empty() {
                let finding = MISSING_TEXT.at(rule.span).variant("rule");
                let finding = finding.with("name", &*rule.id).with("language", *code);
                findings.push(finding.with("key", missing.join("`, `")));
            }
        }
        findings.extend(placeholder_fault(rule));
        for finding in findings {
            self.add(rule.layer, &rule.file, finding);
        }
    }
}

/// Whether a text is missing in a language; one without a language is enough where only one is
/// promised.
fn lacks(saying: &Saying, code: &str, promised: &[&str]) -> bool {
    let is_there = |code: &str| saying.0.get(code).is_some_and(|text| !text.is_empty());
    let is_enough = promised.len() == 1 && is_there("");
    !is_there(code) && !is_enough
}

/// That a message has other placeholders in one language than in another.
fn placeholder_fault(rule: &OwnRule) -> Option<Finding> {
    let (_, message) = rule.texts().next()?;
    let names = |text: &str| {
        let names = placeholders(text).into_iter();
        let mut names: Vec<String> = names.map(|name| format!("{{{name}}}")).collect();
        names.sort();
        names.dedup();
        names
    };
    let wanted = message.0.get("en").or_else(|| message.0.values().next())?;
    let wanted = names(wanted);
    let mut found = message.0.values().map(|text| names(text));
    let found = found.find(|found| *found != wanted)?;
    let list = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
    let finding = WRONG_PLACEHOLDERS.at(rule.span);
    let finding = finding.with_some("found", list(&found));
    Some(finding.with_some("wanted", list(&wanted)))
}
