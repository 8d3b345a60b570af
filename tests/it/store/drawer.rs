//! Files kept beside a file: each whole, none lost, none for other eyes.

use std::cell::Cell;
use std::fs::{self, File};
use std::io;

use mainstream::store::{Disk, Drawer, StoreError};

use super::{Desk, names_in};

#[test]
fn a_drawer_takes_files_and_names_them_in_order() {
    let desk = Desk::with("text");
    let drawer = Drawer::beside(&desk.file, "snapshot").unwrap();
    assert_eq!(drawer.names().unwrap(), Vec::<String>::new());
    assert!(!drawer.folder().exists(), "looking makes no folder");
    drawer.put("b", b"2", false).unwrap();
    drawer.put("a", b"1", false).unwrap();
    assert_eq!(drawer.names().unwrap(), ["a", "b"]);
    assert_eq!(drawer.load("a", 9).unwrap(), b"1");
    assert_eq!(
        names_in(drawer.folder()),
        [".gitattributes", "a.snapshot", "b.snapshot"]
    );
    // What else lies there is nobody's.
    fs::write(drawer.folder().join("read.me"), "").unwrap();
    fs::write(drawer.folder().join(".snapshot"), "").unwrap();
    assert_eq!(drawer.names().unwrap(), ["a", "b"]);
    let again = drawer.put("a", b"3", false);
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
    assert_eq!(drawer.load("a", 9).unwrap(), b"1");
    drawer.put("a", b"3", true).unwrap();
    assert_eq!(drawer.load("a", 9).unwrap(), b"3");
}

#[cfg(unix)]
#[test]
fn who_may_not_read_the_file_may_not_read_what_is_kept_of_it() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with("text");
    fs::set_permissions(&desk.file, fs::Permissions::from_mode(0o600)).unwrap();
    let drawer = Drawer::beside(&desk.file, "snapshot").unwrap();
    let mode = || fs::metadata(drawer.path("a")).unwrap().permissions().mode() & 0o777;
    drawer.put("a", b"1", false).unwrap();
    assert_eq!(mode(), 0o600);
    fs::set_permissions(&desk.file, fs::Permissions::from_mode(0o640)).unwrap();
    drawer.put("a", b"2", true).unwrap();
    assert_eq!(mode(), 0o640);
}

#[cfg(unix)]
#[test]
fn a_link_has_the_drawer_of_its_target() {
    let desk = Desk::with("text");
    let link = desk.path("link.yaml");
    std::os::unix::fs::symlink(&desk.file, &link).unwrap();
    Drawer::beside(&link, "snapshot")
        .unwrap()
        .put("a", b"1", false)
        .unwrap();
    let own = Drawer::beside(&desk.file, "snapshot").unwrap();
    assert_eq!(own.names().unwrap(), ["a"]);
}

/// Fails at the n-th step of a write.
struct Failing(usize, Cell<usize>);

impl Failing {
    fn step(&self) -> io::Result<()> {
        let step = self.1.replace(self.1.get() + 1);
        if step == self.0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }
}

impl Disk for Failing {
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        self.step()?;
        io::Write::write_all(file, bytes)
    }

    fn sync(&self, _: &File) -> io::Result<()> {
        self.step()
    }

    fn rename(&self, from: &std::path::Path, to: &std::path::Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }
}

#[test]
fn a_failing_disk_leaves_what_was_kept_whole_and_nothing_besides() {
    for step in 0..3 {
        let desk = Desk::with("text");
        let drawer = Drawer::beside(&desk.file, "snapshot").unwrap();
        drawer.put("a", b"old", false).unwrap();
        let failing = Failing(step, Cell::new(0));
        let put = drawer.put_on(&failing, "a", b"new", true);
        assert!(
            matches!(put, Err(StoreError::CannotWrite { .. })),
            "{step}: {put:?}"
        );
        assert_eq!(drawer.load("a", 9).unwrap(), b"old", "{step}");
        assert_eq!(names_in(drawer.folder()), [".gitattributes", "a.snapshot"]);
    }
}

#[test]
fn what_a_killed_process_left_is_taken_away() {
    let desk = Desk::with("text");
    let drawer = Drawer::beside(&desk.file, "snapshot").unwrap();
    drawer.put("a", b"1", false).unwrap();
    let before = names_in(drawer.folder());
    // As a write under way names its file.
    drawer.put_on(&Leaving, "b", b"2", false).unwrap();
    assert!(
        names_in(drawer.folder())
            .iter()
            .any(|name| name.starts_with(".mainstream-"))
    );
    drawer.put("b", b"3", true).unwrap();
    let mut wanted = before;
    wanted.push("b.snapshot".to_owned());
    assert_eq!(names_in(drawer.folder()), wanted);
}

/// Copies the temporary file to a second one of the same kind, as if another write had died half way.
struct Leaving;

impl Disk for Leaving {
    fn link(&self, from: &std::path::Path, to: &std::path::Path) -> io::Result<()> {
        let name = from.file_name().unwrap().to_string_lossy().into_owned();
        let left = name.replace(".tmp", "x.tmp");
        fs::copy(from, from.with_file_name(left))?;
        fs::hard_link(from, to)
    }
}
