//! What other services run: the hooks of pre-commit, the action of GitHub, the component of GitLab,
//! and the page that shows them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;
use serde_yaml::Value;

use crate::commands::SMALL;
use crate::sandbox::{Output, Sandbox};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).expect("the file is there")
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    let found = value.get(key).unwrap_or_else(|| panic!("no {key}"));
    found
        .as_str()
        .unwrap_or_else(|| panic!("{key} is no text: {found:?}"))
}

/// Runs a script with the program on the path; none where the shell is missing.
fn run_script(
    sandbox: &Sandbox,
    (shell, flags): (&str, &[&str]),
    script: &str,
    environment: &BTreeMap<String, String>,
) -> Option<Output> {
    let program = Path::new(env!("CARGO_BIN_EXE_mainstream"));
    let folder = program.parent().expect("a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new(shell);
    command
        .args(flags)
        .args(["-c", script])
        .current_dir(sandbox.folder())
        .env("MAINSTREAM_NOW", "2026-11-23T10:00:00Z")
        .env("LANG", "en_US.UTF-8")
        .env("COLUMNS", "80")
        .env("PATH", format!("{folder}:{path}"))
        .envs(environment)
        .stdin(std::process::Stdio::null());
    match command.output() {
        Ok(output) => Some(sandbox.cleaned(&output)),
        Err(error) => {
            crate::sandbox::note(&format!("skipped: {shell} cannot be run ({error})"));
            None
        }
    }
}

/// A folder with a good project, a bad one and a YAML file of another kind.
fn countries() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("countries/good one.yaml", SMALL);
    sandbox.write("countries/bad.yaml", SMALL.replace("TUN", "TUX"));
    sandbox.write("countries/jobs.yaml", "jobs: []\n");
    sandbox
}

#[test]
fn the_hooks_of_pre_commit_run_the_program() {
    let hooks: Vec<Value> =
        serde_yaml::from_str(&read(".pre-commit-hooks.yaml")).expect("a list of hooks");
    let ids: Vec<&str> = hooks.iter().map(|hook| text(hook, "id")).collect();
    assert_eq!(ids, ["mainstream-check", "mainstream-check-installed"]);
    let sandbox = countries();
    for hook in &hooks {
        assert!(["rust", "system"].contains(&text(hook, "language")));
        assert_eq!(hook["types"][0], "yaml");
        // pre-commit splits the entry and adds the names of the files.
        let words: Vec<&str> = text(hook, "entry").split(' ').collect();
        assert_eq!(words[0], "mainstream");
        let run = |files: &[&str]| sandbox.run(&[&words[1..], files].concat());
        let all = run(&[
            "countries/bad.yaml",
            "countries/good one.yaml",
            "countries/jobs.yaml",
        ]);
        assert_eq!(all.code, 1, "{all}");
        assert!(all.stdout.contains("unknown-country") && !all.stdout.contains("jobs.yaml"));
        assert_eq!(run(&["countries/good one.yaml"]).code, 0);
        let none = run(&["countries/jobs.yaml"]);
        assert_eq!(
            (none.code, none.stderr.as_str()),
            (0, "no project among the files\n")
        );
    }
}

/// The inputs of the action as the environment of a step, with some given.
fn action_environment(
    action: &Value,
    step: &Value,
    given: &[(&str, &str)],
) -> BTreeMap<String, String> {
    let mut environment = BTreeMap::new();
    let Some(variables) = step.get("env").and_then(Value::as_mapping) else {
        return environment;
    };
    for (name, value) in variables {
        let (name, value) = (
            name.as_str().expect("a name"),
            value.as_str().expect("text"),
        );
        let input = value
            .strip_prefix("${{ inputs.")
            .and_then(|rest| rest.strip_suffix(" }}"))
            .unwrap_or_else(|| panic!("{name} is no input: {value}"));
        let default = text(&action["inputs"][input], "default");
        let own = given.iter().find(|(known, _)| *known == input);
        let value = own.map_or(default, |(_, value)| value);
        environment.insert(name.to_owned(), value.to_owned());
    }
    environment
}

/// Runs the steps of the action as GitHub does; the output of the last one, and what it handed on.
fn run_action(sandbox: &Sandbox, given: &[(&str, &str)]) -> Option<(Output, String)> {
    let action: Value = serde_yaml::from_str(&read("action.yml")).expect("YAML");
    assert_eq!(action["runs"]["using"], "composite");
    sandbox.write("github-output", "");
    let steps = action["runs"]["steps"].as_sequence().expect("steps");
    let mut last = None;
    for step in steps {
        assert_eq!(text(step, "shell"), "bash");
        assert!(
            !text(step, "run").contains("${{"),
            "an input would be read as a command"
        );
        let mut environment = action_environment(&action, step, given);
        for (name, file) in [
            ("GITHUB_OUTPUT", "github-output"),
            ("GITHUB_PATH", "github-path"),
            ("RUNNER_TEMP", "temp"),
        ] {
            environment.insert(name.to_owned(), sandbox.path(file).display().to_string());
        }
        let bash = ("bash", &["--noprofile", "--norc", "-eo", "pipefail"][..]);
        let output = run_script(sandbox, bash, text(step, "run"), &environment)?;
        let is_last = steps.last() == Some(step);
        assert!(is_last || output.code == 0, "{output}");
        last = Some(output);
    }
    Some((last?, sandbox.read("github-output")))
}

#[test]
fn the_action_annotates_and_writes_reports() {
    let sandbox = countries();
    let given = [
        ("paths", "countries\n"),
        ("sarif", "out.sarif"),
        ("junit", "out.xml"),
    ];
    let Some((output, handed)) = run_action(&sandbox, &given) else {
        return;
    };
    assert_eq!(
        (output.code, handed.as_str()),
        (1, "exit-code=1\n"),
        "{output}"
    );
    assert!(
        output
            .stdout
            .starts_with("::error file=countries/bad.yaml,line=4,"),
        "{output}"
    );
    let report: Json = serde_json::from_str(&sandbox.read("out.sarif")).expect("JSON");
    assert_eq!(report["runs"][0]["results"][0]["ruleId"], "unknown-country");
    assert!(sandbox.read("out.xml").contains("<failure type=\"error\""));
    let given = [("paths", "countries/good one.yaml"), ("lang", "fr")];
    let (output, handed) = run_action(&sandbox, &given).expect("bash was there before");
    assert_eq!(
        (output.code, handed.as_str()),
        (0, "exit-code=0\n"),
        "{output}"
    );
    assert!(output.stderr.contains("aucun constat"), "{output}");
    // What an input says is never a command.
    let given = [("paths", "$(touch evil)`touch evil`;touch evil")];
    let (output, _) = run_action(&sandbox, &given).expect("bash was there before");
    assert_eq!(output.code, 3, "{output}");
    assert!(!sandbox.path("evil").exists());
}

#[test]
fn the_component_of_gitlab_writes_its_reports() {
    let file = read("templates/check.yml");
    let (head, body) = file.split_once("\n---\n").expect("two documents");
    let head: Value = serde_yaml::from_str(head).expect("YAML");
    let given = BTreeMap::from([("image", "some/image"), ("paths", "countries")]);
    let mut body = body.to_owned();
    let inputs = head["spec"]["inputs"].as_mapping().expect("inputs");
    for (name, input) in inputs {
        let name = name.as_str().expect("a name");
        let value = given.get(name).copied();
        let value = value.unwrap_or_else(|| text(input, "default"));
        body = body.replace(&format!("$[[ inputs.{name} ]]"), value);
    }
    assert!(!body.contains("$[["), "{body}");
    let jobs: Value = serde_yaml::from_str(&body).expect("YAML");
    let job = &jobs["mainstream check"];
    assert_eq!(text(job, "image"), "some/image");
    let variables = job["variables"].as_mapping().expect("variables");
    let variables = variables.iter().map(|(name, value)| {
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        (text(name), text(value))
    });
    let lines: Vec<&str> = job["script"]
        .as_sequence()
        .expect("lines")
        .iter()
        .map(|line| line.as_str().expect("text"))
        .collect();
    let sandbox = countries();
    let sh = ("sh", &["-e"][..]);
    let Some(output) = run_script(&sandbox, sh, &lines.join("\n"), &variables.collect()) else {
        return;
    };
    assert_eq!(output.code, 1, "{output}");
    let reports = &job["artifacts"]["reports"];
    let issues = sandbox.read(text(reports, "codequality"));
    let issues: Json = serde_json::from_str(&issues).expect("JSON");
    assert_eq!(issues[0]["location"]["path"], "countries/bad.yaml");
    assert_eq!(issues[0]["severity"], "critical");
    assert!(sandbox.read(text(reports, "junit")).contains("<failure "));
}

/// The blocks of a kind on the page.
fn blocks<'p>(page: &'p str, kind: &str) -> Vec<&'p str> {
    let start = format!("```{kind}\n");
    let parts = page.split(start.as_str()).skip(1);
    parts
        .map(|part| part.split("```").next().expect("a part"))
        .collect()
}

#[test]
fn the_page_shows_what_there_is() {
    let page = read("docs/continuous-integration.md");
    for format in mainstream::emit::Format::ALL {
        assert!(
            page.contains(&format!("| `{}` |", format.name())),
            "{format:?}"
        );
    }
    let shown: Vec<Value> = blocks(&page, "yaml")
        .into_iter()
        .map(|block| serde_yaml::from_str(block).expect("YAML"))
        .collect();
    let [hooks, workflow, pipeline] = &shown[..] else {
        panic!("{} blocks", shown.len());
    };
    let own = read(".pre-commit-hooks.yaml");
    let hook = text(&hooks["repos"][0]["hooks"][0], "id");
    assert!(own.contains(&format!("- id: {hook}\n")));
    let action: Value = serde_yaml::from_str(&read("action.yml")).expect("YAML");
    let step = &workflow["jobs"]["check"]["steps"][1];
    assert!(text(step, "uses").contains("/mainstream@v"));
    for name in step["with"].as_mapping().expect("inputs").keys() {
        let name = name.as_str().expect("a name");
        assert!(action["inputs"].get(name).is_some(), "{name}");
    }
    let template = read("templates/check.yml");
    let inputs = pipeline["include"][0]["inputs"]
        .as_mapping()
        .expect("inputs");
    for name in inputs.keys() {
        let name = name.as_str().expect("a name");
        assert!(template.contains(&format!("\n    {name}:\n")), "{name}");
    }
}

#[test]
fn the_commands_of_the_page_run() {
    let page = read("docs/continuous-integration.md");
    let sandbox = countries();
    sandbox.write("countries/tunisia.yaml", SMALL);
    let path = std::env::var("PATH").unwrap_or_default();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=t", "-c", "user.email=t"]);
        let output = command
            .args(arguments)
            .current_dir(sandbox.folder())
            .env("PATH", &path)
            .output();
        output.is_ok_and(|output| output.status.success())
    };
    let has_git = git(&["init", "-q"]) && git(&["add", "."]) && git(&["commit", "-qm", "all"]);
    let mut n_run = 0;
    for line in blocks(&page, "sh").iter().flat_map(|block| block.lines()) {
        if line.contains("--changed-since") && !has_git {
            crate::sandbox::note("skipped: git is not installed");
            continue;
        }
        let Some(output) = run_script(&sandbox, ("sh", &[]), line, &BTreeMap::new()) else {
            return;
        };
        assert!(matches!(output.code, 0 | 1), "{line}: {output}");
        n_run += 1;
    }
    assert!(n_run >= 3);
    assert!(sandbox.read("findings.csv").contains("unknown-country"));
}
