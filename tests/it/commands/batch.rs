//! `check` of many files, of standard input, of what changed, and again on every save.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::{SMALL, assert_french, refused, with_small};
use crate::sandbox::{Output, Sandbox, note};

fn bad() -> String {
    SMALL.replace("TUN", "TUX")
}

/// Runs the program with something on its standard input.
fn with_stdin(sandbox: &Sandbox, arguments: &[&str], text: &[u8]) -> Output {
    let mut command = sandbox.command(arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(text)
        .expect("it reads");
    sandbox.cleaned(&child.wait_with_output().expect("it ends"))
}

#[test]
fn standard_input_is_checked_under_the_name_it_has() {
    let sandbox = Sandbox::new();
    sandbox.write("country/mainstream.toml", "language = \"fr\"\n");
    let arguments = [
        "check",
        "--stdin",
        "--stdin-filename",
        "country/new.yaml",
        "--format",
        "concise",
    ];
    let output = with_stdin(&sandbox, &arguments, bad().as_bytes());
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    country/new.yaml:4:10: erreur[unknown-country] `TUX` n’est pas un pays : peut-être `TUN`
    ------- stderr -------
    1 erreur · 1 fichier vérifié
    [EOF]
    [exit status: 1]
    ");
    insta::assert_snapshot!(with_stdin(&sandbox, &["check", "--stdin", "--format", "concise"], bad().as_bytes()), @r"
    <stdin>:4:10: error[unknown-country] `TUX` is no country: perhaps `TUN`
    ------- stderr -------
    1 error · 1 file checked
    [EOF]
    [exit status: 1]
    ");
    let clean = with_stdin(&sandbox, &["check", "--stdin"], SMALL.as_bytes());
    assert_eq!((clean.code, clean.stdout.as_str()), (0, ""), "{clean}");
    let empty = with_stdin(&sandbox, &["check", "--stdin", "--format", "concise"], b"");
    assert!(empty.stdout.contains("[empty-file]"), "{empty}");
    let latin = with_stdin(
        &sandbox,
        &["check", "--stdin", "--format", "concise"],
        b"title: caf\xe9\n",
    );
    assert!(latin.stdout.contains("[not-text]"), "{latin}");
}

#[test]
fn the_overlays_of_the_folder_hold_for_standard_input() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["handbook", "new-overlay", "country/own", "--id", "own"]);
    sandbox.write("country/mainstream.toml", "handbook = [\"own\"]\n");
    let text = SMALL.replace(
        "edition: \"2026.1\"",
        "edition: \"2026.1\", overlays: [own]",
    );
    let check = |name: &str| {
        let arguments = [
            "check",
            "--stdin",
            "--stdin-filename",
            name,
            "--format",
            "concise",
        ];
        with_stdin(&sandbox, &arguments, text.as_bytes()).stdout
    };
    assert_eq!(check("country/a.yaml"), "");
    assert!(check("a.yaml").contains("[overlay-not-loaded]"));
}

#[test]
fn arguments_that_exclude_each_other_are_refused() {
    let sandbox = with_small(Sandbox::new().french());
    let said = |arguments: &[&str]| {
        let output = refused(&sandbox, &[&["check"], arguments].concat(), 2);
        assert_french(&output);
        output.stderr
    };
    insta::assert_snapshot!(said(&["small.yaml", "--stdin"]), @r"
    erreur : [CHEMIN]... et --stdin ne s’emploient pas ensemble
    indication : `mainstream check --help` montre ce qui peut être indiqué
    ");
    insta::assert_snapshot!(said(&["--stdin", "--watch"]), @r"
    erreur : --stdin et --watch ne s’emploient pas ensemble
    indication : `mainstream check --help` montre ce qui peut être indiqué
    ");
    insta::assert_snapshot!(said(&["small.yaml", "--stdin-filename", "a.yaml"]), @"erreur : non indiqué : --stdin");
    insta::assert_snapshot!(said(&["small.yaml", "--watch", "--format", "json"]), @r"
    erreur : `json` ne peut pas être suivi à l’écran
    indication : valeurs connues : human, concise
    ");
    insta::assert_snapshot!(said(&[]), @r"
    erreur : non indiqué : <CHEMIN>...
    indication : `mainstream check --help` montre ce qui peut être indiqué
    ");
}

/// A folder of good, bad, hostile and unreadable files.
fn mixed(sandbox: &Sandbox) {
    for n in 0..40 {
        let country = ["TUN", "MDA", "XSO", "JAM"][n % 4];
        let text = SMALL.replace("country: TUN", &format!("country: {country}"));
        let text = if n % 5 == 0 {
            text.replace("role: steering", "role: stearing")
        } else {
            text
        };
        sandbox.write(&format!("many/{n:02}.yaml"), text);
    }
    sandbox.write("many/50-binary.yaml", b"mainstream: 1\n\0\xff\xfe");
    sandbox.write(
        "many/51-deep.yaml",
        format!("mainstream: 1\nx: {}\n", "[".repeat(5_000)),
    );
    sandbox.write(
        "many/52-bomb.yaml",
        "mainstream: 1\na: &a [x]\nb: [*a, *a]\n",
    );
    sandbox.write(
        "many/53-large.yaml",
        format!("mainstream: 1\nx: {}\n", "y".repeat(17 * 1024 * 1024)),
    );
    sandbox.write("many/54-other.yaml", "jobs: []\n");
}

#[test]
fn the_order_does_not_depend_on_the_cores() {
    let sandbox = Sandbox::new();
    mixed(&sandbox);
    let run = |threads: &str, format: &str| {
        let mut command = sandbox.command(&["check", "many", "--format", format]);
        let output = command
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("it runs");
        // One is too large to be read.
        assert_eq!(output.status.code(), Some(3));
        output.stdout
    };
    for format in mainstream::emit::Format::ALL {
        let one = run("1", format.name());
        assert!(one == run("4", format.name()), "{format:?}");
    }
    let text = String::from_utf8(run("2", "concise")).expect("text");
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split(':').next())
        .collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(names, sorted);
    for rule in [
        "not-text",
        "nesting-too-deep",
        "yaml-alias",
        "unknown-choice",
    ] {
        assert!(text.contains(&format!("[{rule}]")), "{rule}: {text}");
    }
}

#[test]
fn many_files_are_summed_up_by_rule_and_by_country() {
    let sandbox = Sandbox::new();
    mixed(&sandbox);
    for name in ["50-binary", "51-deep", "52-bomb", "53-large"] {
        std::fs::remove_file(sandbox.path(&format!("many/{name}.yaml"))).expect("it was there");
    }
    let tail = |output: &Output| {
        let lines: Vec<&str> = output.stdout.lines().collect();
        lines[lines.len().saturating_sub(10)..].join("\n")
    };
    insta::assert_snapshot!(tail(&sandbox.run(&["check", "many"])), @r"
       = why: `mainstream explain unknown-choice`

    Rule            files  error  warning  advice
    unknown-choice      8      8

    Country        files  error  warning  advice
    Jamaica (JAM)     10      2
    Moldova (MDA)     10      2
    Tunisia (TUN)     10      2
    XSO               10      2
    ");
    // With so few files only where it is asked for, and beside a list of findings on standard error.
    sandbox.write("a.yaml", bad());
    insta::assert_snapshot!(sandbox.run(&["check", "a.yaml", "--format", "concise", "--summary"]), @r"
    a.yaml:4:10: error[unknown-country] `TUX` is no country: perhaps `TUN`
    ------- stderr -------
    Rule             files  error  warning  advice
    unknown-country      1      1

    Country  files  error  warning  advice
    TUX          1      1
    1 error · 1 file checked
    [EOF]
    [exit status: 1]
    ");
    let french = Sandbox::new().french().width(60);
    french.write("a.yaml", bad().replace("role: steering", "role: stearing"));
    let output = french.run(&["check", "a.yaml", "--plain", "--summary"]);
    assert_french(&output);
    insta::assert_snapshot!(tail(&output), @r"
      question : D01, Quels organes chargés de la migration ou de la planification pourraient porter l’exercice ?
      aide : choix : `cabinet`, `ministry`, `planning`, `finance`, `statistics`, `centre-of-government`, `agency`, `diaspora-office`, `steering`, `inter-ministerial`, `sub-group`, `support-group`, …
      correction : écrire `steering`, si c’est bien ce que vous voulez dire
      pourquoi : `mainstream explain unknown-choice`
    Règle
      unknown-choice : 1 erreur (1 fichier)
      unknown-country : 1 erreur (1 fichier)

    Pays
      TUX : 2 erreurs (1 fichier)
    ");
    // The same counts for machines.
    let report = sandbox.run(&["check", "many", "--format", "json"]).stdout;
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    insta::assert_snapshot!(report["summary"].to_string(), @r#"{"levels":{"advice":0,"error":8,"warning":0},"files_checked":40,"files_with_findings":8,"files_unreadable":0,"rules":{"unknown-choice":{"findings":8,"files":8}},"countries":{"JAM":{"files":10,"levels":{"advice":0,"error":2,"warning":0}},"MDA":{"files":10,"levels":{"advice":0,"error":2,"warning":0}},"TUN":{"files":10,"levels":{"advice":0,"error":2,"warning":0}},"XSO":{"files":10,"levels":{"advice":0,"error":2,"warning":0}}}}"#);
}

#[test]
fn named_files_that_are_no_projects_can_be_passed_over() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", SMALL);
    sandbox.write("jobs.yaml", "jobs: []\n");
    insta::assert_snapshot!(sandbox.run(&["check", "--projects-only", "a.yaml", "jobs.yaml"]), @r"
    ------- stderr -------
    no findings · 1 file checked · 1 other YAML file passed over, which is no
    project
    [EOF]
    [exit status: 0]
    ");
    insta::assert_snapshot!(sandbox.run(&["check", "--projects-only", "jobs.yaml"]), @r"
    ------- stderr -------
    no project among the files
    [EOF]
    [exit status: 0]
    ");
    let gone = sandbox.run(&["check", "--projects-only", "gone.yaml"]);
    assert_eq!(gone.code, 3, "{gone}");
}

/// A sandbox whose program finds git.
struct Repository {
    sandbox: Sandbox,
}

impl Repository {
    fn new() -> Option<Self> {
        let repository = Self {
            sandbox: Sandbox::new(),
        };
        let git = repository.git(&["init", "-q", "-b", "main"]);
        if git.is_none() {
            note("skipped: git is not installed");
        }
        git.map(|()| repository)
    }

    fn git(&self, arguments: &[&str]) -> Option<()> {
        let mut command = Command::new("git");
        command
            .args([
                "-c",
                "user.name=t",
                "-c",
                "user.email=t",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(arguments)
            .current_dir(self.sandbox.folder())
            .env("GIT_CONFIG_GLOBAL", "/dev/null");
        let output = command.output().ok()?;
        assert!(
            output.status.success(),
            "git {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Some(())
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-qm", "state"]);
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.run_in("", arguments)
    }

    fn run_in(&self, folder: &str, arguments: &[&str]) -> Output {
        let mut command = self.sandbox.command(arguments);
        command
            .current_dir(self.sandbox.path(folder))
            .env("PATH", std::env::var_os("PATH").unwrap_or_default());
        self.sandbox.cleaned(&command.output().expect("it runs"))
    }

    /// The files with findings, with everything that is checked being bad.
    fn changed(&self, folder: &str, arguments: &[&str]) -> Vec<String> {
        let output = self.run_in(
            folder,
            &[&["check", "--format", "concise"], arguments].concat(),
        );
        assert!(matches!(output.code, 0 | 1), "{output}");
        let names = output
            .stdout
            .lines()
            .filter_map(|line| line.split(':').next());
        names.map(str::to_owned).collect()
    }
}

#[test]
fn only_what_changed_since_a_revision_is_checked() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let write = |name: &str, more: &str| repository.sandbox.write(name, format!("{}{more}", bad()));
    let names = [
        "a.yaml",
        "b é.yaml",
        "in/c d.yaml",
        "in/deleted.yaml",
        "in/old name.yaml",
        "staged.yaml",
    ];
    for name in names {
        write(name, "");
    }
    repository.sandbox.write("in/jobs.yaml", "jobs: []\n");
    repository.sandbox.write(".gitignore", "ignored.yaml\n");
    repository.commit();
    assert_eq!(
        repository.changed("", &["--changed-since", "HEAD"]),
        [""; 0]
    );
    write("b é.yaml", "# more\n");
    write("in/c d.yaml", "# more\n");
    write("staged.yaml", "# more\n");
    repository.git(&["add", "staged.yaml"]);
    write("in/new 日本.yaml", "");
    write("ignored.yaml", "");
    repository.sandbox.write("in/jobs.yaml", "jobs: [1]\n");
    std::fs::remove_file(repository.sandbox.path("in/deleted.yaml")).expect("it was there");
    repository.git(&["mv", "in/old name.yaml", "in/another name.yaml"]);
    let all = [
        "b é.yaml",
        "in/another name.yaml",
        "in/c d.yaml",
        "in/new 日本.yaml",
        "staged.yaml",
    ];
    assert_eq!(repository.changed("", &["--changed-since", "HEAD"]), all);
    assert_eq!(repository.changed("", &["--changed-since=HEAD", "."]), all);
    assert_eq!(
        repository.changed("", &["--changed-since", "HEAD", "in"]),
        all[1..4]
    );
    assert_eq!(
        repository.changed("in", &["--changed-since", "HEAD"]),
        ["another name.yaml", "c d.yaml", "new 日本.yaml"]
    );
    assert_eq!(
        repository.changed(
            "in",
            &["--changed-since", "HEAD", "../a.yaml", "../b é.yaml"]
        ),
        ["../b é.yaml"]
    );
    assert_eq!(
        repository.changed("", &["--changed-since", "HEAD", "*.yaml"]),
        ["b é.yaml", "staged.yaml"]
    );
    repository.commit();
    assert_eq!(
        repository.changed("", &["--changed-since", "HEAD"]),
        [""; 0]
    );
    assert_eq!(repository.changed("", &["--changed-since", "HEAD~1"]), all);
    let nothing = repository.run(&["check", "--changed-since", "HEAD"]);
    insta::assert_snapshot!(nothing, @r"
    ------- stderr -------
    no project file has changed since HEAD
    [EOF]
    [exit status: 0]
    ");
    let json = repository.run(&["check", "--changed-since", "HEAD", "--format", "json"]);
    assert!(
        json.code == 0 && json.stdout.contains("\"files\": 0"),
        "{json}"
    );
}

#[test]
fn what_git_cannot_do_is_said_clearly() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.sandbox.write("a.yaml", SMALL);
    repository.commit();
    insta::assert_snapshot!(repository.run(&["check", "--changed-since", "no-such"]), @r"
    ------- stderr -------
    error: git knows no revision `no-such`
    [EOF]
    [exit status: 2]
    ");
    insta::assert_snapshot!(repository.run(&["check", "--changed-since=--output=x"]), @r"
    ------- stderr -------
    error: git knows no revision `--output=x`
    [EOF]
    [exit status: 2]
    ");
    assert!(!repository.sandbox.path("x").exists());
    let none = repository.run(&["check", "--changed-since", "HEAD", "gone"]);
    assert_eq!(none.code, 3, "{none}");
    let outside = Sandbox::new().french();
    outside.write("a.yaml", SMALL);
    let run = |path: &str| {
        let mut command = outside.command(&["check", "--changed-since", "HEAD", "."]);
        command
            .env("PATH", path)
            .env("GIT_CEILING_DIRECTORIES", "/");
        outside.cleaned(&command.output().expect("it runs"))
    };
    let output = run("/nowhere");
    assert_french(&output);
    insta::assert_snapshot!(output, @r"
    ------- stderr -------
    erreur : git n’est pas installé, et --changed-since l’interroge
    [EOF]
    [exit status: 3]
    ");
    let output = run(&std::env::var("PATH").unwrap_or_default());
    assert_eq!(output.code, 3);
    assert!(
        output.stderr.starts_with(
            "erreur\u{a0}: . n’est dans aucun dépôt git\nindication\u{a0}: réponse de git"
        ),
        "{output}"
    );
}

/// A program that runs on, and the lines it writes.
struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    fn start(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        let mut command = sandbox.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        let (sender, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().expect("a pipe")),
            Box::new(child.stderr.take().expect("a pipe")),
        ];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        Self { child, lines }
    }

    /// The lines up to one that contains a text, that one included.
    fn until(&self, text: &str) -> Vec<String> {
        let mut seen = Vec::new();
        loop {
            match self.lines.recv_timeout(Duration::from_secs(60)) {
                Ok(line) => seen.push(line),
                Err(error) => panic!("no {text:?} ({error}) in {seen:?}"),
            }
            if seen.last().is_some_and(|line| line.contains(text)) {
                return seen;
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[cfg(unix)]
fn a_watch_checks_again_on_every_save_until_ctrl_c() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.yaml", SMALL);
    let mut running = Running::start(
        &sandbox,
        &[
            "check",
            "in",
            "--watch",
            "--plain",
            "--format",
            "concise",
            "--output",
            "json=found.json",
        ],
    );
    let waiting = "waiting for a file to be saved";
    let seen = running.until(waiting);
    assert!(
        seen.iter()
            .any(|line| line == "no findings · 1 file checked"),
        "{seen:?}"
    );
    sandbox.write("in/a.yaml", bad());
    let seen = running.until(waiting);
    assert!(
        seen.iter()
            .any(|line| line.contains("error[unknown-country]")),
        "{seen:?}"
    );
    assert!(seen.iter().all(|line| !line.contains('\u{1b}')), "{seen:?}");
    assert!(sandbox.read("found.json").contains("unknown-country"));
    // A new file, then settings that speak another language.
    sandbox.write("in/b.yaml", SMALL);
    let seen = running.until(waiting);
    assert!(
        seen.iter().any(|line| line.contains("2 files checked")),
        "{seen:?}"
    );
    sandbox.write("in/mainstream.toml", "language = \"fr\"\n");
    let seen = running.until("en attente d’un enregistrement");
    assert!(
        seen.iter().any(|line| line.contains("2 fichiers vérifiés")),
        "{seen:?}"
    );
    // Nothing left to check is told, and the watch goes on.
    std::fs::remove_file(sandbox.path("in/a.yaml")).expect("it was there");
    std::fs::remove_file(sandbox.path("in/b.yaml")).expect("it was there");
    running.until("rien à vérifier");
    running.until("en attente d’un enregistrement");
    let pid = running.child.id().to_string();
    let killed = Command::new("kill")
        .args(["-INT", &pid])
        .status()
        .expect("kill");
    assert!(killed.success());
    assert_eq!(running.child.wait().expect("it ends").code(), Some(130));
}

#[test]
fn a_watch_of_nothing_ends_at_once() {
    let sandbox = Sandbox::new();
    sandbox.write("in/notes.txt", "x");
    let output = sandbox.run(&["check", "in", "--watch"]);
    assert_eq!(output.code, 3, "{output}");
}

#[test]
fn without_a_terminal_no_bar_is_drawn() {
    let sandbox = Sandbox::new();
    mixed(&sandbox);
    std::fs::remove_file(sandbox.path("many/53-large.yaml")).expect("it was there");
    let output = sandbox.run(&["check", "many", "--format", "json", "--color", "always"]);
    assert_eq!(output.stderr, "", "{output}");
}
