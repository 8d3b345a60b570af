//! From the files of layers to rules: what cannot be used is left out, with its place.

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::{Finding, Level};
use crate::expression::{Expression, ExpressionFault, Subject, compile};
use crate::handbook::{
    BAD_PART_ID, BAD_PART_VALUE, DUPLICATE_PART, FaultyFile, Handbook, INCOMPLETE_PART, Layer,
    Phase, UNKNOWN_PART, UNKNOWN_PART_KEY, saying,
};
use crate::language::{Saying, placeholders};
use crate::project::parse_date;
use crate::rules::Group;
use crate::rules::nearest::nearest;
use crate::source::{SourceFile, Span};
use crate::yaml::{self, FaultKind, Mapping, Node, offsets};

use super::{
    About, Examples, FOLDER, MOST_RULES, OwnRule, OwnRules, PageText, Written, subject, words,
};

const FILE_KEYS: [&str; 1] = ["rules"];
const RULE_KEYS: [&str; 13] = [
    "id", "level", "group", "phase", "for", "at", "when", "must", "message", "label", "help",
    "page", "examples",
];
const PAGE_KEYS: [&str; 4] = ["summary", "what", "why", "mend"];
const EXAMPLE_KEYS: [&str; 3] = ["bad", "good", "today"];

const PHASES: [(&str, Phase); 4] = [
    ("draft", Phase::Draft),
    ("review", Phase::Review),
    ("adoption", Phase::Adoption),
    ("monitoring", Phase::Monitoring),
];

/// A text of the file, with the byte of the file that each of its bytes comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) offsets: Vec<usize>,
}

/// A rule before its expressions are compiled.
struct Draft {
    rule: Unfinished,
    when: Option<Piece>,
    must: Piece,
    /// The index of its file among those that were read.
    file: usize,
}

/// All of a rule but its expressions.
struct Unfinished {
    id: Arc<str>,
    id_span: Span,
    group: Group,
    level: Level,
    phase: Phase,
    about: About,
    message: Saying,
    label: Saying,
    help: Saying,
    page: PageText,
    examples: Option<Examples>,
}

/// A file with rules.
struct RuleFile {
    layer: usize,
    path: String,
    source: SourceFile,
    findings: Vec<Finding>,
    unreadable: bool,
}

/// Reads and compiles the rules of all layers.
pub(super) fn load(handbook: &Handbook) -> (OwnRules, Vec<FaultyFile>) {
    let mut files = Vec::new();
    let mut drafts = Vec::new();
    let mut known = HashSet::new();
    for (layer, folder) in handbook.store().iter().enumerate() {
        for name in folder.names(FOLDER) {
            let path = format!("{FOLDER}/{name}");
            let index = files.len();
            let (file, found) = read_file(handbook, (layer, folder), path, index, &mut known);
            files.push(file);
            drafts.extend(found);
        }
    }
    drafts.truncate(MOST_RULES);
    let mut rules = compile_all(handbook, drafts, &mut files);
    known.retain(|id| rules.get(id).is_none());
    rules.left_out = known.into_iter().collect();
    rules.left_out.sort();
    let faulty = files
        .into_iter()
        .filter(|file| file.unreadable || !file.findings.is_empty());
    let faulty = faulty.map(|mut file| {
        file.findings.sort_by_key(|finding| finding.span.start);
        FaultyFile {
            layer: handbook
                .layers
                .get(file.layer)
                .and_then(|layer| layer.given),
            path: file.path,
            source: file.source,
            findings: file.findings,
            unreadable: file.unreadable,
        }
    });
    (rules, faulty.collect())
}

/// Compiles all expressions together; a rule of which one is faulty is left out.
fn compile_all(handbook: &Handbook, drafts: Vec<Draft>, files: &mut [RuleFile]) -> OwnRules {
    let mut all: Vec<(&str, Subject<'_>)> = Vec::new();
    for draft in &drafts {
        let subject = draft.rule.about.subject();
        all.push((&draft.must.text, subject));
        all.extend(
            draft
                .when
                .as_ref()
                .map(|when| (when.text.as_str(), subject)),
        );
    }
    let mut compiled = compile(&all, handbook).into_iter();
    let mut next = || compiled.next().unwrap_or_else(|| Err(Vec::new()));
    let compiled: Vec<_> = drafts
        .iter()
        .map(|draft| (next(), draft.when.as_ref().map(|_| next())))
        .collect();
    let mut rules = OwnRules::default();
    for (draft, (must, when)) in drafts.into_iter().zip(compiled) {
        let file = &mut files[draft.file];
        let must = written(must, draft.must, file);
        let when = when
            .zip(draft.when)
            .map(|(when, piece)| written(when, piece, file));
        let (Some(must), Some(when)) = (must, when.map_or(Some(None), |when| when.map(Some)))
        else {
            continue;
        };
        let rule = draft.rule;
        rules.all.push(Arc::new(OwnRule {
            id: rule.id,
            group: rule.group,
            level: rule.level,
            phase: rule.phase,
            layer: file.layer,
            file: file.path.clone(),
            line: file.source.position(rule.id_span.start).line,
            span: rule.id_span,
            edition: handbook.layers[file.layer].edition.clone(),
            about: rule.about,
            when,
            must,
            message: rule.message,
            label: rule.label,
            help: rule.help,
            page: rule.page,
            examples: rule.examples,
        }));
    }
    rules
}

fn written(
    compiled: Result<Expression, Vec<ExpressionFault>>,
    piece: Piece,
    file: &mut RuleFile,
) -> Option<Written> {
    match compiled {
        Ok(expression) => Some(Written {
            expression,
            offsets: piece.offsets,
        }),
        Err(faults) => {
            let findings = faults.iter().map(|fault| words::finding(fault, &piece));
            file.findings.extend(findings);
            None
        }
    }
}

fn read_file(
    handbook: &Handbook,
    (layer, folder): (usize, &Layer),
    path: String,
    index: usize,
    known: &mut HashSet<Arc<str>>,
) -> (RuleFile, Vec<Draft>) {
    let text = folder.text(&path).unwrap_or_default();
    let source = SourceFile::new(folder.display(&path), text.to_owned());
    let parsed = yaml::parse(text);
    let mut faults = parsed.faults.iter();
    let unreadable = faults.any(|fault| fault.kind != FaultKind::Empty);
    let mut reader = Reader {
        handbook,
        text,
        overlay: &handbook.layers[layer].id,
        file: index,
        findings: Vec::new(),
        known,
    };
    let root = parsed.root.as_ref().filter(|_| !unreadable);
    let drafts = root.map(|root| reader.file(root)).unwrap_or_default();
    let file = RuleFile {
        layer,
        path,
        source,
        findings: reader.findings,
        unreadable,
    };
    (file, drafts)
}

/// Reads one file.
struct Reader<'r> {
    handbook: &'r Handbook,
    text: &'r str,
    overlay: &'r str,
    file: usize,
    findings: Vec<Finding>,
    /// The ids of all rules so far.
    known: &'r mut HashSet<Arc<str>>,
}

impl Reader<'_> {
    fn file(&mut self, root: &Node<'_>) -> Vec<Draft> {
        let Some(top) = root.as_mapping() else {
            self.bad_value(root, "mapping", FOLDER);
            return Vec::new();
        };
        self.known_keys(top, &FILE_KEYS);
        let Some(rules) = top.get("rules").filter(|node| !node.is_null()) else {
            return Vec::new();
        };
        let Some(rules) = rules.as_sequence() else {
            self.bad_value(rules, "list", "rules");
            return Vec::new();
        };
        let rules = rules.items.iter();
        rules.filter_map(|rule| self.rule(rule)).collect()
    }

    /// A rule; none, and a finding, where it cannot be used.
    fn rule(&mut self, node: &Node<'_>) -> Option<Draft> {
        let Some(map) = node.as_mapping() else {
            self.bad_value(node, "mapping", "rules");
            return None;
        };
        self.known_keys(map, &RULE_KEYS);
        let (id, id_span) = self.id(node, map)?;
        let full: Arc<str> = Arc::from(format!("{}/{id}", self.overlay));
        let is_new = self.known.insert(Arc::clone(&full));
        let before = self.findings.len();
        let needed = ["level", "group", "for", "must", "message"].into_iter();
        let missing = needed.filter(|key| map.get(key).is_none_or(Node::is_null));
        let missing: Vec<&str> = missing.collect();
        if !missing.is_empty() {
            let finding = INCOMPLETE_PART.at(id_span).variant("rule");
            let finding = finding.with("name", &id);
            self.findings
                .push(finding.with("missing", missing.join("`, `")));
        }
        let levels = Level::ALL.map(|level| (level.name(), level));
        let level = self.one_of(map, "level", &levels);
        let groups = Group::ALL.map(|group| (group.name(), group));
        let group = self.one_of(map, "group", &groups);
        let phase = match map.get("phase") {
            Some(_) => self.one_of(map, "phase", &PHASES),
            None => Some(Phase::Draft),
        };
        let about = map.get("for").filter(|node| !node.is_null());
        let about = about.and_then(|node| {
            let found = subject::read(self.handbook, node, map.get("at"));
            found.map_err(|finding| self.findings.push(*finding)).ok()
        });
        let must = self.piece(map, "must");
        let when = match map.get("when") {
            Some(_) => Some(self.piece(map, "when")?),
            None => None,
        };
        let message = self.saying(map, "message").unwrap_or_default();
        if let Some(about) = &about {
            self.placeholders(map, about);
        }
        let label = self.saying(map, "label").unwrap_or_default();
        let help = self.saying(map, "help").unwrap_or_default();
        let page = self.page(map);
        let examples = self.examples(map);
        if self.findings.len() > before {
            return None;
        }
        if !is_new {
            self.findings
                .push(DUPLICATE_PART.at(id_span).with("found", id));
            return None;
        }
        let rule = Unfinished {
            id: full,
            id_span,
            group: group?,
            level: level?,
            phase: phase?,
            about: about?,
            message,
            label,
            help,
            page,
            examples,
        };
        Some(Draft {
            rule,
            when,
            must: must?,
            file: self.file,
        })
    }

    fn id(&mut self, node: &Node<'_>, map: &Mapping<'_>) -> Option<(String, Span)> {
        let id = map.get("id");
        let Some((text, span)) = id.and_then(|id| Some((id.text()?, id.span))) else {
            let first = map
                .entries
                .first()
                .map_or(node.span, |entry| entry.key_span);
            let finding = INCOMPLETE_PART.at(first).variant("no-id");
            self.findings.push(finding.with("missing", "id"));
            return None;
        };
        let is_kebab = |text: &str| {
            let mut parts = text.split('-');
            let is_small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
            parts.all(|part| !part.is_empty() && part.chars().all(is_small))
        };
        if !is_kebab(text) {
            self.findings.push(BAD_PART_ID.at(span).with("found", text));
            return None;
        }
        if !is_kebab(self.overlay) {
            let finding = BAD_PART_ID.at(span).variant("overlay");
            self.findings.push(finding.with("found", self.overlay));
            return None;
        }
        Some((text.to_owned(), span))
    }

    fn known_keys(&mut self, map: &Mapping<'_>, known: &[&'static str]) {
        for entry in map {
            let key = entry.key.as_ref();
            if !known.contains(&key) {
                let finding = UNKNOWN_PART_KEY.at(entry.key_span).with("found", key);
                let finding = finding.with_some("nearest", nearest(key, known.iter().copied()));
                self.findings.push(finding.with("list", known.join(", ")));
            }
        }
    }

    fn bad_value(&mut self, node: &Node<'_>, wanted: &'static str, name: &str) {
        let line = node.span.slice(self.text).lines().next();
        let line = line.map_or(0, |line| line.trim_end().len());
        let span = Span::new(node.span.start, node.span.start + line);
        let finding = BAD_PART_VALUE.at(span).variant(wanted);
        self.findings.push(finding.with("name", name));
    }

    /// One of a few words; none, and a finding where something else is written.
    fn one_of<T: Copy>(
        &mut self,
        map: &Mapping<'_>,
        key: &'static str,
        known: &[(&'static str, T)],
    ) -> Option<T> {
        let node = map.get(key).filter(|node| !node.is_null())?;
        let word = node.text().unwrap_or_default();
        let found = known.iter().find(|(name, _)| *name == word);
        if found.is_none() {
            let words = || known.iter().map(|(name, _)| *name);
            let finding = BAD_PART_VALUE.at(node.span).variant("one-of");
            let finding = finding.with("name", key).with("found", word);
            let finding = finding.with_some("nearest", nearest(word, words()));
            let list: Vec<&str> = words().collect();
            self.findings.push(finding.with("list", list.join(", ")));
        }
        found.map(|(_, value)| *value)
    }

    /// A text that points back into the file.
    fn piece(&mut self, map: &Mapping<'_>, key: &'static str) -> Option<Piece> {
        let node = map.get(key).filter(|node| !node.is_null())?;
        let Some(text) = node.text() else {
            self.bad_value(node, "text", key);
            return None;
        };
        Some(Piece {
            text: text.to_owned(),
            offsets: offsets(self.text, node),
        })
    }

    /// A text, or a mapping of texts by language.
    fn saying(&mut self, map: &Mapping<'_>, key: &'static str) -> Option<Saying> {
        let node = map.get(key).filter(|node| !node.is_null())?;
        let found = saying(node);
        if found.is_none() {
            self.bad_value(node, "text", key);
        }
        found
    }

    /// Every placeholder of a message has to be filled by something.
    fn placeholders(&mut self, map: &Mapping<'_>, about: &About) {
        let Some(node) = map.get("message") else {
            return;
        };
        let known = subject::placeholders(self.handbook, about);
        let texts: Vec<&Node<'_>> = match node.as_mapping() {
            Some(by_language) => by_language.iter().map(|entry| &entry.value).collect(),
            None => vec![node],
        };
        for text in texts {
            for name in text.text().map(placeholders).unwrap_or_default() {
                if known.iter().any(|known| known == name) {
                    continue;
                }
                let finding = UNKNOWN_PART.at(text.span).variant("placeholder");
                let near = nearest(name, known.iter().map(String::as_str));
                let finding = finding.with("found", name).with_some("nearest", near);
                self.findings.push(finding);
            }
        }
    }

    fn page(&mut self, map: &Mapping<'_>) -> PageText {
        let mut page = PageText::default();
        let Some(node) = map.get("page").filter(|node| !node.is_null()) else {
            return page;
        };
        let Some(languages) = node.as_mapping() else {
            self.bad_value(node, "mapping", "page");
            return page;
        };
        for language in languages {
            let Some(texts) = language.value.as_mapping() else {
                self.bad_value(&language.value, "mapping", &language.key);
                continue;
            };
            self.known_keys(texts, &PAGE_KEYS);
            for entry in texts {
                let Some(text) = entry.value.text() else {
                    self.bad_value(&entry.value, "text", &entry.key);
                    continue;
                };
                let part = match entry.key.as_ref() {
                    "summary" => &mut page.summary,
                    "what" => &mut page.what,
                    "why" => &mut page.why,
                    _ => &mut page.mend,
                };
                let text = text.trim().to_owned();
                part.0.insert(language.key.to_string(), text);
            }
        }
        page
    }

    fn examples(&mut self, map: &Mapping<'_>) -> Option<Examples> {
        let node = map.get("examples").filter(|node| !node.is_null())?;
        let Some(examples) = node.as_mapping() else {
            self.bad_value(node, "mapping", "examples");
            return None;
        };
        self.known_keys(examples, &EXAMPLE_KEYS);
        let today = examples.get("today").filter(|node| !node.is_null());
        let today = today.and_then(|node| {
            let date = node.text().and_then(|text| parse_date(text).ok());
            if date.is_none() {
                self.bad_value(node, "date", "today");
            }
            date
        });
        let bad = self.piece(examples, "bad");
        let good = self.piece(examples, "good");
        for (key, piece) in [("bad", &bad), ("good", &good)] {
            if piece.is_none() {
                let first = examples.entries.first();
                let span = first.map_or(node.span, |entry| entry.key_span);
                let finding = INCOMPLETE_PART.at(span).variant("rule");
                let finding = finding.with("name", "examples");
                self.findings.push(finding.with("missing", key));
            }
        }
        Some(Examples {
            bad: bad?,
            good: good?,
            today,
        })
    }
}
