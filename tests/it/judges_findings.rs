//! Independent judges of the formats that findings are written in: official schemas and other readers.
//!
//! `python3` is asked for `jsonschema` and `junitparser`; `MAINSTREAM_JUDGES` may name a folder with
//! `sarif-schema-2.1.0.json` (the schema that OASIS publishes) and `node_modules` with `ajv`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::judges::{node_module, python, runs, skipped};
use crate::sandbox::{Sandbox, note};

/// A run over every fixture and a file that is not there, in one language, into one file a format.
fn written(sandbox: &Sandbox, language: &str) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let corpus = ["rules", "projects", "editions", "overlays"]
        .map(|name| fixtures.join(name).display().to_string());
    let mut arguments = vec!["check", "gone.yaml", "--lang", language];
    arguments.extend(corpus.iter().map(String::as_str));
    // A name that needs escaping everywhere.
    sandbox.write(
        "é %<&\".yaml",
        "mainstream: 1\ntitle: \"\\u001b\\ufffe <&\"\ncountry: \"=<&\\u0007\"\n",
    );
    arguments.push("é %<&\".yaml");
    for output in [
        "json=out.json",
        "sarif=out.sarif",
        "junit=out.xml",
        "csv=out.csv",
        "gitlab=out.gitlab.json",
    ] {
        arguments.extend(["--output", output]);
    }
    let output = sandbox.run(&arguments);
    assert_eq!(output.code, 3, "{output}");
}

/// Runs a script of Python that fails where something is wrong and says what it looked at.
fn judged(sandbox: &Sandbox, judge: &str, script: &str, arguments: &[PathBuf]) {
    let output = python(script)
        .args(arguments)
        .current_dir(sandbox.folder())
        .stdin(Stdio::null())
        .output()
        .expect("the judge runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{judge}: {said}");
    note(&format!(
        "{judge}: {}",
        String::from_utf8_lossy(&output.stdout).trim()
    ));
}

/// Every fault of a file by a schema.
const JSONSCHEMA: &str = "import json, sys, jsonschema
schema = json.load(open(sys.argv[1], encoding='utf-8'))
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
for name in sys.argv[2:]:
    value = json.load(open(name, encoding='utf-8'))
    faults = list(kind(schema, format_checker=kind.FORMAT_CHECKER).iter_errors(value))
    for fault in faults[:5]:
        print(name, list(fault.absolute_path), fault.message[:300], file=sys.stderr)
    assert not faults
print(len(sys.argv) - 2, 'files satisfy the schema')";

const AJV: &str = "const [, module, schema, ...files] = process.argv;
const fs = require('fs'), Ajv = require(module).default ?? require(module);
const validate = new Ajv({strict: true, allErrors: true}).compile(JSON.parse(fs.readFileSync(schema)));
for (const file of files) if (!validate(JSON.parse(fs.readFileSync(file)))) { console.error(file, validate.errors.slice(0, 5)); process.exit(1); }";

const ELEMENT_TREE: &str = "import json, sys, xml.etree.ElementTree as ET
root = ET.parse('out.xml').getroot()
summary = json.load(open('out.json', encoding='utf-8'))
suites = root.findall('testsuite')
assert root.tag == 'testsuites' and len(suites) == summary['files']
failures = sum(int(suite.get('failures')) for suite in suites)
assert failures == len(root.findall('.//failure')) == len(summary['findings'])
assert sum(int(suite.get('errors')) for suite in suites) == len(summary['unreadable'])
assert all(int(suite.get('tests')) == len(suite.findall('testcase')) for suite in suites)
assert any(suite.get('name') == 'é %<&\".yaml' for suite in suites)
print(failures, 'failures in', len(suites), 'suites')";

const JUNITPARSER: &str = "import json
from junitparser import JUnitXml, Failure, Error
summary = json.load(open('out.json', encoding='utf-8'))
suites = list(JUnitXml.fromfile('out.xml'))
results = [result for suite in suites for case in suite for result in case.result]
assert sum(isinstance(result, Failure) for result in results) == len(summary['findings'])
assert sum(isinstance(result, Error) for result in results) == len(summary['unreadable'])
print(len(results), 'results in', len(suites), 'suites')";

const CSV: &str = "import csv, json
summary = json.load(open('out.json', encoding='utf-8'))
rows = list(csv.DictReader(open('out.csv', newline='', encoding='utf-8'), strict=True))
found = [row for row in rows if row['rule']]
assert len(rows) == len(found) + len(summary['unreadable'])
for row, finding in zip(found, summary['findings'], strict=True):
    for key in ['rule', 'level', 'message', 'file', 'help', 'answer', 'question', 'fingerprint']:
        text = finding[key] or ''
        assert row[key] == (\"'\" + text if text[:1] in list('=+-@\\t\\r\\n') else text), (key, row[key], text)
    for key in ['line', 'column', 'end_line', 'end_column']:
        assert int(row[key]) == finding[key]
print(len(rows), 'rows')";

#[test]
fn sarif_satisfies_the_official_schema() {
    let folder = std::env::var_os("MAINSTREAM_JUDGES").map(PathBuf::from);
    let schema = folder.map(|folder| folder.join("sarif-schema-2.1.0.json"));
    let Some(schema) = schema.filter(|schema| schema.is_file()) else {
        skipped("sarif-schema-2.1.0.json", "not in MAINSTREAM_JUDGES");
        return;
    };
    if !runs(&mut python("import jsonschema")) {
        skipped("jsonschema", "import jsonschema");
        return;
    }
    let sandbox = Sandbox::new();
    for language in ["en", "fr", "es"] {
        written(&sandbox, language);
        judged(
            &sandbox,
            "jsonschema on SARIF",
            JSONSCHEMA,
            &[schema.clone(), "out.sarif".into()],
        );
    }
}

fn own_schema() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/findings.json")
}

#[test]
fn json_satisfies_our_own_schema() {
    let sandbox = Sandbox::new();
    written(&sandbox, "en");
    sandbox.write("clean.yaml", crate::commands::SMALL);
    sandbox.write(
        "clean.json",
        sandbox.ok(&["check", "clean.yaml", "--format", "json"]),
    );
    sandbox.ok(&["handbook", "new-overlay", "own"]);
    sandbox.write(
        "overlay.json",
        sandbox.ok(&["handbook", "check", "own", "--format", "json"]),
    );
    let files = ["out.json", "clean.json", "overlay.json"];
    if runs(&mut python("import jsonschema")) {
        let arguments: Vec<PathBuf> = [own_schema()]
            .into_iter()
            .chain(files.map(PathBuf::from))
            .collect();
        judged(&sandbox, "jsonschema on JSON", JSONSCHEMA, &arguments);
    } else {
        skipped("jsonschema", "import jsonschema");
    }
    let Some(module) = node_module("ajv") else {
        return;
    };
    let mut node = Command::new("node");
    node.args(["-e", AJV])
        .arg(&module)
        .arg(own_schema())
        .args(files);
    let output = node
        .current_dir(sandbox.folder())
        .output()
        .expect("node runs");
    assert!(
        output.status.success(),
        "ajv: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    note("ajv (strict) finds nothing");
}

/// What the schema does not allow, so that it is no schema of everything.
#[test]
fn our_own_schema_refuses_what_is_not_written() {
    if !runs(&mut python("import jsonschema")) {
        skipped("jsonschema", "import jsonschema");
        return;
    }
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", crate::commands::SMALL.replace("TUN", "TUX"));
    let good = sandbox.ends_with(&["check", "a.yaml", "--format", "json"], 1);
    for (from, to) in [
        ("\"line\": 4", "\"line\": 0"),
        ("\"line\": 4", "\"line\": \"4\""),
        ("\"level\": \"error\"", "\"level\": \"fatal\""),
        ("\"safe\": false", "\"safe\": false, \"more\": 1"),
        ("mainstream/findings/1", "mainstream/findings/2"),
        ("\"files_checked\": 1,", ""),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        sandbox.write("bad.json", &bad);
        let output = python(JSONSCHEMA)
            .arg(own_schema())
            .arg(sandbox.path("bad.json"))
            .output()
            .expect("the judge runs");
        assert!(!output.status.success(), "{to} is let through");
    }
}

#[test]
fn junit_is_read_by_others() {
    let sandbox = Sandbox::new();
    written(&sandbox, "fr");
    if runs(&mut python("import xml.etree.ElementTree")) {
        judged(&sandbox, "ElementTree", ELEMENT_TREE, &[]);
    } else {
        skipped("python3", "not on PATH");
    }
    if runs(&mut python("import junitparser")) {
        judged(&sandbox, "junitparser", JUNITPARSER, &[]);
    } else {
        skipped("junitparser", "import junitparser");
    }
}

#[test]
fn the_table_is_read_by_others() {
    if !runs(&mut python("import csv")) {
        skipped("python3", "not on PATH");
        return;
    }
    let sandbox = Sandbox::new();
    written(&sandbox, "es");
    judged(&sandbox, "Python's csv", CSV, &[]);
}
