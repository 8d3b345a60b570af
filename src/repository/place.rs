//! The repository around a file, and where the file is in it.

use std::env;
use std::path::{Path, PathBuf};

use super::call::{Git, GitError, first_line, path_from, without_line_end};

/// A repository as it is seen from its top.
#[derive(Debug, Clone)]
pub struct Repository {
    pub(super) git: Git,
    top: PathBuf,
    is_bare: bool,
}

impl Repository {
    /// The repository in which a file or folder lies; the file need not be there.
    ///
    /// `GIT_DIR` holds where the file lies in the work tree it stands for; else the repository is looked for from the
    /// file's own folder upwards.
    ///
    /// # Errors
    ///
    /// There is no git, or no repository.
    pub fn around(path: &Path) -> Result<Self, GitError> {
        let folder = nearest_folder(path);
        let is_told = env::var_os("GIT_DIR").is_some_and(|told| !told.is_empty());
        let mut git = Git::in_folder(&folder);
        if is_told {
            if let Some(told) = Self::told(&folder)? {
                return Ok(told);
            }
            git = git.stranger();
        }
        let output = git.output(&["rev-parse", "--show-toplevel"])?;
        if output.status.success() {
            let top = path_from(without_line_end(&output.stdout));
            let top = top.canonicalize().unwrap_or(top);
            let mut at_top = Git::in_folder(&top);
            if is_told {
                at_top = at_top.stranger();
            }
            return Ok(Self {
                git: at_top,
                top,
                is_bare: false,
            });
        }
        // A bare repository has revisions, but no files of its own.
        if git.line(&["rev-parse", "--git-dir"])?.is_some() {
            return Ok(Self {
                git,
                top: folder,
                is_bare: true,
            });
        }
        Err(GitError::NoRepository {
            folder,
            said: first_line(&output.stderr),
        })
    }

    /// The repository that the surroundings name, where the folder lies in it.
    ///
    /// What they say is meant from where we were called, so that it is asked for there.
    fn told(folder: &Path) -> Result<Option<Self>, GitError> {
        let here = Git::in_folder(Path::new("."));
        let Some(top) = here.line(&["rev-parse", "--show-toplevel"])? else {
            return Ok(None);
        };
        let Some(own) = here.line(&["rev-parse", "--absolute-git-dir"])? else {
            return Ok(None);
        };
        let top = path_from(&top);
        let top = top.canonicalize().unwrap_or(top);
        let is_inside = folder
            .canonicalize()
            .is_ok_and(|folder| folder.starts_with(&top));
        if !is_inside {
            return Ok(None);
        }
        let git = Git::in_folder(&top).with("GIT_DIR", path_from(&own));
        Ok(Some(Self {
            git: git.with("GIT_WORK_TREE", &top),
            top,
            is_bare: false,
        }))
    }

    /// The folder that holds everything; for a bare repository, the one it was asked for in.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// Whether it has no work tree.
    pub fn is_bare(&self) -> bool {
        self.is_bare
    }

    /// A path seen from the top; empty for the top itself.
    ///
    /// Links in its folders are followed, its own name stays. None where it lies elsewhere.
    pub fn inside(&self, path: &Path) -> Option<PathBuf> {
        if self.is_bare {
            return (path == Path::new(".")).then(PathBuf::new);
        }
        let full = if path.is_dir() {
            path.canonicalize().ok()?
        } else {
            full(path)
        };
        full.strip_prefix(&self.top).ok().map(Path::to_owned)
    }

    /// A path as git takes it: from the top, with slashes, `.` for the top.
    pub(super) fn spec(path: &Path) -> PathBuf {
        if path.as_os_str().is_empty() {
            return PathBuf::from(".");
        }
        if cfg!(windows) {
            return PathBuf::from(path.to_string_lossy().replace('\\', "/"));
        }
        path.to_owned()
    }

    /// The file of a name that git has for something below its own folder, such as `config`.
    pub(super) fn own_file(&self, name: &str) -> Result<PathBuf, GitError> {
        let found = self.git.ask(&["rev-parse", "--git-path", name])?;
        let path = path_from(without_line_end(&found));
        Ok(self.top.join(path))
    }
}

/// The path by which a file can be compared: links in its folders are followed, its own name stays.
pub fn full(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default();
    match file.parent().unwrap_or(Path::new(".")) {
        folder if folder == Path::new("") => Path::new(".").canonicalize(),
        folder => folder.canonicalize(),
    }
    .map_or_else(|_| file.to_owned(), |folder| folder.join(name))
}

/// The nearest folder of a path that exists.
fn nearest_folder(path: &Path) -> PathBuf {
    let mut folder = path;
    while !folder.is_dir() {
        match folder.parent() {
            Some(above) if above != Path::new("") => folder = above,
            _ => return PathBuf::from("."),
        }
    }
    folder.to_owned()
}
