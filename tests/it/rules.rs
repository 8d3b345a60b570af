//! The rules, their pages, their examples and their fixtures.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use insta::assert_snapshot;
use jiff::civil::{Date, date};
use mainstream::check::{Checked, Setting, check_text};
use mainstream::diagnostic::{Finding, RuleId};
use mainstream::handbook::{
    Catalogues, Handbook, Layer, Phase, Profiles, load_builtin, load_layers,
};
use mainstream::language::{Language, placeholders};
use mainstream::policy::{Grade, Policy};
use mainstream::rules::own::OwnRules;
use mainstream::rules::page::{Page, Pages};
use mainstream::rules::{Group, RULES, Rule, rule};
use mainstream::snapshot::{Damaged, Shelf};
use mainstream::source::SourceFile;

/// Everything a check needs, loaded once.
pub(crate) struct Bench {
    pub(crate) handbook: Handbook,
    pub(crate) catalogues: Catalogues,
    pub(crate) policy: Policy,
}

/// All rules count, but for the one that asks for every answer: pieces of files have few.
fn all_rules(handbook: &Handbook) -> Policy {
    let policy = Policy::plain(Profiles::of(handbook)).under("monitoring");
    policy.with("answer-missing", Grade::Off)
}

/// The policy under which a rule shows itself: the profile of its own phase.
fn policy_for(rule: &Rule, handbook: &Handbook) -> Policy {
    let policy = Policy::plain(Profiles::of(handbook));
    if rule.id == "answer-missing" {
        return policy;
    }
    let phase = match rule.phase {
        Phase::Draft | Phase::Optional => "draft",
        Phase::Review => "review",
        Phase::Adoption => "adoption",
        Phase::Monitoring => "monitoring",
    };
    policy.under(phase).with("answer-missing", Grade::Off)
}

impl Bench {
    /// With an overlay of these files, if there are any.
    pub(crate) fn with_overlay(files: Vec<(String, String)>) -> Option<Self> {
        if files.is_empty() {
            return None;
        }
        let loaded = load_layers(vec![Layer::new("overlay", files)]);
        assert!(loaded.files.is_empty(), "{:?}", loaded.files);
        let (own, faulty) = OwnRules::load(&loaded.handbook);
        assert!(faulty.is_empty(), "{faulty:?}");
        Some(Self {
            catalogues: Catalogues::of(&loaded.handbook),
            policy: all_rules(&loaded.handbook).with_own(&own),
            handbook: loaded.handbook,
        })
    }

    pub(crate) fn shared() -> &'static Self {
        static BENCH: OnceLock<Bench> = OnceLock::new();
        BENCH.get_or_init(|| {
            let handbook = load_builtin().expect("the built-in handbook is consistent");
            Self {
                policy: all_rules(&handbook),
                handbook,
                catalogues: Catalogues::builtin(),
            }
        })
    }

    pub(crate) fn check(&self, name: &str, bytes: &[u8]) -> Checked {
        check_text(name, bytes, &self.setting(&self.policy, date(2026, 6, 1)))
    }

    /// As [`Bench::check`], with nothing said but what shows a rule.
    fn check_for(&self, rule: &Rule, name: &str, bytes: &[u8], damaged: &[Damaged]) -> Checked {
        let policy = policy_for(rule, &self.handbook).with_own(self.policy.own());
        let setting = self.setting(&policy, date(2026, 6, 1));
        check_text(name, bytes, &Setting { damaged, ..setting })
    }

    pub(crate) fn setting<'s>(&'s self, policy: &'s Policy, today: Date) -> Setting<'s> {
        Setting {
            handbook: &self.handbook,
            catalogues: &self.catalogues,
            policy,
            path: None,
            damaged: &[],
            today,
        }
    }
}

pub(crate) fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(folder)
}

/// The files of a folder below the fixtures, in order.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(fixtures(folder)).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
}

/// Rules whose example would be too large to keep.
const WITHOUT_FILES: [&str; 1] = ["file-too-large"];

/// Rules about something beside the file, which no piece of it shows.
const WITHOUT_EXAMPLE: [&str; 1] = ["snapshot-damaged"];

#[test]
fn ids_are_unique_and_do_not_change() {
    let ids: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len());
    let list = RULES.iter().fold(String::new(), |mut list, rule| {
        let _ = writeln!(
            list,
            "{} {} {} {}",
            rule.id,
            rule.group.name(),
            rule.level.name(),
            rule.since
        );
        list
    });
    assert_snapshot!("rule_ids", list);
}

#[test]
fn every_rule_has_a_page_in_every_language_and_no_page_is_left_over() {
    let ids: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    for language in Language::ALL {
        let pages = Pages::new(language);
        assert_eq!(pages.ids().collect::<BTreeSet<_>>(), ids, "{language}");
        for id in &ids {
            let (page, fallback) = pages.page(id).expect("there is a page");
            assert_eq!(fallback, None);
            for (part, text) in parts(page) {
                assert!(!text.trim().is_empty(), "{language} {id}: {part}");
            }
        }
    }
}

/// All texts of a page by name; the alternatives of one wording are numbered.
fn parts(page: &Page) -> BTreeMap<String, &str> {
    let mut parts = BTreeMap::new();
    for (name, text) in [
        ("summary", &page.summary),
        ("what", &page.what),
        ("why", &page.why),
        ("mend", &page.mend),
    ] {
        parts.insert(name.to_owned(), text.as_str());
    }
    let wordings = [
        ("message", Some(&page.message)),
        ("label", Some(&page.label)),
        ("help", page.help.as_ref()),
    ];
    for (name, wording) in wordings {
        for (index, (variant, text)) in wording
            .into_iter()
            .flat_map(|wording| wording.texts())
            .enumerate()
        {
            parts.insert(format!("{name}.{}.{index}", variant.unwrap_or("all")), text);
        }
    }
    for (name, text) in &page.labels {
        parts.insert(format!("labels.{name}"), text);
    }
    parts
}

#[test]
fn every_language_says_the_same_things_with_the_same_placeholders() {
    let english = Pages::new(Language::En);
    for language in Language::ALL {
        says_the_same(&english, &Pages::new(language));
    }
}

fn says_the_same(english: &Pages, other: &Pages) {
    for rule in RULES {
        let shape = |pages: &Pages| -> BTreeMap<String, BTreeSet<String>> {
            let (page, _) = pages.page(rule.id).expect("there is a page");
            let names = |text: &str| placeholders(text).into_iter().map(str::to_owned).collect();
            parts(page)
                .into_iter()
                .map(|(part, text)| (part, names(text)))
                .collect()
        };
        assert_eq!(shape(english), shape(other), "{}", rule.id);
    }
}

#[test]
fn one_line_texts_begin_small_and_end_without_a_stop() {
    for language in Language::ALL {
        let pages = Pages::new(language);
        for rule in RULES {
            let (page, _) = pages.page(rule.id).expect("there is a page");
            for (part, text) in parts(page) {
                let is_line = part.starts_with("message")
                    || part.starts_with("label")
                    || part.starts_with("help");
                let first = text.chars().next().expect("not empty");
                if is_line {
                    assert!(
                        !text.ends_with('.'),
                        "{language} {} {part}: {text}",
                        rule.id
                    );
                    let code = text
                        .split([':', ' '])
                        .next()
                        .is_some_and(|word| word == "ISO");
                    assert!(
                        !first.is_uppercase() || code,
                        "{language} {} {part}: {text}",
                        rule.id
                    );
                }
            }
        }
    }
}

/// No variant and no label of a page is one that the rules never use.
#[test]
fn every_variant_and_label_is_used() {
    let mut code = String::new();
    for folder in [
        "src/rules",
        "src/rules/own",
        "src/yaml",
        "src/policy",
        "src/snapshot",
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in fs::read_dir(folder)
            .expect("there")
            .flatten()
            .filter(|entry| entry.path().is_file())
        {
            code.push_str(&fs::read_to_string(entry.path()).expect("readable"));
        }
    }
    let pages = Pages::new(Language::En);
    for rule in RULES {
        let (page, _) = pages.page(rule.id).expect("there is a page");
        let wordings = [Some(&page.message), Some(&page.label), page.help.as_ref()];
        let variants = wordings
            .into_iter()
            .flatten()
            .flat_map(|wording| wording.texts());
        let variants: BTreeSet<&str> = variants.filter_map(|(variant, _)| variant).collect();
        for name in variants
            .into_iter()
            .chain(page.labels.keys().map(String::as_str))
        {
            assert!(
                name == "other" || code.contains(&format!("\"{name}\"")),
                "{}: {name}",
                rule.id
            );
        }
    }
}

#[test]
fn examples_show_their_rule_and_no_other() {
    let bench = Bench::shared();
    let pages = Pages::new(Language::En);
    let mut wrong = String::new();
    for rule in RULES
        .iter()
        .filter(|rule| !WITHOUT_FILES.contains(&rule.id) && !WITHOUT_EXAMPLE.contains(&rule.id))
    {
        let example = pages
            .example(rule.id)
            .unwrap_or_else(|| panic!("{} has an example", rule.id));
        let overlay = example.overlay.clone().into_iter().collect();
        let own = Bench::with_overlay(overlay);
        let bench = own.as_ref().unwrap_or(bench);
        let ids = |piece: &str| -> Vec<RuleId> {
            let checked =
                bench.check_for(rule, "example.yaml", example.file(piece).as_bytes(), &[]);
            checked
                .findings
                .iter()
                .map(|finding| finding.rule.clone())
                .collect()
        };
        let (bad, good) = (ids(&example.bad), ids(&example.good));
        if bad != [rule.id] || !good.is_empty() {
            let _ = writeln!(wrong, "{}: bad gives {bad:?}, good gives {good:?}", rule.id);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn place(source: &SourceFile, finding: &Finding) -> String {
    let (start, end) = (
        source.position(finding.span.start),
        source.position(finding.span.end),
    );
    format!(
        "{}:{}-{}:{}",
        start.line, start.column, end.line, end.column
    )
}

/// The files of an overlay, by path below its folder.
pub(crate) fn overlay_files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(inner).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let below = path.strip_prefix(folder).expect("below").to_string_lossy();
            let text = fs::read_to_string(&path).expect("a text");
            found.push((below.replace('\\', "/"), text));
        }
    }
    found
}

/// `bad.yaml` says in its first line where its one finding is: `# finding: 12:5-12:9`.
#[test]
fn fixtures_trigger_their_rule_at_the_marked_place() {
    let bench = Bench::shared();
    let mut seen = BTreeSet::new();
    for folder in files("rules") {
        let id = folder
            .file_name()
            .expect("named")
            .to_string_lossy()
            .into_owned();
        let known = rule(&id).unwrap_or_else(|| panic!("no rule {id}"));
        let read = |name: &str| fs::read(folder.join(name)).expect("the fixture is there");
        let bad = read("bad.yaml");
        let head = String::from_utf8_lossy(&bad);
        let marked = head
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# finding: "))
            .expect("a mark")
            .to_owned();
        let own = Bench::with_overlay(overlay_files(&folder.join("overlay")));
        let bench = own.as_ref().unwrap_or(bench);
        // What lies beside a fixture is looked at as the program does.
        let beside = |name: &str| {
            let shelf = Shelf::beside(&folder.join(name), 1024 * 1024).expect("a shelf");
            shelf.damaged().expect("readable")
        };
        let checked = bench.check_for(known, "bad.yaml", &bad, &beside("bad.yaml"));
        let found: Vec<_> = checked
            .findings
            .iter()
            .map(|finding| (finding.rule.as_str(), place(&checked.source, finding)))
            .collect();
        assert_eq!(found, [(id.as_str(), marked)]);
        let good = read("good.yaml");
        let checked = bench.check_for(known, "good.yaml", &good, &beside("good.yaml"));
        assert_eq!(checked.findings, [], "{id}");
        seen.insert(id);
    }
    let missing: Vec<_> = RULES
        .iter()
        .filter(|rule| !seen.contains(rule.id) && !WITHOUT_FILES.contains(&rule.id))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_file_that_is_too_large_is_a_finding() {
    let checked = Bench::shared().check("large.yaml", &vec![b'#'; 17 * 1024 * 1024]);
    assert_eq!(
        checked
            .findings
            .iter()
            .map(|f| f.rule.as_str())
            .collect::<Vec<_>>(),
        ["file-too-large"]
    );
    assert!(!checked.readable);
}

/// The text with the repair of a finding made.
fn repaired(source: &SourceFile, finding: &Finding) -> Option<String> {
    let repair = finding.repair.as_ref()?;
    let text = source.text();
    Some(format!(
        "{}{}{}",
        &text[..repair.span.start],
        repair.replacement,
        &text[repair.span.end..]
    ))
}

/// Whether mending one finding lets another be seen: a record that gets an id of its own takes part
/// in what the rules on meaning look at.
fn reveals(mended: &str, found: &str) -> bool {
    let is_new = rule(found).is_some_and(|rule| rule.group > Group::State);
    is_new && matches!(mended, "missing-id" | "duplicate-id")
}

#[test]
fn a_repair_ends_its_finding_and_brings_no_other() {
    let bench = Bench::shared();
    let mut n_repairs = 0;
    let paths = files("rules")
        .into_iter()
        .map(|folder| folder.join("bad.yaml"));
    for path in paths.chain(files("projects/invalid")) {
        let checked = bench.check("bad.yaml", &fs::read(&path).expect("readable"));
        for finding in &checked.findings {
            let Some(text) = repaired(&checked.source, finding) else {
                continue;
            };
            n_repairs += 1;
            let after = bench.check("bad.yaml", text.as_bytes());
            let count = |findings: &[Finding]| {
                findings
                    .iter()
                    .fold(BTreeMap::<RuleId, usize>::new(), |mut counts, finding| {
                        *counts.entry(finding.rule.clone()).or_default() += 1;
                        counts
                    })
            };
            let (before, after) = (count(&checked.findings), count(&after.findings));
            let left = after.get(&*finding.rule).copied().unwrap_or_default();
            assert_eq!(
                left + 1,
                before[&*finding.rule],
                "{}: {}",
                path.display(),
                finding.rule
            );
            // A repair of the notation lets more be read, so that more may be found in it.
            if finding.rule != "yaml-syntax" {
                let after = after
                    .iter()
                    .filter(|(rule, _)| !reveals(&finding.rule, rule));
                for (rule, n) in after {
                    assert!(
                        before.get(rule).is_some_and(|known| n <= known),
                        "{}: {rule}",
                        path.display()
                    );
                }
            }
        }
    }
    assert!(n_repairs > 30, "{n_repairs}");
}
