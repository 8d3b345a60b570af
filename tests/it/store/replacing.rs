//! Replacing a file: all of it or nothing of it.

use std::fs;
use std::time::Instant;

use mainstream::store::{Access, Stamp, StoreError, create, load, replace, save};

use super::{Desk, fine, moment};

#[test]
fn a_replaced_file_holds_the_new_bytes_and_nothing_lies_beside_it() {
    let desk = Desk::with("old\n");
    let bytes = b"\xef\xbb\xbfnew\r\nwith no end of line";
    let saved = replace(&desk.file, &desk.stamp(), bytes, &fine).unwrap();
    assert_eq!(fs::read(&desk.file).unwrap(), bytes);
    assert_eq!(saved.stamp, Stamp::of(bytes));
    assert!(saved.notes.is_empty(), "{:?}", saved.notes);
    assert_eq!(desk.names(), ["tunisia.yaml"]);
}

#[test]
fn a_file_changed_underneath_is_kept_and_handed_back() {
    let desk = Desk::with("old\n");
    let stamp = desk.stamp();
    fs::write(&desk.file, "theirs\n").unwrap();
    let error = replace(&desk.file, &stamp, b"ours\n", &fine).unwrap_err();
    assert_eq!(error.exit_code(), 5);
    match error {
        StoreError::ChangedUnderneath { current, .. } => assert_eq!(current, b"theirs\n"),
        other => panic!("{other:?}"),
    }
    assert_eq!(desk.text(), "theirs\n");
}

#[test]
fn a_change_during_the_check_is_seen_too() {
    let desk = Desk::with("old\n");
    let file = desk.file.clone();
    let meanwhile = move |_: &[u8]| fs::write(&file, "theirs\n").map_err(|error| error.to_string());
    let error = replace(&desk.file, &desk.stamp(), b"ours\n", &meanwhile).unwrap_err();
    assert!(matches!(error, StoreError::ChangedUnderneath { .. }));
    assert_eq!(desk.text(), "theirs\n");
    assert_eq!(desk.names(), ["tunisia.yaml"]);
}

#[test]
fn the_check_sees_the_new_bytes_and_can_refuse_them() {
    let desk = Desk::with("old\n");
    let refuse = |bytes: &[u8]| Err(format!("{} bytes", bytes.len()));
    match replace(&desk.file, &desk.stamp(), b"new one\n", &refuse) {
        Err(StoreError::NotVerified { reason, .. }) => assert_eq!(reason, "8 bytes"),
        other => panic!("{other:?}"),
    }
    assert_eq!(desk.text(), "old\n");
    assert_eq!(desk.names(), ["tunisia.yaml"]);
}

#[test]
fn what_is_not_there_is_not_replaced() {
    let desk = Desk::with("old\n");
    let error = replace(&desk.path("no.yaml"), &desk.stamp(), b"", &fine).unwrap_err();
    assert!(matches!(error, StoreError::Missing { .. }));
    let error = replace(desk.folder.path(), &desk.stamp(), b"", &fine).unwrap_err();
    assert!(matches!(
        error,
        StoreError::IsFolder {
            access: Access::Write,
            ..
        }
    ));
    assert_eq!(error.exit_code(), 5);
}

#[test]
fn a_new_file_never_replaces_one() {
    let desk = Desk::with("old\n");
    let error = create(&desk.file, b"new\n").unwrap_err();
    assert!(matches!(error, StoreError::Exists { .. }));
    assert_eq!(desk.text(), "old\n");

    create(&desk.path("libya.yaml"), b"new\n").unwrap();
    assert_eq!(fs::read(desk.path("libya.yaml")).unwrap(), b"new\n");
    assert_eq!(desk.names(), ["libya.yaml", "tunisia.yaml"]);

    let error = create(&desk.path("no/libya.yaml"), b"new\n").unwrap_err();
    match error {
        StoreError::MissingFolder { path } => assert_eq!(path, desk.path("no")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn names_as_long_as_the_system_takes_are_fine() {
    let desk = Desk::with("old\n");
    let long = desk.path(&format!("{}.yaml", "é".repeat(120)));
    create(&long, b"1\n").unwrap();
    replace(&long, &Stamp::of(b"1\n"), b"2\n", &fine).unwrap();
    assert_eq!(fs::read(&long).unwrap(), b"2\n");
}

#[test]
fn saving_what_is_there_already_touches_nothing() {
    let desk = Desk::with("old\n");
    let before = fs::metadata(&desk.file).unwrap().modified().unwrap();
    save(
        &desk.file,
        &desk.stamp(),
        b"old\n",
        "nothing",
        moment(),
        &fine,
    )
    .unwrap();
    let after = fs::metadata(&desk.file).unwrap().modified().unwrap();
    assert_eq!(before, after);
    assert!(!desk.path(".mainstream").exists());
}

#[test]
fn a_large_file_is_replaced_and_the_time_is_shown() {
    let desk = Desk::with("");
    let line = "political-backing: partly # as the committee said\n";
    let old = line.repeat(350_000 / line.len());
    let mut new = old.clone();
    new.insert_str(175_000, "ligne ajoutée\n");
    fs::write(&desk.file, &old).unwrap();
    let n_rounds = 10_u32;
    let begun = Instant::now();
    for round in 0..n_rounds {
        let next = if round % 2 == 0 { &new } else { &old };
        replace(&desk.file, &desk.stamp(), next.as_bytes(), &fine).unwrap();
    }
    let replacing = begun.elapsed() / n_rounds;
    let begun = Instant::now();
    for round in 0..n_rounds {
        let next = if round % 2 == 0 { &new } else { &old };
        let bytes = next.as_bytes();
        save(&desk.file, &desk.stamp(), bytes, "B01", moment(), &fine).unwrap();
    }
    let saving = begun.elapsed() / n_rounds;
    println!("350 kB: replace {replacing:?}, save with journal {saving:?}");
    assert_eq!(load(&desk.file, 1_000_000).unwrap().bytes, old.as_bytes());
}

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

    use mainstream::store::{Access, StoreError, create, replace, save};

    use super::super::{Desk, fine, moment, permissions_bind};

    fn mode(path: &std::path::Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn permission_bits_are_kept_and_the_journal_is_no_more_open() {
        let desk = Desk::with("old\n");
        fs::set_permissions(&desk.file, fs::Permissions::from_mode(0o640)).unwrap();
        save(&desk.file, &desk.stamp(), b"new\n", "B01", moment(), &fine).unwrap();
        assert_eq!(mode(&desk.file), 0o640);
        assert_eq!(mode(&desk.path(".mainstream/tunisia.yaml.undo")), 0o640);

        fs::set_permissions(&desk.file, fs::Permissions::from_mode(0o600)).unwrap();
        save(
            &desk.file,
            &desk.stamp(),
            b"newer\n",
            "B01",
            moment(),
            &fine,
        )
        .unwrap();
        assert_eq!(mode(&desk.path(".mainstream/tunisia.yaml.undo")), 0o600);
    }

    #[test]
    fn a_new_file_has_the_access_that_the_system_gives() {
        let desk = Desk::with("");
        fs::write(desk.path("plain.yaml"), "").unwrap();
        create(&desk.path("libya.yaml"), b"new\n").unwrap();
        assert_eq!(
            mode(&desk.path("libya.yaml")),
            mode(&desk.path("plain.yaml"))
        );
    }

    #[test]
    fn owner_and_group_are_kept_where_the_system_lets_us() {
        let desk = Desk::with("old\n");
        if chown(&desk.file, Some(1234), Some(2345)).is_err() {
            println!("owner_and_group_are_kept_where_the_system_lets_us: skipped, not root");
            return;
        }
        fs::set_permissions(&desk.file, fs::Permissions::from_mode(0o2664)).unwrap();
        let saved = replace(&desk.file, &desk.stamp(), b"new\n", &fine).unwrap();
        let metadata = fs::metadata(&desk.file).unwrap();
        assert_eq!((metadata.uid(), metadata.gid()), (1234, 2345));
        assert_eq!(mode(&desk.file), 0o2664);
        assert!(saved.notes.is_empty());
    }

    #[test]
    fn a_link_stays_a_link() {
        let desk = Desk::with("old\n");
        let elsewhere = tempfile::tempdir().unwrap();
        let link = elsewhere.path().join("link.yaml");
        let second = elsewhere.path().join("second.yaml");
        symlink(&desk.file, &link).unwrap();
        symlink("link.yaml", &second).unwrap();
        save(&second, &desk.stamp(), b"new\n", "B01", moment(), &fine).unwrap();
        assert_eq!(desk.text(), "new\n");
        assert_eq!(fs::read_link(&link).unwrap(), desk.file);
        assert!(desk.path(".mainstream/tunisia.yaml.undo").exists());
        assert!(!elsewhere.path().join(".mainstream").exists());
    }

    #[test]
    fn a_new_file_does_not_go_through_a_link() {
        let desk = Desk::with("old\n");
        symlink("gone.yaml", desk.path("link.yaml")).unwrap();
        let error = create(&desk.path("link.yaml"), b"new\n").unwrap_err();
        assert!(matches!(error, StoreError::Exists { .. }));
    }

    #[test]
    fn a_circle_of_links_ends() {
        let desk = Desk::with("old\n");
        symlink("b.yaml", desk.path("a.yaml")).unwrap();
        symlink("a.yaml", desk.path("b.yaml")).unwrap();
        let error = replace(&desk.path("a.yaml"), &desk.stamp(), b"", &fine).unwrap_err();
        assert!(matches!(
            error,
            StoreError::Missing { .. } | StoreError::Io { .. }
        ));
    }

    #[test]
    fn a_protected_file_and_a_protected_folder_are_named() {
        let desk = Desk::with("old\n");
        let name = "a_protected_file_and_a_protected_folder_are_named";
        if !permissions_bind(name) {
            return;
        }
        let refused = |desk: &Desk| match replace(&desk.file, &desk.stamp(), b"new\n", &fine) {
            Err(StoreError::NoPermission {
                path,
                access: Access::Write,
            }) => path,
            other => panic!("{other:?}"),
        };
        fs::set_permissions(desk.folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
        assert_eq!(refused(&desk), desk.folder.path());
        fs::set_permissions(desk.folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        fs::set_permissions(&desk.file, fs::Permissions::from_mode(0o400)).unwrap();
        assert_eq!(refused(&desk), desk.file);
        assert_eq!(desk.text(), "old\n");
    }
}
