//! The formats of `check`: all say the same, and text stays text.

use std::path::Path;

use mainstream::emit::Format;
use serde_json::Value;

use super::{SMALL, small};
use crate::sandbox::Sandbox;

/// The path of a folder of fixtures.
fn fixtures(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    root.join(name).display().to_string()
}

pub(super) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// The rows of a table as RFC 4180 has it.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'), "a lone CR");
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\n' if !quoted => panic!("a lone LF"),
            c => cell.push(c),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted, "cut short");
    rows
}

/// What a format says in all: errors, warnings, advice, and what could not be read.
pub(super) fn counts(format: Format, text: &str) -> [usize; 4] {
    let lines = |starts: [&str; 4]| {
        starts.map(|start| text.lines().filter(|line| line.starts_with(start)).count())
    };
    let of = |found: Vec<&str>, names: [&str; 4]| {
        names.map(|name| found.iter().filter(|found| **found == name).count())
    };
    match format {
        Format::Human => lines(["error[", "warning[", "advice[", "error: "]),
        Format::Concise => {
            let found = text.lines().map(|line| {
                let levels = ["error", "warning", "advice"];
                let level = levels
                    .into_iter()
                    .find(|level| line.contains(&format!(": {level}[")));
                level.unwrap_or("unreadable")
            });
            of(
                found.collect(),
                ["error", "warning", "advice", "unreadable"],
            )
        }
        Format::Json => {
            let report = json(text);
            let list = |key: &str| report[key].as_array().expect("a list").clone();
            let findings = list("findings");
            let found = findings.iter().filter_map(|found| found["level"].as_str());
            let [error, warning, advice, _] =
                of(found.collect(), ["error", "warning", "advice", ""]);
            let summary = &report["summary"];
            let n =
                |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("small");
            let levels = &summary["levels"];
            assert_eq!(
                [error, warning, advice],
                [
                    n(&levels["error"]),
                    n(&levels["warning"]),
                    n(&levels["advice"])
                ]
            );
            for part in ["rules", "countries"] {
                let parts = summary[part].as_object().expect("a mapping").values();
                let sum: usize = match part {
                    "rules" => parts.map(|part| n(&part["findings"])).sum(),
                    _ => parts
                        .flat_map(|part| part["levels"].as_object().expect("levels").values())
                        .map(n)
                        .sum(),
                };
                assert_eq!(sum, findings.len(), "{part}");
            }
            let unreadable = list("unreadable").len();
            assert_eq!(n(&summary["files_unreadable"]), unreadable);
            assert_eq!(
                n(&report["files"]),
                n(&summary["files_checked"]) + unreadable
            );
            [error, warning, advice, unreadable]
        }
        Format::Sarif => {
            let run = &json(text)["runs"][0];
            let results = run["results"].as_array().expect("a list");
            let found = results.iter().filter_map(|found| found["level"].as_str());
            let [error, warning, advice, _] = of(found.collect(), ["error", "warning", "note", ""]);
            let notes = &run["invocations"][0]["toolExecutionNotifications"];
            [
                error,
                warning,
                advice,
                notes.as_array().expect("a list").len(),
            ]
        }
        Format::Junit => {
            let n = |part: &str| text.matches(part).count();
            let found = ["error", "warning", "advice"]
                .map(|level| n(&format!("<failure type=\"{level}\"")));
            assert_eq!(n("<failure "), found.iter().sum::<usize>());
            assert_eq!(n("<testsuite "), n("</testsuite>"));
            [found[0], found[1], found[2], n("<error ")]
        }
        Format::Github => {
            let without_line = |line: &&str| !line.contains(",line=");
            let unreadable = text.lines().filter(without_line).count();
            let [error, warning, advice, _] = lines(["::error ", "::warning ", "::notice ", "-"]);
            [error - unreadable, warning, advice, unreadable]
        }
        Format::Gitlab => {
            let report = json(text);
            let issues = report.as_array().expect("a list");
            let found = issues.iter().filter_map(|issue| issue["severity"].as_str());
            of(found.collect(), ["critical", "minor", "info", "blocker"])
        }
        Format::Csv => {
            let rows = csv(text);
            let level = rows[0]
                .iter()
                .position(|name| name == "level")
                .expect("a column");
            assert!(rows.iter().all(|row| row.len() == rows[0].len()));
            let found = rows[1..].iter().map(|row| row[level].as_str());
            of(
                found.collect(),
                ["error", "warning", "advice", "unreadable"],
            )
        }
    }
}

/// Every fixture there is, good and bad, and a file that is not there.
#[test]
fn the_counts_agree_in_all_formats_over_the_whole_corpus() {
    let sandbox = Sandbox::new();
    let corpus = ["rules", "projects", "editions", "overlays"].map(fixtures);
    let mut arguments = vec!["check", "gone.yaml"];
    arguments.extend(corpus.iter().map(String::as_str));
    let mut all = Vec::new();
    for format in Format::ALL {
        let output = sandbox.run(&[&arguments[..], &["--output", format.name()]].concat());
        assert_eq!(output.code, 3, "{format:?}");
        let mut counted = counts(format, &output.stdout);
        if matches!(format, Format::Human | Format::Concise) {
            // Standard error tells what cannot be read.
            assert_eq!(counted[3], 0);
            counted[3] = output.stderr.matches("error: ").count();
        }
        all.push((format, counted));
    }
    let (_, first) = all[0];
    assert!(first.iter().all(|n| *n > 0), "{first:?}");
    for (format, counted) in &all {
        assert_eq!(*counted, first, "{format:?}");
    }
    // In one run into files, all say the same as alone, and people's formats name what cannot be read.
    let outputs = Format::ALL.map(|format| format!("{}={}.out", format.name(), format.name()));
    for output in &outputs {
        arguments.extend(["--output", output]);
    }
    let output = sandbox.run(&arguments);
    assert_eq!((output.code, output.stdout.as_str()), (3, ""));
    for format in Format::ALL {
        let text = sandbox.read(&format!("{}.out", format.name()));
        assert_eq!(counts(format, &text), first, "{format:?}");
    }
}

#[test]
fn the_exit_code_is_the_same_in_all_formats() {
    let sandbox = small();
    sandbox.write("bad.yaml", SMALL.replace("TUN", "TUX"));
    sandbox.write("advice.yaml", SMALL.replace("'partly'", "\"no\""));
    for (arguments, code) in [
        (&["small.yaml"][..], 0),
        (&["advice.yaml"], 0),
        (&["advice.yaml", "--fail-on", "advice"], 1),
        (&["bad.yaml"], 1),
        (&["bad.yaml", "gone.yaml"], 3),
    ] {
        for format in Format::ALL {
            let output = ["--output", format.name()];
            let output = sandbox.run(&[&["check"], arguments, &output[..]].concat());
            assert_eq!(output.code, code, "{format:?} {arguments:?}: {output}");
            if format == Format::Sarif {
                let report = json(&output.stdout);
                let invocation = &report["runs"][0]["invocations"][0];
                assert_eq!(invocation["exitCode"].as_i64(), Some(code.into()));
                assert_eq!(invocation["executionSuccessful"], code < 2);
            }
        }
    }
}

#[test]
fn no_finding_is_an_empty_report_in_every_format() {
    let sandbox = small();
    let of = |format: &str| sandbox.ok(&["check", "small.yaml", "--format", format]);
    for empty in ["human", "concise", "github"] {
        assert_eq!(of(empty), "");
    }
    assert_eq!(of("gitlab"), "[\n]\n");
    assert_eq!(csv(&of("csv")).len(), 1);
    assert_eq!(json(&of("json"))["findings"], serde_json::json!([]));
    assert_eq!(
        json(&of("sarif"))["runs"][0]["results"],
        serde_json::json!([])
    );
    insta::assert_snapshot!(of("junit"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="mainstream">
      <testsuite name="small.yaml" tests="1" failures="0" errors="0" skipped="0">
        <testcase name="mainstream check" classname="small.yaml"/>
      </testsuite>
    </testsuites>
    "#);
}

/// A name and a value with everything that some format takes for its own.
const NAME: &str = "=a b/é,1:50%\"<&'.yaml";

fn hostile() -> Sandbox {
    let sandbox = Sandbox::new();
    let country = r#"country: "=<&\"%\u0007::\u001b,\ufffe""#;
    sandbox.write(NAME, SMALL.replace("country: TUN", country));
    sandbox
}

#[test]
#[cfg(unix)]
fn names_and_values_of_any_kind_are_text_in_every_format() {
    let sandbox = hostile();
    let of = |format: &str| sandbox.ends_with(&["check", NAME, "--output", format], 1);
    for format in Format::ALL {
        let text = of(format.name());
        let is_ours =
            |c: char| !c.is_control() || c == '\n' || (c == '\r' && format == Format::Csv);
        // JSON escapes them, a table may hold them.
        let holds = [Format::Csv].contains(&format);
        assert!(holds || text.chars().all(is_ours), "{format:?}: {text:?}");
        assert_eq!(counts(format, &text), [1, 0, 0, 0], "{format:?}: {text}");
    }
    let message = json(&of("json"))["findings"][0]["message"]
        .as_str()
        .expect("text")
        .to_owned();
    assert!(
        message.contains("=<&\"%\u{7}::\u{1b},\u{fffe}"),
        "{message:?}"
    );
    insta::assert_snapshot!(of("github"), @r#"::error file==a b/é%2C1%3A50%25"<&'.yaml,line=4,endLine=4,col=10,endColumn=39,title=unknown-country::`=<&"%25^G::^[,￾` is no country code%0Acountries are written with the three capital letters of ISO 3166-1, such as `TUN` or `MDA`"#);
    let concise = of("concise");
    assert_eq!(concise.lines().count(), 1, "{concise}");
    let rows = csv(&of("csv"));
    assert_eq!(rows[1][0], format!("'{NAME}"));
    assert_eq!(rows[1][7], message);
    let sarif = json(&of("sarif"));
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "%3Da%20b/%C3%A9%2C1%3A50%25%22%3C%26%27.yaml"
    );
    let base = &sarif["runs"][0]["originalUriBaseIds"]["%SRCROOT%"]["uri"];
    let base = base.as_str().expect("a URI");
    assert_eq!(base, "file://[FOLDER]/");
    let junit = of("junit");
    assert!(
        junit.contains("=&lt;&amp;&quot;%^G::^[,\u{fffd}"),
        "{junit}"
    );
}

#[test]
fn names_are_relative_to_the_folder_one_stands_in() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.yaml", SMALL.replace("TUN", "TUX"));
    let whole = sandbox.path("in/a.yaml").display().to_string();
    for name in ["in/a.yaml", "./in/../in/a.yaml", &whole] {
        let text = sandbox.ends_with(&["check", name, "--format", "gitlab"], 1);
        assert_eq!(json(&text)[0]["location"]["path"], "in/a.yaml", "{name}");
        let text = sandbox.ends_with(&["check", name, "--format", "github"], 1);
        assert!(text.starts_with("::error file=in/a.yaml,"), "{text}");
    }
    // What lies elsewhere has its whole path.
    let mut command = sandbox.command(&["check", "../in/a.yaml", "--format", "sarif"]);
    sandbox.write("other/keep", "");
    let output = command
        .current_dir(sandbox.path("other"))
        .output()
        .expect("it runs");
    let report = json(&String::from_utf8_lossy(&output.stdout));
    let place = &report["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let artifact = &place["artifactLocation"];
    let uri = artifact["uri"].as_str().expect("a URI");
    assert!(
        uri.starts_with("file:///") && uri.ends_with("/in/a.yaml"),
        "{uri}"
    );
    assert_eq!(artifact.get("uriBaseId"), None);
}

#[test]
fn a_fingerprint_stays_where_lines_move_and_no_two_are_the_same() {
    let sandbox = Sandbox::new();
    let prints = |text: &str| {
        sandbox.write("a.yaml", text);
        let report = json(
            &sandbox
                .run(&["check", "a.yaml", "--format", "sarif"])
                .stdout,
        );
        let results = report["runs"][0]["results"]
            .as_array()
            .expect("a list")
            .clone();
        let mut prints: Vec<String> = results
            .iter()
            .map(|result| result["partialFingerprints"]["mainstream/1"].to_string())
            .collect();
        prints.sort();
        prints
    };
    let bad = SMALL
        .replace("TUN", "TUX")
        .replace("role: steering", "role: [a]\n        role: b");
    let before = prints(&bad);
    assert!(before.len() >= 2, "{before:?}");
    assert_eq!(before, prints(&format!("# one\n# two\n{bad}")));
    let mut once = before.clone();
    once.dedup();
    assert_eq!(once, before);
}

/// Two faults that differ only in their place.
#[test]
fn gitlab_gets_a_fingerprint_of_its_own_for_each_finding() {
    let sandbox = Sandbox::new();
    let twice = SMALL.replace("backing-forms: [speech]", "backing-forms: [speach, speach]");
    sandbox.write("a.yaml", twice);
    let report = json(
        &sandbox
            .run(&["check", "a.yaml", "--format", "gitlab"])
            .stdout,
    );
    let issues = report.as_array().expect("a list");
    let mut prints: Vec<&str> = issues
        .iter()
        .filter_map(|issue| issue["fingerprint"].as_str())
        .collect();
    assert_eq!(prints.len(), 2, "{report}");
    prints.dedup();
    assert_eq!(prints.len(), 2, "{report}");
}

#[test]
fn sarif_speaks_the_readers_language_and_explains_each_rule_once() {
    let sandbox = Sandbox::new().french();
    sandbox.write("a.yaml", SMALL.replace("TUN", "TUX"));
    sandbox.write("b.yaml", SMALL.replace("TUN", "TUX"));
    let text = sandbox.ends_with(&["check", "a.yaml", "b.yaml", "--format", "sarif"], 1);
    let run = &json(&text)["runs"][0];
    assert_eq!(run["language"], "fr");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), 1);
    insta::assert_snapshot!(serde_json::to_string_pretty(&rules[0]).expect("JSON"), @r#"
    {
      "id": "unknown-country",
      "name": "UnknownCountry",
      "shortDescription": {
        "text": "Aucun pays n’a ce code"
      },
      "fullDescription": {
        "text": "Vérifie que les pays s’écrivent avec les trois lettres de la norme ISO 3166-1, en majuscules. Les codes que la norme laisse libres, comme `XSO`, servent aux pays inventés et aux régions."
      },
      "help": {
        "text": "Ce qui est recherché\nVérifie que les pays s’écrivent avec les trois lettres de la norme ISO 3166-1, en majuscules. Les codes que la norme laisse libres, comme `XSO`, servent aux pays inventés et aux régions.\n\nPourquoi c’est important\nFlux, couloirs et accords se rapprochent d’un pays à l’autre par le code. Les noms changent avec la langue, et parfois avec le gouvernement.\n\nComment corriger\nÉcrivez le code ; dans les rapports, le nom paraît dans la langue du rapport.\n\nAvant correction\nmainstream: 1\nhandbook: {id: gmg, edition: \"2026.1\"}\ncountry: TNU\ntitle: Migration in the development plan\nlanguage: en\n\nAprès correction\nmainstream: 1\nhandbook: {id: gmg, edition: \"2026.1\"}\ncountry: TUN\ntitle: Migration in the development plan\nlanguage: en",
        "markdown": "**Ce qui est recherché**\n\nVérifie que les pays s’écrivent avec les trois lettres de la norme ISO 3166-1, en majuscules. Les codes que la norme laisse libres, comme `XSO`, servent aux pays inventés et aux régions.\n\n**Pourquoi c’est important**\n\nFlux, couloirs et accords se rapprochent d’un pays à l’autre par le code. Les noms changent avec la langue, et parfois avec le gouvernement.\n\n**Comment corriger**\n\nÉcrivez le code ; dans les rapports, le nom paraît dans la langue du rapport.\n\n**Avant correction**\n\n```yaml\nmainstream: 1\nhandbook: {id: gmg, edition: \"2026.1\"}\ncountry: TNU\ntitle: Migration in the development plan\nlanguage: en\n```\n\n**Après correction**\n\n```yaml\nmainstream: 1\nhandbook: {id: gmg, edition: \"2026.1\"}\ncountry: TUN\ntitle: Migration in the development plan\nlanguage: en\n```"
      },
      "defaultConfiguration": {
        "level": "error"
      },
      "properties": {
        "tags": [
          "shape"
        ],
        "since": "0.1.0"
      }
    }
    "#);
    insta::assert_snapshot!(serde_json::to_string_pretty(&run["results"][0]).expect("JSON"), @r#"
    {
      "ruleId": "unknown-country",
      "level": "error",
      "message": {
        "text": "`TUX` n’est pas un pays : peut-être `TUN`\nles pays s’écrivent avec les trois majuscules de la norme ISO 3166-1, par exemple `TUN` ou `MDA`"
      },
      "locations": [
        {
          "physicalLocation": {
            "artifactLocation": {
              "uri": "a.yaml",
              "uriBaseId": "%SRCROOT%"
            },
            "region": {
              "startLine": 4,
              "startColumn": 10,
              "endLine": 4,
              "endColumn": 13,
              "snippet": {
                "text": "TUX"
              }
            },
            "contextRegion": {
              "startLine": 4,
              "endLine": 4,
              "snippet": {
                "text": "country: TUX"
              }
            }
          },
          "logicalLocations": [
            {
              "fullyQualifiedName": "country",
              "kind": "member"
            }
          ]
        }
      ],
      "fixes": [
        {
          "description": {
            "text": "écrire `TUN`, si c’est bien ce que vous voulez dire"
          },
          "artifactChanges": [
            {
              "artifactLocation": {
                "uri": "a.yaml",
                "uriBaseId": "%SRCROOT%"
              },
              "replacements": [
                {
                  "deletedRegion": {
                    "startLine": 4,
                    "startColumn": 10,
                    "endLine": 4,
                    "endColumn": 13
                  },
                  "insertedContent": {
                    "text": "TUN"
                  }
                }
              ]
            }
          ],
          "properties": {
            "safe": false
          }
        }
      ],
      "partialFingerprints": {
        "mainstream/1": "b9a8c29fd1e343d328363439c616dea1:1"
      },
      "properties": {
        "question": "A01"
      }
    }
    "#);
}
