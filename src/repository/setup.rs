//! The settings by which git calls us: which keys there are, whose values they hold, and writing them by `git config`.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::call::{Git, GitError, parts, path_from, without_line_end};
use super::place::Repository;

/// What our drivers are called in settings and attributes.
pub(super) const DRIVER: &str = "mainstream";

/// The key that keeps what setting up did besides: words that removing needs to know.
const DONE: &str = "mainstream.setup";

/// A key by which git calls us, and the arguments it calls us with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What follows the program's name.
    pub arguments: &'static str,
}

/// All keys whose values are commands.
///
/// `command` shows a comparison where git takes an external one (`git diff`), `textconv` where it does not (`git log
/// -p`, `git show`). What git puts in for `%P`, `%X` and `%Y` it quotes itself.
pub const KEYS: [Key; 3] = [
    Key {
        name: "merge.mainstream.driver",
        arguments: "merge --driver %O %A %B --marker-size=%L --path=%P --label-ours=%X --label-theirs=%Y",
    },
    Key {
        name: "diff.mainstream.command",
        arguments: "git diff-driver",
    },
    Key {
        name: "diff.mainstream.textconv",
        arguments: "git textconv",
    },
];

/// The key under which git keeps what the merge driver is called.
pub const NAME_KEY: &str = "merge.mainstream.name";

/// Whose settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those of a repository, with all its work trees.
    Local,
    /// Those of a person.
    Global,
}

impl Scope {
    const fn flag(self) -> &'static str {
        match self {
            Self::Local => "--local",
            Self::Global => "--global",
        }
    }
}

/// What the settings say about our drivers, whoever wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drivers {
    /// Whether there is a command that merges.
    pub merge: bool,
    /// Whether there is a command that shows differences.
    pub diff: bool,
    /// All of them.
    pub commands: Vec<String>,
}

impl Drivers {
    /// Whether both are there.
    pub fn are_installed(&self) -> bool {
        self.merge && self.diff
    }
}

impl Git {
    /// The values of a key, in the settings of a scope or as they hold.
    ///
    /// # Errors
    ///
    /// There is no git.
    pub fn values(&self, scope: Option<Scope>, key: &str) -> Result<Vec<String>, GitError> {
        let mut arguments = vec!["config"];
        arguments.extend(scope.map(Scope::flag));
        arguments.extend(["-z", "--get-all", key]);
        let output = self.output(&arguments)?;
        // Without a value it ends with 1 and says nothing.
        let values = parts(&output.stdout).map(|value| String::from_utf8_lossy(value).into_owned());
        Ok(values.collect())
    }

    /// The last value of a key, as it holds.
    ///
    /// # Errors
    ///
    /// There is no git.
    pub fn value(&self, key: &str) -> Result<Option<String>, GitError> {
        Ok(self.values(None, key)?.pop())
    }

    /// Sets a key in the settings of a scope.
    ///
    /// # Errors
    ///
    /// The settings cannot be written.
    pub fn set(&self, scope: Scope, key: &str, value: &str) -> Result<(), GitError> {
        self.ask(&["config", scope.flag(), key, value]).map(drop)
    }

    /// Takes a key out of the settings of a scope, and its section where nothing else is in it.
    ///
    /// # Errors
    ///
    /// As [`set`](Self::set).
    pub fn unset(&self, scope: Scope, key: &str) -> Result<(), GitError> {
        self.ask(&["config", scope.flag(), "--unset-all", key])
            .map(drop)
    }

    /// The drivers as they hold.
    ///
    /// # Errors
    ///
    /// There is no git.
    pub fn drivers(&self) -> Result<Drivers, GitError> {
        let wanted = r"^(merge|diff)\.mainstream\.(driver|command|textconv)$";
        let output = self.output(&["config", "-z", "--get-regexp", wanted])?;
        let mut drivers = Drivers::default();
        for part in parts(&output.stdout) {
            let text = String::from_utf8_lossy(part);
            let Some((key, value)) = text.split_once('\n').filter(|(_, value)| !value.is_empty())
            else {
                continue;
            };
            let is_merge = key.starts_with("merge.");
            drivers.merge |= is_merge;
            drivers.diff |= !is_merge;
            drivers.commands.push(value.to_owned());
        }
        Ok(drivers)
    }

    /// Words about what setting up did in a scope.
    ///
    /// # Errors
    ///
    /// There is no git.
    pub fn done(&self, scope: Scope) -> Result<Vec<String>, GitError> {
        let values = self.values(Some(scope), DONE)?;
        let words = values.iter().flat_map(|value| value.split_whitespace());
        Ok(words.map(str::to_owned).collect())
    }

    /// Keeps words about what setting up did, for who takes it back; none takes the key away.
    ///
    /// # Errors
    ///
    /// As [`set`](Self::set).
    pub fn keep_done(&self, scope: Scope, words: &[String]) -> Result<(), GitError> {
        match words {
            [] if self.values(Some(scope), DONE)?.is_empty() => Ok(()),
            [] => self.unset(scope, DONE),
            words => self.set(scope, DONE, &words.join(" ")),
        }
    }

    /// The attributes that hold for a path: which drivers it is given to.
    ///
    /// # Errors
    ///
    /// There is no git.
    pub fn attributes_of(&self, path: &Path) -> Result<[bool; 2], GitError> {
        let arguments: [&OsStr; 6] = [
            "check-attr".as_ref(),
            "-z".as_ref(),
            "diff".as_ref(),
            "merge".as_ref(),
            "--".as_ref(),
            path.as_os_str(),
        ];
        let said = self.ask(&arguments)?;
        // Path, attribute, value, one behind the other.
        let all: Vec<&[u8]> = parts(&said).collect();
        let is_ours = |wanted: &str| {
            let mut triples = all.chunks_exact(3);
            triples.any(|triple| triple[1] == wanted.as_bytes() && triple[2] == DRIVER.as_bytes())
        };
        Ok([is_ours("diff"), is_ours("merge")])
    }

    /// Whether colour goes to whoever reads what we write for git: its pager, as a person has set it.
    pub fn wants_color(&self) -> bool {
        let asked = self.output(&["config", "--get-colorbool", "color.diff"]);
        asked.is_ok_and(|output| output.status.success())
    }

    /// A person's file of attributes.
    ///
    /// # Errors
    ///
    /// There is no git.
    pub fn global_attributes(&self) -> Result<Option<PathBuf>, GitError> {
        let named = self.line(&["config", "--type=path", "--get", "core.attributesFile"])?;
        Ok(match named {
            Some(named) => Some(path_from(without_line_end(&named))),
            None => of_person().map(|folder| folder.join("attributes")),
        })
    }
}

impl Repository {
    /// Git at the top of the repository, for its settings.
    pub fn git(&self) -> &Git {
        &self.git
    }

    /// The file of its settings, the same in all its work trees.
    ///
    /// # Errors
    ///
    /// There is no git.
    pub fn settings_file(&self) -> Result<PathBuf, GitError> {
        self.own_file("config")
    }

    /// The attributes that hold for a path; see [`Git::attributes_of`].
    ///
    /// # Errors
    ///
    /// There is no git, or the path lies elsewhere.
    pub fn drivers_of(&self, path: &Path) -> Result<[bool; 2], GitError> {
        match self.inside(path) {
            Some(inside) => self.git.attributes_of(&Self::spec(&inside)),
            None => Ok([false; 2]),
        }
    }
}

/// The file to which `git config --global` writes: the one that is there, else `~/.gitconfig`.
pub fn global_settings_file() -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(named) = set("GIT_CONFIG_GLOBAL") {
        return Some(named.into());
    }
    let home = env::home_dir()?.join(".gitconfig");
    if home.exists() {
        return Some(home);
    }
    let other = of_person()?.join("config");
    Some(if other.exists() { other } else { home })
}

/// The folder of a person's settings for git.
fn of_person() -> Option<PathBuf> {
    let named = env::var_os("XDG_CONFIG_HOME").filter(|value| !value.is_empty());
    match named {
        Some(named) => Some(PathBuf::from(named).join("git")),
        None => Some(env::home_dir()?.join(".config/git")),
    }
}

/// The command that a key gets: a program, with its arguments for this key.
pub fn command(key: Key, program: &str) -> String {
    format!("{program} {}", key.arguments)
}

/// Whether a value of a key is a command of ours, whatever the program's path and the version that wrote it.
pub fn is_ours(key: Key, value: &str) -> bool {
    let mut words = key.arguments.split(' ');
    let begin = [words.next(), words.next()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let Some(at) = value.find(&format!(" {begin}")) else {
        return false;
    };
    let program = value[..at].trim_matches(['\'', '"']);
    let name = program.rsplit(['/', '\\']).next().unwrap_or_default();
    name.strip_suffix(".exe").unwrap_or(name) == DRIVER
}

/// How git's shell finds the program: by its name where that is on the path, else by where it is.
///
/// The second value says where it is, in that case.
pub fn program() -> (String, Option<PathBuf>) {
    let name = format!("{DRIVER}{}", env::consts::EXE_SUFFIX);
    let folders = env::var_os("PATH").unwrap_or_default();
    let is_on_path = env::split_paths(&folders).any(|folder| is_program(&folder.join(&name)));
    if is_on_path {
        return (DRIVER.to_owned(), None);
    }
    match env::current_exe() {
        Ok(path) => (for_shell(&path), Some(path)),
        Err(_) => (DRIVER.to_owned(), None),
    }
}

/// Whether the program that a command of ours begins with is there.
pub fn is_there(command: &str) -> bool {
    let program = match command.strip_prefix('\'') {
        Some(rest) => rest.split('\'').next(),
        None => command.split(' ').next(),
    };
    let program = program.unwrap_or_default();
    if program.contains('/') {
        return is_program(Path::new(program));
    }
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| is_program(&folder.join(&name)))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// A path as a shell takes it for one word; git's shell takes slashes on every system.
fn for_shell(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.into_owned()
    };
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "/._-:".contains(sign);
    if path.chars().all(is_plain) {
        path
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}
