//! Independent judges of what the program writes, where they are installed.
//!
//! Other YAML readers have to read every value of every file as this program does; linters have
//! to find nothing in reports, manual pages and completions. A judge that is not installed is
//! named as skipped. `MAINSTREAM_JUDGES` names a folder with `node_modules` (`js-yaml`, `yaml`,
//! `html-validate`, `markdownlint-cli2`); the others are looked for on `PATH` and by `python3`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use mainstream::yaml::{self, Node};
use serde_json::{Map, Value as Json};

use crate::sandbox::{Sandbox, note};

/// Strings that some reader or other takes for something else.
const TRAPS: [&str; 26] = [
    "no",
    "Yes",
    "on",
    "null",
    "~",
    "true",
    "1.10",
    "0o17",
    "017",
    "12:30",
    "2014-02-01",
    "1e3",
    ".inf",
    "- x",
    "? x",
    "a: b",
    "a #b",
    "#a",
    "*a",
    "&a",
    "!x",
    "%x",
    "@x",
    "'quoted'",
    "\"quoted\"",
    "é, œ, ’ and 日本",
];

pub(crate) fn skipped(judge: &str, why: &str) {
    note(&format!("skipped: {judge} is not installed ({why})"));
}

/// The file as this program reads it: every scalar as text, empty ones as null.
fn ours(node: &Node<'_>) -> Json {
    match &node.value {
        yaml::Value::Null => Json::Null,
        yaml::Value::Scalar(scalar) => Json::String(scalar.text.to_string()),
        yaml::Value::Sequence(list) => Json::Array(list.items.iter().map(ours).collect()),
        yaml::Value::Mapping(map) => {
            let entries = map
                .iter()
                .map(|entry| (entry.key.to_string(), ours(&entry.value)));
            Json::Object(entries.collect::<Map<_, _>>())
        }
    }
}

/// Numbers and truth values as the text they are written as; everything else as it is.
///
/// The program writes numbers for numbers only, so a text that comes back as a number that is
/// written otherwise is a trap that was not quoted.
fn as_texts(value: &Json) -> Json {
    match value {
        Json::Bool(value) => Json::String(value.to_string()),
        Json::Number(number) => Json::String(number.to_string()),
        Json::Array(list) => Json::Array(list.iter().map(as_texts).collect()),
        Json::Object(map) => Json::Object(
            map.iter()
                .map(|(key, value)| (key.clone(), as_texts(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// Every value of a file, to be counted.
fn n_values(value: &Json) -> usize {
    match value {
        Json::Array(list) => list.iter().map(n_values).sum(),
        Json::Object(map) => map.values().map(n_values).sum(),
        _ => 1,
    }
}

/// A YAML file of each kind the program writes.
fn written(sandbox: &Sandbox) -> Vec<String> {
    sandbox.ok(&[
        "init",
        "init.yaml",
        "--country",
        "TUN",
        "--title",
        "no",
        "--period",
        "2027/2031",
    ]);
    sandbox.ok(&["init", "traps.yaml", "--country", "NOR", "--title", "1.10"]);
    let mut assignments = Vec::new();
    for (index, trap) in TRAPS.iter().enumerate() {
        assignments.push(format!("set-up.bodies[+body-{index}].name={trap}"));
        assignments.push(format!(
            "set-up.bodies[body-{index}].chair=First line\n\n  {trap}\nlast: line  "
        ));
        assignments.push(format!("sources[+source-{index}].title={trap}"));
    }
    for assignment in ["B01=no", "B05=yes\nno", "A02=national", "B03=partly"] {
        assignments.push(assignment.to_owned());
    }
    let set: Vec<&str> = ["set", "traps.yaml"]
        .into_iter()
        .chain(assignments.iter().map(String::as_str))
        .collect();
    sandbox.ok(&set);
    for (index, trap) in TRAPS.iter().enumerate() {
        sandbox.ok(&["set", "traps.yaml", "B03", &format!("--note={trap}")]);
        let body = format!("set-up.bodies[body-{index}].name");
        assert_eq!(
            sandbox.ok(&["get", "traps.yaml", &body]),
            format!("{trap}\n")
        );
    }
    // The file that the demonstration writes is the example; a test holds that.
    let sorania = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/sorania.yaml");
    let text = std::fs::read_to_string(sorania).expect("the example");
    sandbox.write("sorania.yaml", &text);
    sandbox.write("edited.yaml", &text);
    sandbox.ok(&[
        "set",
        "edited.yaml",
        "B01=no",
        "title=0x1F",
        "set-up.bodies[+night].name=12:30:45",
    ]);
    sandbox.ok(&[
        "check",
        "init.yaml",
        "traps.yaml",
        "sorania.yaml",
        "edited.yaml",
    ]);
    ["init.yaml", "traps.yaml", "sorania.yaml", "edited.yaml"]
        .map(str::to_owned)
        .to_vec()
}

/// Lets a reader turn a file into JSON and compares every value.
fn agrees(sandbox: &Sandbox, judge: &str, file: &str, command: &mut Command) {
    let output = command
        .arg(sandbox.path(file))
        .output()
        .expect("the judge runs");
    assert!(
        output.status.success(),
        "{judge} on {file}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let theirs: Json = serde_json::from_slice(&output.stdout).expect("JSON of the judge");
    let text = sandbox.read(file);
    let parsed = yaml::parse(&text);
    let ours = ours(parsed.root.as_ref().expect("a project"));
    assert!(
        as_texts(&theirs) == ours,
        "{judge} reads {file} otherwise: {}",
        first_difference(&as_texts(&theirs), &ours)
    );
    note(&format!(
        "{judge} agrees on {} values of {file}",
        n_values(&ours)
    ));
}

fn first_difference(theirs: &Json, ours: &Json) -> String {
    match (theirs, ours) {
        (Json::Object(a), Json::Object(b)) => {
            let differs = b.iter().find(|(key, value)| a.get(*key) != Some(value));
            match differs {
                Some((key, value)) => {
                    format!(
                        "{key} › {}",
                        first_difference(a.get(key).unwrap_or(&Json::Null), value)
                    )
                }
                None => format!("{:?} has more keys than {:?}", a.keys(), b.keys()),
            }
        }
        (Json::Array(a), Json::Array(b)) if a.len() == b.len() => {
            let differs = a.iter().zip(b).find(|(a, b)| a != b);
            differs.map_or_else(String::new, |(a, b)| first_difference(a, b))
        }
        _ => format!("{theirs} against {ours}"),
    }
}

const PYYAML: &str = "import sys, json, yaml
print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding='utf-8')), default=lambda value: {'type': str(type(value))}))";
const RUAMEL: &str = "import sys, json
from ruamel.yaml import YAML
print(json.dumps(YAML(typ='safe').load(open(sys.argv[1], encoding='utf-8')), default=lambda value: {'type': str(type(value))}))";

pub(crate) fn python(script: &str) -> Command {
    let mut command = Command::new("python3");
    command.args(["-c", script]);
    command
}

#[test]
fn python_readers_agree_on_every_value() {
    let sandbox = Sandbox::new();
    let files = written(&sandbox);
    for (judge, import, script) in [
        ("PyYAML", "import yaml", PYYAML),
        ("ruamel.yaml", "import ruamel.yaml", RUAMEL),
    ] {
        if !runs(&mut python(import)) {
            skipped(judge, import);
            continue;
        }
        for file in &files {
            agrees(&sandbox, judge, file, &mut python(script));
        }
    }
}

pub(crate) fn runs(command: &mut Command) -> bool {
    let quiet = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .stdin(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// The folder that holds a Node module, from `MAINSTREAM_JUDGES` or `NODE_PATH`.
pub(crate) fn node_module(name: &str) -> Option<PathBuf> {
    let judges =
        std::env::var_os("MAINSTREAM_JUDGES").map(|folder| Path::new(&folder).join("node_modules"));
    let paths = std::env::var_os("NODE_PATH")
        .map(|paths| std::env::split_paths(&paths).collect::<Vec<_>>());
    let mut folders = judges.into_iter().chain(paths.unwrap_or_default());
    let found = folders.find_map(|folder| Some(folder.join(name)).filter(|module| module.is_dir()));
    if found.is_none() {
        skipped(name, "neither in MAINSTREAM_JUDGES nor in NODE_PATH");
    }
    found
}

const NODE_READER: &str = "const [, module, file] = process.argv;
const text = require('fs').readFileSync(file, 'utf8');
const reader = require(module);
console.log(JSON.stringify(reader.load ? reader.load(text) : reader.parse(text)));";

#[test]
fn node_readers_agree_on_every_value() {
    let modules: Vec<_> = ["js-yaml", "yaml"]
        .into_iter()
        .filter_map(|name| Some((name, node_module(name)?)))
        .collect();
    if modules.is_empty() {
        return;
    }
    let sandbox = Sandbox::new();
    let files = written(&sandbox);
    for (name, module) in modules {
        for file in &files {
            let mut node = Command::new("node");
            node.args(["-e", NODE_READER]).arg(&module);
            agrees(&sandbox, name, file, &mut node);
        }
    }
}

/// A report on every example and the handbook in every language, by the name of its file.
fn reports(sandbox: &Sandbox, format: &str, ending: &str) -> Vec<String> {
    let mut files = Vec::new();
    for example in ["jamaica", "sorania", "tunisia"] {
        let path = format!("{}/examples/{example}.yaml", env!("CARGO_MANIFEST_DIR"));
        for language in ["en", "fr", "es"] {
            let file = format!("{example}-{language}.{ending}");
            sandbox.ok(&[
                "export", &path, "--to", format, "--lang", language, "-o", &file,
            ]);
            files.push(file);
        }
    }
    for language in ["en", "fr", "es"] {
        let file = format!("handbook-{language}.{ending}");
        let arguments = ["export", "--kind", "handbook", "--lang", language];
        sandbox.ok(&[&arguments[..], &["--to", format, "-o", &file]].concat());
        files.push(file);
    }
    files
}

/// Runs a linter that has to find nothing.
fn finds_nothing(sandbox: &Sandbox, judge: &str, command: &mut Command) {
    let output = command
        .current_dir(sandbox.folder())
        .output()
        .expect("the judge runs");
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        output.status.success(),
        "{judge}: {}",
        said.chars().take(4_000).collect::<String>()
    );
}

#[test]
fn html_reports_are_valid() {
    let Some(module) = node_module("html-validate") else {
        return;
    };
    let sandbox = Sandbox::new();
    let files = reports(&sandbox, "html", "html");
    // Rules of the standard and of accessibility; how void elements are written is taste.
    sandbox.write(
        ".htmlvalidate.json",
        r#"{"extends": ["html-validate:standard", "html-validate:a11y"], "root": true}"#,
    );
    let mut node = Command::new("node");
    finds_nothing(
        &sandbox,
        "html-validate",
        node.arg(module.join("bin/html-validate.mjs")).args(&files),
    );
    note(&format!(
        "html-validate finds nothing in {} reports",
        files.len()
    ));
}

#[test]
fn markdown_reports_are_clean() {
    let Some(module) = node_module("markdownlint-cli2") else {
        return;
    };
    let sandbox = Sandbox::new();
    let files = reports(&sandbox, "markdown", "md");
    // Lines are as long as a paragraph, a table cell breaks its lines by the only means there is,
    // and records of two lists may have the same name.
    let settings = r#"{"MD013": false, "MD024": {"siblings_only": true}, "MD033": {"allowed_elements": ["br"]}}"#;
    sandbox.write(".markdownlint.json", settings);
    let mut node = Command::new("node");
    finds_nothing(
        &sandbox,
        "markdownlint-cli2",
        node.arg(module.join("markdownlint-cli2-bin.mjs"))
            .args(&files),
    );
    note(&format!(
        "markdownlint-cli2 finds nothing in {} reports",
        files.len()
    ));
}

#[test]
fn completions_are_valid_for_their_shells() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish"] {
        if !runs(Command::new(shell).args(["-c", "exit 0"])) {
            skipped(shell, "not on PATH");
            continue;
        }
        for language in ["en", "fr", "es"] {
            let file = format!("completions.{shell}");
            sandbox.write(
                &file,
                sandbox.ok(&["completions", shell, "--lang", language]),
            );
            finds_nothing(&sandbox, shell, Command::new(shell).args(["-n", &file]));
        }
        note(&format!("{shell} -n finds nothing"));
    }
}

#[test]
fn manual_pages_are_clean() {
    if Command::new("mandoc")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .is_err()
    {
        skipped("mandoc", "not on PATH");
        return;
    }
    let sandbox = Sandbox::new();
    for language in ["en", "fr", "es"] {
        sandbox.write(&format!("{language}/keep"), "");
        sandbox.ok(&["man", "--out", language, "--lang", language]);
        let pages = std::fs::read_dir(sandbox.path(language))
            .expect("a folder")
            .flatten();
        let pages: Vec<_> = pages
            .map(|page| page.path())
            .filter(|page| page.extension().is_some_and(|end| end == "1"))
            .collect();
        finds_nothing(
            &sandbox,
            "mandoc",
            Command::new("mandoc")
                .args(["-T", "lint", "-W", "warning"])
                .args(&pages),
        );
        note(&format!(
            "mandoc finds nothing in {} pages ({language})",
            pages.len()
        ));
    }
}
