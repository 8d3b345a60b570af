//! The lock and what it says of its holder.

use std::cell::Cell;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::PathBuf;

use mainstream::store::{Disk, Holder, Lock, Note, StoreError};

use super::{Desk, me, names_in};

/// A disk on a file system that knows no locks.
struct Lockless;

impl Disk for Lockless {
    fn try_lock(&self, _: &File) -> Result<(), TryLockError> {
        Err(TryLockError::Error(io::ErrorKind::Unsupported.into()))
    }
}

fn holder_of(error: StoreError) -> Option<Box<Holder>> {
    match error {
        StoreError::Locked { holder, .. } => holder,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_second_lock_is_refused_and_names_the_first() {
    let desk = Desk::with("");
    let first = Lock::acquire(&desk.file, me()).unwrap();
    assert!(first.notes().is_empty());
    let error = Lock::acquire(&desk.file, me()).unwrap_err();
    assert_eq!(error.exit_code(), 5);
    assert_eq!(holder_of(error).as_deref(), Some(&me()));
    drop(first);
    Lock::acquire(&desk.file, me()).unwrap();
}

#[test]
fn a_released_lock_leaves_no_words() {
    let desk = Desk::with("");
    let lock = Lock::acquire(&desk.file, me()).unwrap();
    let path = lock.path().to_owned();
    drop(lock);
    if cfg!(unix) {
        assert!(!path.exists());
    } else {
        assert_eq!(fs::read(&path).unwrap(), b"");
    }
}

#[test]
fn other_files_in_the_folder_have_locks_of_their_own() {
    let desk = Desk::with("");
    let _first = Lock::acquire(&desk.file, me()).unwrap();
    Lock::acquire(&desk.path("libya.yaml"), me()).unwrap();
}

#[test]
fn a_lock_file_without_a_lock_is_stale_whatever_it_says() {
    let living = serde_json::to_string(&me()).unwrap();
    for words in [living.as_str(), "no JSON", "{\"pid\":", "\u{0}"] {
        let desk = Desk::with("");
        fs::create_dir(desk.path(".mainstream")).unwrap();
        fs::write(desk.path(".mainstream/tunisia.yaml.lock"), words).unwrap();
        let lock = Lock::acquire(&desk.file, me()).unwrap();
        match lock.notes() {
            [Note::TookOver { holder }] => assert_eq!(holder.is_some(), words == living),
            other => panic!("{other:?}"),
        }
        let held = fs::read_to_string(lock.path());
        if cfg!(unix) {
            assert_eq!(
                serde_json::from_str::<Holder>(&held.unwrap()).unwrap(),
                me()
            );
        }
    }
}

#[test]
fn the_lock_of_a_missing_folder_names_the_folder() {
    let desk = Desk::with("");
    match Lock::acquire(&desk.path("no/libya.yaml"), me()) {
        Err(StoreError::MissingFolder { path }) => assert_eq!(path, desk.path("no")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn our_folder_keeps_locks_and_journals_out_of_version_control() {
    let desk = Desk::with("");
    let _lock = Lock::acquire(&desk.file, me()).unwrap();
    let list = fs::read_to_string(desk.path(".mainstream/.gitignore")).unwrap();
    assert!(list.contains("*.lock\n") && list.contains("*.undo\n"));
}

#[test]
fn without_locks_of_the_system_the_words_decide() {
    let desk = Desk::with("");
    let lock = Lock::acquire_on(&Lockless, &desk.file, me()).unwrap();
    assert!(matches!(lock.notes(), [Note::LockByNameOnly { .. }]));
    let error = Lock::acquire_on(&Lockless, &desk.file, me()).unwrap_err();
    assert_eq!(holder_of(error).as_deref(), Some(&me()));
    drop(lock);
    assert_eq!(names_in(&desk.path(".mainstream")), [".gitignore"]);
    Lock::acquire_on(&Lockless, &desk.file, me()).unwrap();
}

#[test]
fn without_locks_only_a_holder_known_to_be_dead_gives_way() {
    let elsewhere = Holder {
        host: "another-machine".to_owned(),
        pid: u32::MAX,
        ..me()
    };
    let dead = Holder {
        pid: u32::MAX,
        ..me()
    };
    let acquire = |words: &str| {
        let desk = Desk::with("");
        fs::create_dir(desk.path(".mainstream")).unwrap();
        fs::write(desk.path(".mainstream/tunisia.yaml.lock"), words).unwrap();
        Lock::acquire_on(&Lockless, &desk.file, me()).map(|lock| lock.notes().len())
    };
    let words = |holder: &Holder| serde_json::to_string(holder).unwrap();
    let refused = holder_of(acquire(&words(&elsewhere)).unwrap_err());
    assert_eq!(refused.as_deref(), Some(&elsewhere));
    assert_eq!(holder_of(acquire("no JSON").unwrap_err()), None);
    if cfg!(target_os = "linux") {
        assert_eq!(acquire(&words(&dead)).unwrap(), 2);
    }
}

#[cfg(unix)]
#[test]
fn a_link_and_its_target_have_one_lock() {
    let desk = Desk::with("");
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link.yaml");
    std::os::unix::fs::symlink(&desk.file, &link).unwrap();
    let _lock = Lock::acquire(&link, me()).unwrap();
    assert!(Lock::acquire(&desk.file, me()).is_err());
    assert!(!elsewhere.path().join(".mainstream").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::with("");
    if super::permissions_bind("a_folder_that_may_not_be_written_is_named") {
        let folder = desk.folder.path();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o500)).unwrap();
        match Lock::acquire(&desk.file, me()) {
            Err(StoreError::NoPermission { path, .. }) => assert_eq!(path, folder),
            other => panic!("{other:?}"),
        }
    }
}

#[cfg(unix)]
#[test]
fn a_lock_file_that_may_not_be_written_makes_room_when_it_is_stale() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::with("");
    let path = desk.path(".mainstream/tunisia.yaml.lock");
    fs::create_dir(desk.path(".mainstream")).unwrap();
    fs::write(&path, "another account's").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let held = File::open(&path).unwrap();
    held.lock().unwrap();
    let error = Lock::acquire(&desk.file, me()).unwrap_err();
    assert_eq!(holder_of(error), None);
    drop(held);
    let _lock = Lock::acquire(&desk.file, me()).unwrap();
    assert!(Lock::acquire(&desk.file, me()).is_err());
}

/// The lock file is removed by its last holder just after we opened it: what we lock then has no name.
#[cfg(unix)]
#[test]
fn a_lock_on_a_file_that_lost_its_name_is_not_taken_for_the_lock() {
    struct Removing {
        path: PathBuf,
        n_tries: Cell<usize>,
    }
    impl Disk for Removing {
        fn try_lock(&self, file: &File) -> Result<(), TryLockError> {
            if self.n_tries.replace(self.n_tries.get() + 1) == 0 {
                fs::remove_file(&self.path).unwrap();
            }
            file.try_lock()
        }
    }
    let desk = Desk::with("");
    let removing = Removing {
        path: desk.path(".mainstream/tunisia.yaml.lock"),
        n_tries: Cell::new(0),
    };
    let _lock = Lock::acquire_on(&removing, &desk.file, me()).unwrap();
    assert_eq!(removing.n_tries.get(), 2);
    assert!(Lock::acquire(&desk.file, me()).is_err());
}
