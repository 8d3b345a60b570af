//! Each way in which a file cannot be read has its own error.

use std::fs;
use std::path::Path;

use mainstream::store::{Access, Stamp, StoreError, load};

use super::Desk;

#[test]
fn bytes_come_back_as_they_are() {
    let desk = Desk::with("");
    let bytes = b"\xef\xbb\xbfa: 1\r\nb: \xff\r\n";
    fs::write(&desk.file, bytes).unwrap();
    let loaded = load(&desk.file, 1000).unwrap();
    assert_eq!(loaded.bytes, bytes);
    assert_eq!(loaded.stamp(), Stamp::of(bytes));
}

#[test]
fn a_stamp_is_the_sha_256_that_other_tools_show() {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(Stamp::of(b"abc").sha256(), abc);
}

#[test]
fn a_missing_file_names_the_nearest_one() {
    let desk = Desk::with("");
    fs::write(desk.path("portfolio.toml"), "").unwrap();
    fs::create_dir(desk.path("tunisie.yaml")).unwrap();
    let near = |name: &str| match load(&desk.path(name), 10) {
        Err(StoreError::Missing { near, .. }) => near,
        other => panic!("{other:?}"),
    };
    assert_eq!(near("Tunisie.yaml"), Some(desk.file.clone()));
    assert_eq!(near("tunisia.yml"), Some(desk.file.clone()));
    assert_eq!(near("zzz"), None);
    assert_eq!(near("no-folder/tunisia.yaml"), None);
    assert_eq!(near("tunisia.yaml/inside"), None);
}

#[test]
fn a_folder_is_no_file() {
    let desk = Desk::with("");
    let error = load(desk.folder.path(), 10).unwrap_err();
    assert!(matches!(
        error,
        StoreError::IsFolder {
            access: Access::Read,
            ..
        }
    ));
    assert_eq!(error.exit_code(), 3);
    assert_eq!(error.to_string(), "store-is-folder");
}

#[test]
fn the_limit_is_the_largest_length_that_is_read() {
    let desk = Desk::with("12345");
    assert_eq!(load(&desk.file, 5).unwrap().bytes, b"12345");
    let error = load(&desk.file, 4).unwrap_err();
    assert!(matches!(
        error,
        StoreError::TooLarge {
            len: 5,
            limit: 4,
            ..
        }
    ));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_lies_about_its_length_is_limited_too() {
    // Its metadata says 0 bytes.
    let error = load(Path::new("/proc/self/status"), 20).unwrap_err();
    assert!(matches!(error, StoreError::TooLarge { limit: 20, .. }));
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_unopened() {
    let desk = Desk::with("");
    let pipe = desk.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for path in [pipe.as_path(), Path::new("/dev/zero")] {
        let error = load(path, 10).unwrap_err();
        assert!(matches!(error, StoreError::NotRegular { .. }), "{error:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_no_missing_file() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::with("");
    fs::set_permissions(&desk.file, fs::Permissions::from_mode(0o000)).unwrap();
    if super::permissions_bind("a_file_that_may_not_be_read_is_no_missing_file") {
        let error = load(&desk.file, 10).unwrap_err();
        assert!(matches!(
            error,
            StoreError::NoPermission {
                access: Access::Read,
                ..
            }
        ));
    }
}

#[cfg(unix)]
#[test]
fn a_link_into_the_void_is_a_missing_file() {
    let desk = Desk::with("");
    let link = desk.path("link.yaml");
    std::os::unix::fs::symlink("gone.yaml", &link).unwrap();
    let error = load(&link, 10).unwrap_err();
    assert!(matches!(error, StoreError::Missing { .. }));
}
