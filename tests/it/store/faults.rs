//! A disk that fails at each step in turn, and disks that really are full.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use mainstream::store::{
    Disk, Note, Stamp, StoreError, create_on, replace_on, save_on, undo, undo_on, write_output_on,
};

use super::{Desk, fine, moment};

/// Fails at one step, counted from 0; a failing write still writes the first `partial` bytes.
struct Faulty {
    fail_at: usize,
    partial: usize,
    n_steps: Cell<usize>,
    links: bool,
}

impl Faulty {
    fn at(fail_at: usize) -> Self {
        Self {
            fail_at,
            partial: 3,
            n_steps: Cell::new(0),
            links: true,
        }
    }

    fn step(&self) -> io::Result<()> {
        let step = self.n_steps.replace(self.n_steps.get() + 1);
        if step == self.fail_at {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }
}

impl Disk for Faulty {
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.step() {
            file.write_all(&bytes[..self.partial.min(bytes.len())])?;
            return Err(error);
        }
        file.write_all(bytes)
    }

    fn sync(&self, _: &File) -> io::Result<()> {
        self.step()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        if !self.links {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.step()?;
        fs::hard_link(from, to)
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        self.step()
    }
}

/// The steps of one replacement.
const WRITE: usize = 0;
const SYNC: usize = 1;
const RENAME: usize = 2;
const SYNC_FOLDER: usize = 3;

#[test]
fn a_failing_write_sync_or_rename_leaves_the_old_file_whole() {
    for step in [WRITE, SYNC, RENAME] {
        for partial in [0, 1, 5, 100] {
            let desk = Desk::with("old\n");
            let faulty = Faulty {
                partial,
                ..Faulty::at(step)
            };
            let error = replace_on(&faulty, &desk.file, &desk.stamp(), b"new text\n", &fine);
            match error.unwrap_err() {
                StoreError::CannotWrite { path, source } => {
                    assert_eq!(path, fs::canonicalize(&desk.file).unwrap());
                    assert_eq!(source.kind(), io::ErrorKind::StorageFull);
                }
                other => panic!("{other:?}"),
            }
            assert_eq!(desk.text(), "old\n");
            assert_eq!(desk.names(), ["tunisia.yaml"]);
        }
    }
}

#[test]
fn a_folder_that_is_not_synced_is_a_note_since_the_new_file_stands() {
    let desk = Desk::with("old\n");
    let faulty = Faulty::at(SYNC_FOLDER);
    let saved = replace_on(&faulty, &desk.file, &desk.stamp(), b"new\n", &fine).unwrap();
    assert!(matches!(saved.notes[..], [Note::FolderNotSynced { .. }]));
    assert_eq!(desk.text(), "new\n");
}

#[test]
fn bytes_that_the_disk_garbles_never_reach_the_file() {
    struct Garbling;
    impl Disk for Garbling {
        fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
            file.write_all(&vec![0; bytes.len()])
        }
    }
    let desk = Desk::with("old\n");
    let error = replace_on(&Garbling, &desk.file, &desk.stamp(), b"new\n", &fine);
    assert!(matches!(error, Err(StoreError::CannotWrite { .. })));
    assert_eq!(desk.text(), "old\n");
}

#[test]
fn wherever_a_save_fails_the_file_is_whole_and_earlier_steps_can_be_undone() {
    let mut outcomes = Vec::new();
    for fail_at in 0..8 {
        let desk = Desk::with("one\n");
        let save = |disk: &dyn Disk, new: &[u8]| {
            save_on(
                disk,
                &desk.file,
                &desk.stamp(),
                new,
                ("B01", moment()),
                &fine,
            )
        };
        save(&Faulty::at(usize::MAX), b"two\n").unwrap();
        let result = save(&Faulty::at(fail_at), b"three\n");
        assert_eq!(desk.names(), ["tunisia.yaml"]);
        let outcome = match &result {
            Err(StoreError::CannotWrite { .. }) => "old",
            Ok(saved) => match saved.notes[..] {
                [Note::UndoNotKept { .. }] => "new without undo",
                [Note::FolderNotSynced { .. }] => "new unsynced",
                [] => "new",
                _ => panic!("{saved:?}"),
            },
            Err(other) => panic!("{other:?}"),
        };
        let expected = if result.is_ok() { "three\n" } else { "two\n" };
        assert_eq!(desk.text(), expected);
        let back = undo(&desk.file, &desk.stamp(), &fine);
        match outcome {
            "old" => assert_eq!(back.unwrap().bytes, b"one\n"),
            "new without undo" => assert!(matches!(back, Err(StoreError::ChangedSince { .. }))),
            _ => assert_eq!(back.unwrap().bytes, b"two\n"),
        }
        outcomes.push(outcome);
    }
    let lost = "new without undo";
    let expected = [
        lost,
        lost,
        "old",
        "old",
        "old",
        "new unsynced",
        "new",
        "new",
    ];
    assert_eq!(outcomes, expected);
}

#[test]
fn wherever_an_undo_fails_it_can_be_done_again_and_goes_no_further_back() {
    for fail_at in 0..9 {
        let desk = Desk::with("one\n");
        for new in ["two\n", "three\n"] {
            let change = ("B01", moment());
            let faulty = Faulty::at(usize::MAX);
            save_on(
                &faulty,
                &desk.file,
                &desk.stamp(),
                new.as_bytes(),
                change,
                &fine,
            )
            .unwrap();
        }
        match undo_on(&Faulty::at(fail_at), &desk.file, &desk.stamp(), &fine) {
            Ok(_) => assert_eq!(desk.text(), "two\n"),
            Err(StoreError::CannotWrite { .. }) => {
                assert_eq!(desk.text(), "three\n");
                undo(&desk.file, &desk.stamp(), &fine).unwrap();
                assert_eq!(desk.text(), "two\n");
            }
            Err(other) => panic!("{other:?}"),
        }
        assert_eq!(
            undo(&desk.file, &desk.stamp(), &fine).unwrap().bytes,
            b"one\n"
        );
        let end = undo(&desk.file, &desk.stamp(), &fine);
        assert!(
            matches!(end, Err(StoreError::NothingToUndo { .. })),
            "{end:?}"
        );
    }
}

#[test]
fn a_new_file_that_fails_leaves_nothing_and_links_are_not_needed() {
    for (links, n_failing) in [(true, 2), (false, 3)] {
        for fail_at in 0..n_failing {
            let desk = Desk::with("");
            let faulty = Faulty {
                links,
                ..Faulty::at(fail_at)
            };
            let error = create_on(&faulty, &desk.path("libya.yaml"), b"new\n");
            assert!(matches!(error, Err(StoreError::CannotWrite { .. })));
            assert_eq!(desk.names(), ["tunisia.yaml"]);
        }
        let desk = Desk::with("");
        let faulty = Faulty {
            links,
            ..Faulty::at(usize::MAX)
        };
        let saved = create_on(&faulty, &desk.path("libya.yaml"), b"new\n").unwrap();
        assert_eq!(saved.stamp, Stamp::of(b"new\n"));
        assert_eq!(fs::read(desk.path("libya.yaml")).unwrap(), b"new\n");
        assert_eq!(desk.names(), ["libya.yaml", "tunisia.yaml"]);
    }
}

#[test]
fn an_export_that_fails_leaves_the_earlier_one_whole() {
    for step in [WRITE, SYNC, RENAME] {
        let desk = Desk::with("earlier\n");
        let error = write_output_on(&Faulty::at(step), &desk.file, b"later\n", true);
        assert!(matches!(error, Err(StoreError::CannotWrite { .. })));
        assert_eq!(desk.text(), "earlier\n");
    }
}

#[cfg(target_os = "linux")]
mod full {
    use std::fs;
    use std::io::{self, Write};
    use std::path::PathBuf;
    use std::process::Command;

    use mainstream::store::{
        Access, Lock, Note, Stamp, StoreError, create, probe_output, replace, save,
    };

    use super::super::{fine, me, moment, names_in};

    /// A mounted file system of 64 kB; unmounted when dropped.
    struct Tiny {
        _folder: tempfile::TempDir,
        at: PathBuf,
    }

    impl Tiny {
        fn mount() -> Result<Self, String> {
            let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
            let at = folder.path().join("tiny");
            fs::create_dir(&at).map_err(|error| error.to_string())?;
            let mount = ["-t", "tmpfs", "-o", "size=64k", "tmpfs"];
            let output = Command::new("mount").args(mount).arg(&at).output();
            let output = output.map_err(|error| error.to_string())?;
            if output.status.success() {
                Ok(Self {
                    _folder: folder,
                    at,
                })
            } else {
                Err(String::from_utf8_lossy(&output.stderr).into_owned())
            }
        }
    }

    impl Drop for Tiny {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(&self.at).status();
        }
    }

    #[test]
    fn a_full_disk_keeps_the_old_file() {
        let tiny = match Tiny::mount() {
            Ok(tiny) => tiny,
            Err(reason) => {
                println!("a_full_disk_keeps_the_old_file: skipped, no small disk: {reason}");
                return;
            }
        };
        let file = tiny.at.join("tunisia.yaml");
        let old = "a: 1\n".repeat(2000);
        create(&file, old.as_bytes()).unwrap();
        let new = "b: 2\n".repeat(20_000);
        let stamp = Stamp::of(old.as_bytes());
        match save(&file, &stamp, new.as_bytes(), "B01", moment(), &fine) {
            Err(StoreError::CannotWrite { source, .. }) => {
                assert_eq!(source.kind(), io::ErrorKind::StorageFull);
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), old);
        assert_eq!(names_in(&tiny.at), ["tunisia.yaml"]);
        // Where there is room for the file but none for the journal, the save holds and says so.
        let journal = tiny.at.join(".mainstream/tunisia.yaml.undo");
        let held = fs::read(&journal).unwrap();
        let mut filler = fs::File::create(tiny.at.join("filler")).unwrap();
        while filler.write_all(&[b'x'; 512]).is_ok() {}
        let len = filler.metadata().unwrap().len();
        filler.set_len(len - 8192).unwrap();
        let saved = save(&file, &stamp, b"short\n", "B01", moment(), &fine).unwrap();
        match &saved.notes[..] {
            [Note::UndoNotKept { path, .. }] => assert_eq!(*path, journal),
            other => panic!("{other:?}"),
        }
        assert_eq!(fs::read(&journal).unwrap(), held);
        assert_eq!(fs::read_to_string(&file).unwrap(), "short\n");
    }

    #[test]
    fn a_medium_that_is_read_only_is_named_even_to_root() {
        let tiny = match Tiny::mount() {
            Ok(tiny) => tiny,
            Err(reason) => {
                println!("a_medium_that_is_read_only: skipped, no small disk: {reason}");
                return;
            }
        };
        let file = tiny.at.join("tunisia.yaml");
        create(&file, b"old\n").unwrap();
        let remount = Command::new("mount")
            .args(["-o", "remount,ro"])
            .arg(&tiny.at)
            .status();
        assert!(remount.unwrap().success());
        let refused = |error| match error {
            StoreError::NoPermission {
                path,
                access: Access::Write,
            } => path,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(Lock::acquire(&file, me()).unwrap_err()), tiny.at);
        let stamp = Stamp::of(b"old\n");
        assert_eq!(
            refused(replace(&file, &stamp, b"new\n", &fine).unwrap_err()),
            file
        );
        let report = tiny.at.join("report.md");
        assert_eq!(refused(probe_output(&report, true).unwrap_err()), tiny.at);
    }
}
