//! What counts: profiles, levels, suppressions, baselines, and the settings that say so.

mod baselines;
mod levels;
mod profiles;
mod settings;
mod suppressions;

use serde_json::Value;

use crate::commands::SMALL;
use crate::sandbox::Sandbox;

/// The small project with a day in the future (a warning) and a choice that there is not (an error).
fn faulty() -> String {
    SMALL
        .replace("planning-level: national", "planning-level: natoinal")
        .replace(
            "note: The minister spoke, the cabinet did not.",
            "on: \"2126-01-01\"",
        )
}

/// The same with lines at the top of the file.
fn faulty_with(header: &str) -> String {
    faulty().replace("currency: TND\n", &format!("currency: TND\n{header}"))
}

/// A sandbox with the faulty project in `a.yaml`.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", faulty());
    sandbox
}

/// The report for machines, whatever the exit code.
fn report(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let mut all = vec!["check"];
    all.extend(arguments);
    all.extend(["--format", "json"]);
    let output = sandbox.command(&all).output().expect("runs");
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// Rule and level of every finding.
fn found(report: &Value) -> Vec<(String, String)> {
    let findings = report["findings"].as_array().expect("findings");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    findings
        .iter()
        .map(|finding| (text(&finding["rule"]), text(&finding["level"])))
        .collect()
}

fn rules(report: &Value) -> Vec<String> {
    found(report).into_iter().map(|(rule, _)| rule).collect()
}
