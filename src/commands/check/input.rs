//! What is to be checked: files and folders, what git says has changed, or standard input.

use std::io::Read;
use std::path::PathBuf;

use crate::error::{Exit, Failure, Said};
use crate::yaml::MAX_BYTES;

use super::super::cli::CheckArgs;
use super::super::discovery::{Found, calls_itself_project, discover};
use super::changed;

/// What standard input is called where nobody names it.
const STDIN: &str = "<stdin>";

/// What a run looks at.
pub(super) struct Input {
    /// The files, each once, in their order.
    pub(super) files: Vec<PathBuf>,
    /// The bytes of the only file, where they came by standard input.
    pub(super) stdin: Option<Vec<u8>>,
    /// YAML files that do not call themselves projects.
    pub(super) passed_over: usize,
    /// What cannot be read.
    pub(super) failures: Vec<Failure>,
    /// Why it is in order that there is no file.
    pub(super) nothing: Option<Said>,
}

/// Finds what the arguments mean.
///
/// # Errors
///
/// Nothing to check, a pattern that is none, standard input or git that fail.
pub(super) fn gather(args: &CheckArgs) -> Result<Input, Failure> {
    if args.stdin {
        return from_stdin(args);
    }
    if args.stdin_filename.is_some() {
        return Err(Failure::new(Exit::Usage, "usage-missing").with("names", "--stdin"));
    }
    let paths = paths(args);
    let Found {
        files,
        passed_over,
        failures,
    } = discover(&paths)?;
    let mut input = Input {
        files,
        stdin: None,
        passed_over,
        failures,
        nothing: None,
    };
    if args.projects_only {
        let before = input.files.len();
        input.files.retain(|file| calls_itself_project(file));
        input.passed_over += before - input.files.len();
        input.nothing = Some(Said::new("check-no-project"));
    }
    if input.files.is_empty() && input.failures.is_empty() && input.nothing.is_none() {
        let paths: Vec<String> = paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        return Err(Failure::new(Exit::Input, "check-nothing").with("paths", paths.join(", ")));
    }
    if let Some(revision) = &args.changed_since {
        changed::keep_changed(&mut input.files, &paths, revision)?;
        input.nothing = Some(Said::new("check-nothing-changed").with("revision", revision));
    }
    Ok(input)
}

/// The paths of the arguments; git is asked about the folder one is in where none is given.
pub(super) fn paths(args: &CheckArgs) -> Vec<PathBuf> {
    if args.paths.is_empty() {
        vec![PathBuf::from(".")]
    } else {
        args.paths.clone()
    }
}

fn from_stdin(args: &CheckArgs) -> Result<Input, Failure> {
    let mut bytes = Vec::new();
    let mut stdin = std::io::stdin().lock().take(MAX_BYTES as u64 + 1);
    let read = stdin.read_to_end(&mut bytes);
    let name = args.stdin_filename.clone();
    let name = name.unwrap_or_else(|| PathBuf::from(STDIN));
    read.map_err(|error| {
        Failure::new(Exit::Input, "store-io")
            .with("file", name.display())
            .because(&error)
    })?;
    Ok(Input {
        files: vec![name],
        stdin: Some(bytes),
        passed_over: 0,
        failures: Vec::new(),
        nothing: None,
    })
}
