//! What git could not do, in words.

use crate::error::{Exit, Failure, Said};
use crate::repository::GitError;
use crate::ui::sanitize_line;

/// Why git did not do what it was asked for; what it said itself is a hint, in the person's language where it speaks it.
pub(crate) fn git_failure(error: GitError) -> Failure {
    match error {
        GitError::Missing => {
            Failure::new(Exit::Input, "git-missing").hint(Said::new("hint-git-install"))
        }
        GitError::NotRun(error) => Failure::new(Exit::Input, "git-not-run").because(&error),
        GitError::NoRepository { folder, said } => {
            let failure = Failure::new(Exit::Input, "git-no-repository");
            said_by_git(failure.with("folder", folder.display()), &said)
        }
        GitError::NoWorkTree(folder) => {
            Failure::new(Exit::Input, "git-no-work-tree").with("folder", folder.display())
        }
        GitError::UnknownRevision(revision) => {
            Failure::new(Exit::Usage, "git-unknown-revision").with("revision", revision)
        }
        GitError::Failed { command, said } => {
            let failure = Failure::new(Exit::Input, "git-failed").with("command", command);
            said_by_git(failure, &said)
        }
    }
}

fn said_by_git(failure: Failure, said: &str) -> Failure {
    if said.is_empty() {
        return failure;
    }
    failure.hint(Said::new("hint-git-said").with("text", sanitize_line(said)))
}
