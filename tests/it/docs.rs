//! Documents tell the truth: generated parts are up to date, named paths exist, README blocks run.
//!
//! `MAINSTREAM_UPDATE_DOCS=1 cargo test docs` writes the generated parts anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use mainstream::handbook::{CONTENT_RULES, Handbook, Kind, Phase, Profiles, Texts, load_builtin};
use mainstream::language::{Language, Messages};
use mainstream::rules::RULES;
use mainstream::rules::page::Pages;
use mainstream::settings::KEYS;

use crate::sandbox::Sandbox;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_default()
}

/// Compares a document with what it should be, or writes it.
fn hold(name: &str, wanted: &str) {
    if std::env::var_os("MAINSTREAM_UPDATE_DOCS").is_some() {
        std::fs::write(root().join(name), wanted).expect("the document is written");
    }
    assert!(
        read(name) == wanted,
        "{name} is out of date: run MAINSTREAM_UPDATE_DOCS=1 cargo test docs"
    );
}

/// The document with what stands between two marks replaced.
fn with_part(name: &str, mark: &str, part: &str) -> String {
    let text = read(name);
    let (start, end) = (
        format!("<!-- {mark} -->\n"),
        format!("<!-- end of {mark} -->"),
    );
    let (before, rest) = text
        .split_once(&start)
        .unwrap_or_else(|| panic!("{name} has no mark {mark}"));
    let (_, after) = rest
        .split_once(&end)
        .unwrap_or_else(|| panic!("{name} has no end of {mark}"));
    format!("{before}{start}{part}{end}{after}")
}

fn record_table(handbook: &Handbook) -> String {
    let texts = Texts::new(handbook, Language::En);
    let mut table =
        String::from("\n| type | kept in | fields | also asked in |\n| --- | --- | --- | --- |\n");
    for record in handbook.records.values() {
        let home = handbook.home(&record.id);
        let kept = home.map_or("`sources`".to_owned(), |home| {
            format!("{} `{}`", home.code, home.path)
        });
        let fields: Vec<&str> = record
            .fields
            .iter()
            .map(|field| field.id.as_str())
            .collect();
        let tables = handbook.questions.iter().filter(|question| {
            let of = matches!(question.kind, Kind::Table { .. });
            of && handbook
                .record_of(question)
                .is_some_and(|other| other.id == record.id)
        });
        let codes: Vec<&str> = tables.map(|question| question.code.as_str()).collect();
        let name = texts.record_name(&record.id);
        writeln!(
            table,
            "| `{}` {name} | {kept} | {} | {} |",
            record.id,
            fields.join(", "),
            codes.join(", ")
        )
        .expect("written");
    }
    table.push('\n');
    table
}

#[test]
fn the_table_of_record_types_is_up_to_date() {
    let handbook = load_builtin().expect("no fault");
    let wanted = with_part(
        "docs/record-types.md",
        "record types",
        &record_table(&handbook),
    );
    hold("docs/record-types.md", &wanted);
}

#[test]
fn the_rules_page_is_up_to_date() {
    let pages = Pages::new(Language::En);
    let mut text = String::from(
        "# Rules of `mainstream check`\n\nGenerated from the rules and their pages; `mainstream explain RULE` shows the same in the terminal.\n",
    );
    for rule in RULES {
        let (page, _) = pages
            .page(rule.id)
            .unwrap_or_else(|| panic!("{} has no page", rule.id));
        write!(
            text,
            "\n## {}\n\n{} · {} · since {} · from {}\n\n{}\n\n**Why it matters.** {}\n\n**How to mend it.** {}\n",
            rule.id,
            rule.level.name(),
            rule.group.name(),
            rule.since,
            phase_name(rule.phase),
            page.what.trim(),
            page.why.trim(),
            page.mend.trim(),
        )
        .expect("written");
        // A file that is too large has no example that one would want to read.
        if let Some(example) = pages.example(rule.id) {
            let (bad, good) = (ensure_line(&example.bad), ensure_line(&example.good));
            write!(
                text,
                "\nFound in:\n\n```yaml\n{bad}```\n\nMended:\n\n```yaml\n{good}```\n"
            )
            .expect("written");
        }
    }
    hold("docs/rules.md", &text);
}

/// The phase of the work from which on a rule looks.
fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Draft | Phase::Optional => "draft",
        Phase::Review => "review",
        Phase::Adoption => "adoption",
        Phase::Monitoring => "monitoring",
    }
}

#[test]
fn the_page_of_the_rules_of_handbooks_is_up_to_date() {
    let pages = Pages::new(Language::En);
    let mut text = String::from(
        "# Rules of `mainstream handbook check`\n\nGenerated from the rules and their pages; `mainstream explain RULE` shows the same in the terminal.\n",
    );
    for rule in CONTENT_RULES {
        let (page, _) = pages.page(rule.id).expect("a page");
        write!(
            text,
            "\n## {}\n\n{} · since {}\n\n{}\n\n**Why it matters.** {}\n\n**How to mend it.** {}\n",
            rule.id,
            rule.level.name(),
            rule.since,
            page.what.trim(),
            page.why.trim(),
            page.mend.trim(),
        )
        .expect("written");
    }
    hold("docs/handbook-rules.md", &text);
}

#[test]
fn the_schema_of_findings_is_up_to_date() {
    let schema = mainstream::emit::schema::findings(&Messages::load(Language::En));
    let text = serde_json::to_string_pretty(&schema).expect("it can be written");
    hold("docs/schema/findings.json", &format!("{text}\n"));
}

fn ensure_line(text: &str) -> String {
    if text.ends_with('\n') {
        text.to_owned()
    } else {
        format!("{text}\n")
    }
}

pub(crate) const COMMANDS: [&str; 36] = [
    "init",
    "walk",
    "status",
    "next",
    "get",
    "set",
    "undo",
    "diff",
    "patch",
    "merge",
    "snapshot",
    "snapshot list",
    "snapshot show",
    "snapshot restore",
    "snapshot diff",
    "upgrade",
    "check",
    "fmt",
    "explain",
    "export",
    "handbook list",
    "handbook show",
    "handbook read",
    "handbook sector",
    "handbook instrument",
    "handbook catalogue",
    "handbook search",
    "handbook glossary",
    "handbook check",
    "handbook new-overlay",
    "handbook write-out",
    "schema",
    "demo",
    "doctor",
    "completions",
    "man",
];

#[test]
fn the_command_reference_is_up_to_date() {
    let sandbox = Sandbox::new();
    let mut text = String::from("# Commands\n\nGenerated from `mainstream --help`.\n");
    for command in std::iter::once("").chain(COMMANDS) {
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        arguments.push("--help");
        let help = sandbox.ok(&arguments);
        let title = format!("mainstream {command}");
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        write!(
            text,
            "\n## {}\n\n```text\n{}\n```\n",
            title.trim(),
            lines.join("\n").trim()
        )
        .expect("written");
    }
    hold("docs/commands.md", &text);
}

#[test]
fn the_schemas_are_up_to_date() {
    let sandbox = Sandbox::new();
    for what in ["project", "config", "findings"] {
        let text = sandbox.ok(&["schema", what]);
        hold(&format!("docs/schema/{what}.json"), &text);
    }
}

#[test]
fn every_command_has_words_in_every_language() {
    for sandbox in [
        Sandbox::new(),
        Sandbox::new().french(),
        Sandbox::new().spanish(),
    ] {
        for command in std::iter::once("").chain(COMMANDS) {
            let mut arguments: Vec<&str> = command.split_whitespace().collect();
            arguments.push("--help");
            let help = sandbox.ok(&arguments);
            assert!(
                !help.contains("cli-") && !help.contains("[en]"),
                "{command}: {help}"
            );
        }
    }
}

#[test]
fn paths_named_in_documents_exist() {
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = read(name);
        assert!(!text.is_empty(), "{name} is missing");
        for (line, part) in text.lines().zip(1..).flat_map(|(line, n)| {
            line.split('`')
                .skip(1)
                .step_by(2)
                .map(move |part| (n, part))
        }) {
            let is_path = [
                "src/",
                "tests/",
                "handbook/",
                "docs/",
                "examples/",
                "benches/",
                ".ci/",
            ]
            .iter()
            .any(|start| part.starts_with(start));
            let is_pattern =
                part.contains(['*', '<', ' ', '{']) || part.chars().any(|c| c.is_ascii_uppercase());
            if is_path && !is_pattern {
                assert!(
                    root().join(part).exists(),
                    "{name}:{line}: there is no {part}"
                );
            }
        }
    }
}

#[test]
fn the_readme_shows_commands_that_work() {
    let readme = read("README.md");
    assert!(readme.contains("cargo run --release -- demo") && readme.contains("cargo test"));
    let sandbox = Sandbox::new();
    let mut n_run = 0;
    for line in readme
        .lines()
        .filter_map(|line| line.strip_prefix("$ mainstream "))
    {
        if line.starts_with("walk ") {
            continue; // It needs a terminal; the tests of the terminal run it.
        }
        let arguments = split(line);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = sandbox.run(&arguments);
        assert!(matches!(output.code, 0 | 1), "mainstream {line}: {output}");
        n_run += 1;
    }
    assert!(n_run >= 5, "the README shows too few commands");
}

/// Splits a line as a shell does, as far as the README needs it.
fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (' ', None) => words.push(String::new()),
            (c, _) => words.last_mut().expect("a word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn the_page_on_settings_has_all_keys_and_profiles() {
    let messages = Messages::load(Language::En);
    let mut table = String::from("\n| key | what it is for | |\n| --- | --- | --- |\n");
    for key in KEYS {
        let needed = if key.is_required { "needed" } else { "" };
        let about = messages.get(&key.message(), &[]);
        writeln!(table, "| `{}` | {about} | {needed} |", key.path).expect("written");
    }
    table.push('\n');
    let wanted = with_part("docs/configuration.md", "settings", &table);
    hold("docs/configuration.md", &wanted);
    let mut table = String::from(
        "\n| profile | rules from | rules that wait | questions to be settled |\n| --- | --- | --- | --- |\n",
    );
    let handbook = load_builtin().expect("no fault");
    for profile in Profiles::builtin().all() {
        let waiting = RULES.iter().filter(|rule| rule.phase > profile.rules);
        let asked = handbook.asked().iter().filter(|question| {
            let computed = matches!(question.kind, Kind::Computed { .. });
            !computed && profile.answers.is_some_and(|last| question.phase <= last)
        });
        writeln!(
            table,
            "| `{}` | `{}` and before | {} | {} |",
            profile.id,
            phase_name(profile.rules),
            waiting.count(),
            asked.count()
        )
        .expect("written");
    }
    table.push('\n');
    let wanted = with_part("docs/configuration.md", "profiles", &table);
    hold("docs/configuration.md", &wanted);
}
