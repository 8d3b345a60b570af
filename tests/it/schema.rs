//! The schemas for editors: good files are clean, structural faults are seen, and every judge that is
//! installed reads them.

#![allow(
    clippy::unwrap_used,
    reason = "in a test, a missing value is a failure"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::rules::files;
use crate::sandbox::{Sandbox, note};

/// Rules whose faults a schema sees without knowing patterns.
const STRUCTURAL: [&str; 16] = [
    "answered-elsewhere",
    "bad-flag",
    "computed-answered",
    "missing-id",
    "money-without-currency",
    "number-out-of-range",
    "not-a-project",
    "unknown-choice",
    "unknown-code",
    "unknown-handbook",
    "unknown-key",
    "unknown-language",
    "unknown-question",
    "unknown-step",
    "wrong-format",
    "wrong-kind",
];

/// Rules whose faults only the patterns of a schema see.
const BY_PATTERN: [&str; 6] = [
    "bad-id",
    "bad-money",
    "bad-number",
    "bad-year",
    "date-not-iso",
    "unknown-country",
];

fn schema(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = ["schema"].iter().chain(arguments).copied().collect();
    serde_json::from_str(&sandbox.ok(&arguments)).unwrap()
}

/// A file as an editor reads it.
fn loaded(path: &Path) -> Option<Value> {
    serde_yaml::from_str(&std::fs::read_to_string(path).ok()?).ok()
}

/// Whether a value fits a schema, as far as our schemas go; patterns of values are left to the judges.
fn fits(root: &Value, schema: &Value, value: &Value) -> bool {
    let list = |key: &str| schema.get(key).and_then(Value::as_array);
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        return fits(root, root.pointer(&name[1..]).unwrap(), value);
    }
    let one = |schema: &Value| fits(root, schema, value);
    list("anyOf").is_none_or(|any| any.iter().any(one))
        && list("allOf").is_none_or(|all| all.iter().all(one))
        && list("enum").is_none_or(|words| words.contains(value))
        && schema
            .get("type")
            .is_none_or(|kind| is_of_kind(kind.as_str().unwrap(), value))
        && is_in_range(schema, value)
        && value.as_array().is_none_or(|items| {
            let item = schema.get("items");
            item.is_none_or(|schema| items.iter().all(|item| fits(root, schema, item)))
        })
        && entries_fit(root, schema, value)
}

fn is_of_kind(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("no kind {other}"),
    }
}

fn is_in_range(schema: &Value, value: &Value) -> bool {
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    let Some(number) = value.as_f64() else {
        return true;
    };
    bound("minimum").is_none_or(|min| number >= min)
        && bound("maximum").is_none_or(|max| number <= max)
}

fn entries_fit(root: &Value, schema: &Value, value: &Value) -> bool {
    let Some(map) = value.as_object() else {
        return true;
    };
    let required = schema.get("required").and_then(Value::as_array);
    let has_all = required.is_none_or(|keys| {
        keys.iter()
            .all(|key| map.contains_key(key.as_str().unwrap()))
    });
    let known = schema.get("properties").and_then(Value::as_object);
    let patterns = schema.get("patternProperties").and_then(Value::as_object);
    let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
    has_all
        && map.iter().all(|(key, value)| {
            let by_pattern = patterns.and_then(|all| {
                let found = all.iter().find(|(pattern, _)| is_key(pattern, key));
                found.map(|(_, schema)| schema)
            });
            let own = known.and_then(|known| known.get(key)).or(by_pattern);
            own.map_or(!is_closed, |schema| fits(root, schema, value))
        })
}

/// Our patterns of keys are words in which capitals may be small: `^[Bb]01$`.
fn is_key(pattern: &str, key: &str) -> bool {
    let mut word = String::new();
    for (n, part) in pattern.trim_matches(['^', '$']).split('[').enumerate() {
        let part = if n == 0 {
            part.to_owned()
        } else {
            part.replacen(|c: char| c.is_lowercase(), "", 1)
        };
        word.push_str(&part.replace(']', ""));
    }
    word.eq_ignore_ascii_case(key)
}

fn good_files() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut good: Vec<PathBuf> = ["sorania", "tunisia", "jamaica"]
        .map(|name| here.join(format!("examples/{name}.yaml")))
        .to_vec();
    let with_overlay = |folder: &PathBuf| folder.join("overlay").is_dir();
    let folders = files("rules")
        .into_iter()
        .filter(|folder| !with_overlay(folder));
    good.extend(folders.map(|folder| folder.join("good.yaml")));
    good.extend(files("projects/valid"));
    good.retain(|path| path.is_file());
    good
}

fn bad_file(rule: &str) -> PathBuf {
    let folder = files("rules")
        .into_iter()
        .find(|folder| folder.ends_with(rule));
    folder.unwrap().join("bad.yaml")
}

#[test]
fn good_files_are_clean_and_structural_faults_are_seen() {
    let schema = schema(&Sandbox::new(), &["project"]);
    let good = good_files();
    assert!(good.len() > 100);
    for path in good {
        if let Some(value) = loaded(&path) {
            assert!(fits(&schema, &schema, &value), "{path:?}");
        }
    }
    for rule in STRUCTURAL {
        let path = bad_file(rule);
        let value = loaded(&path).unwrap_or_else(|| panic!("{path:?}"));
        assert!(!fits(&schema, &schema, &value), "{rule}");
    }
}

#[test]
fn overlays_are_in_the_schema() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/overlays");
    let overlay = here.join("health");
    let sandbox = Sandbox::new();
    let plain = schema(&sandbox, &["project"]);
    let with = schema(
        &sandbox,
        &["project", "--handbook", &overlay.display().to_string()],
    );
    let project = loaded(&here.join("health-project/sorania-health.yaml")).unwrap();
    assert!(!fits(&plain, &plain, &project));
    assert!(fits(&with, &with, &project));
}

#[test]
fn descriptions_speak_the_readers_language_and_none_is_empty() {
    fn each(value: &Value, visit: &mut dyn FnMut(&str)) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    if let (true, Some(text)) = (key == "description", value.as_str()) {
                        visit(text);
                    }
                    each(value, visit);
                }
            }
            Value::Array(list) => list.iter().for_each(|value| each(value, visit)),
            _ => {}
        }
    }
    let mut counts = Vec::new();
    for (sandbox, word) in [
        (Sandbox::new(), "What is the purpose of the exercise"),
        (Sandbox::new().french(), "Période de planification"),
        (Sandbox::new().spanish(), "Período de planificación"),
    ] {
        let schema = schema(&sandbox, &["project"]);
        let mut texts = Vec::new();
        each(&schema, &mut |text| texts.push(text.to_owned()));
        assert!(texts.iter().all(|text| !text.trim().is_empty()));
        assert!(texts.iter().any(|text| text.contains(word)), "{word}");
        counts.push(texts.len());
    }
    assert!(
        counts[0] > 1000 && counts.windows(2).all(|pair| pair[0] == pair[1]),
        "{counts:?}"
    );
}

#[test]
fn the_settings_that_are_read_are_those_of_the_schema() {
    let sandbox = Sandbox::new().with_project();
    let schema = schema(&sandbox, &["config"]);
    let names: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    sandbox.write("mainstream.toml", "nothing-like-it = 1\n");
    let output = sandbox.run(&["status", "tunisia.yaml"]);
    assert_eq!(output.code, 3, "{output}");
    for name in &names {
        assert!(output.stderr.contains(name.as_str()), "{name} in {output}");
    }
    let known = output.stderr.split("nothing-like-it").last().unwrap();
    let n_known = known.split(", ").count();
    assert_eq!(n_known, names.len(), "{known}");
}

#[test]
fn init_writes_the_line_for_editors_where_there_is_a_schema() {
    let sandbox = Sandbox::new();
    let init = ["init", "a.yaml", "--country", "TUN", "--title", "T"];
    sandbox.ok(&init);
    assert!(!sandbox.read("a.yaml").contains("yaml-language-server"));
    sandbox.ok(&[
        "init",
        "b.yaml",
        "--country",
        "TUN",
        "--title",
        "T",
        "--schema",
    ]);
    let line = "# yaml-language-server: $schema=mainstream.schema.json\n";
    assert!(sandbox.read("b.yaml").starts_with(line));
    assert_eq!(
        sandbox.read("mainstream.schema.json"),
        sandbox.ok(&["schema", "project"])
    );
    // From then on the schema is there for others.
    sandbox.ok(&["init", "c.yaml", "--country", "TUN", "--title", "T"]);
    assert!(sandbox.read("c.yaml").starts_with(line));
    sandbox.ok(&["fmt", "--check", "b.yaml", "c.yaml"]);
    sandbox.ok(&["check", "b.yaml", "c.yaml"]);
    insta::assert_snapshot!(
        sandbox.run(&["schema", "project", "-o", "mainstream.schema.json"]),
        @r"
    ------- stderr -------
    written: mainstream.schema.json; editors read it where a project file begins with `# yaml-language-server: $schema=` and the path of this file from there
    [EOF]
    [exit status: 0]
    "
    );
    assert_eq!(
        sandbox
            .run(&["schema", "config", "-o", "no/such/folder.json"])
            .code,
        5
    );
}

/// Runs a judge; nothing where it is not installed.
fn judged(mut command: Command, name: &str) -> Option<(bool, String)> {
    match command.output() {
        Ok(output) => {
            let said = [output.stdout, output.stderr].concat();
            Some((
                output.status.success(),
                String::from_utf8_lossy(&said).into_owned(),
            ))
        }
        Err(error) => {
            note(&format!("skipped: {name} is not installed ({error})"));
            None
        }
    }
}

/// A script that validates files and names those with faults, one a line; `strict` is ajv's own.
const AJV: &str = "
const path = require('path'), fs = require('fs');
const from = name => require(path.join(process.argv[1], 'node_modules', name));
const Ajv = from('ajv').default || from('ajv');
const yaml = from('js-yaml');
const ajv = new Ajv({strict: true, allErrors: true, logger: {log() {}, warn(m) { throw new Error(m) }, error(m) { throw new Error(m) }}});
const fits = ajv.compile(JSON.parse(fs.readFileSync(process.argv[2])));
for (const file of process.argv.slice(3)) {
  const text = fs.readFileSync(file, 'utf8').replace(/^\\ufeff/, '');
  let value;
  try { value = yaml.load(text, {schema: yaml.CORE_SCHEMA}); } catch { continue; }
  if (!fits(value)) console.log(file);
}
";

/// The same with the language server that editors use.
const LANGUAGE_SERVER: &str = "
const path = require('path'), fs = require('fs');
const from = name => require(path.join(process.argv[1], 'node_modules', name));
const {getLanguageService} = from('yaml-language-server');
const {TextDocument} = from('vscode-languageserver-textdocument');
const schema = fs.readFileSync(process.argv[2], 'utf8');
const service = getLanguageService({
  schemaRequestService: async () => schema, workspaceContext: {resolveRelativePath: path => path},
  telemetry: {send() {}, sendError() {}, sendTrack() {}}, clientCapabilities: {}});
service.configure({validate: true, completion: true, schemas: [{uri: 'file:///p.json', fileMatch: ['*.yaml']}], customTags: []});
(async () => {
  for (const [n, file] of process.argv.slice(3).entries()) {
    const text = fs.readFileSync(file, 'utf8');
    const document = TextDocument.create(`file:///${n}.yaml`, 'yaml', 1, text);
    if ((await service.doValidation(document, false)).length) console.log(file);
  }
  const begun = TextDocument.create('file:///begun.yaml', 'yaml', 1, 'answers:\\n  readiness:\\n    ownership: ');
  const offers = await service.doComplete(begun, {line: 2, character: 15}, false);
  console.log('offers', offers.items.map(item => item.label).join(' '));
})();
";

#[test]
fn judges_find_good_files_clean_and_see_the_faults() {
    let Some(judges) = std::env::var_os("MAINSTREAM_JUDGES").map(PathBuf::from) else {
        note("skipped: MAINSTREAM_JUDGES names no folder");
        return;
    };
    let sandbox = Sandbox::new();
    sandbox.ok(&["schema", "project", "-o", "p.json"]);
    let bad: Vec<PathBuf> = STRUCTURAL
        .iter()
        .chain(&BY_PATTERN)
        .map(|rule| bad_file(rule))
        .collect();
    for (name, script) in [("ajv", AJV), ("yaml-language-server", LANGUAGE_SERVER)] {
        if !judges.join("node_modules").join(name).is_dir() {
            note(&format!("skipped: {name} is not installed"));
            continue;
        }
        let run = |files: &[PathBuf]| {
            let mut command = Command::new("node");
            command
                .args(["-e", script])
                .arg(&judges)
                .arg(sandbox.path("p.json"));
            command.args(files);
            judged(command, name)
        };
        let Some((true, said)) = run(&good_files()) else {
            panic!("{name} failed");
        };
        let faults: Vec<&str> = said
            .lines()
            .filter(|line| !line.starts_with("offers"))
            .collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        let (_, said) = run(&bad).unwrap();
        for path in &bad {
            assert!(
                said.contains(&path.display().to_string()),
                "{name} misses {path:?}: {said}"
            );
        }
        if name == "yaml-language-server" {
            assert!(said.contains("offers \"yes\" partly \"no\""), "{said}");
        }
        note(&format!(
            "{name}: {} files clean, {} faulted",
            good_files().len(),
            bad.len()
        ));
    }
    let check = |file: &Path| {
        let mut command = Command::new("check-jsonschema");
        command
            .arg("--schemafile")
            .arg(sandbox.path("p.json"))
            .arg(file);
        judged(command, "check-jsonschema")
    };
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tunisia.yaml");
    if let Some((clean, said)) = check(&example) {
        assert!(clean, "{said}");
        for path in &bad {
            let (clean, said) = check(path).unwrap();
            assert!(!clean, "{path:?}: {said}");
        }
    }
}
