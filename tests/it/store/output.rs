//! Exports: refused early, written as a whole.

use std::fs;

use mainstream::store::{StoreError, probe_output, write_output};

use super::Desk;

#[test]
fn a_probe_refuses_what_the_write_would_refuse_and_leaves_nothing() {
    let desk = Desk::with("earlier\n");
    let key = |name: &str, overwrite| {
        let path = desk.path(name);
        let probed = probe_output(&path, overwrite).map_err(|error| error.to_string());
        assert_eq!(desk.names(), ["tunisia.yaml"]);
        let written = write_output(&path, b"x", overwrite).map_err(|error| error.to_string());
        assert_eq!(probed, written.map(|_| ()));
        probed.unwrap_err()
    };
    assert_eq!(key("tunisia.yaml", false), "store-exists");
    assert_eq!(key("no/report.md", false), "store-missing-folder");
    assert_eq!(key("tunisia.yaml/report.md", true), "store-missing-folder");
    assert_eq!(key("", true), "store-is-folder");
    assert_eq!(desk.text(), "earlier\n");
}

#[test]
fn an_output_is_written_new_and_over() {
    let desk = Desk::with("earlier\n");
    let report = desk.path("report.md");
    probe_output(&report, false).unwrap();
    write_output(&report, b"one\n", false).unwrap();
    let error = write_output(&report, b"two\n", false).unwrap_err();
    assert!(matches!(error, StoreError::Exists { .. }));
    assert_eq!(error.exit_code(), 5);
    probe_output(&report, true).unwrap();
    write_output(&report, b"three\n", true).unwrap();
    assert_eq!(fs::read(&report).unwrap(), b"three\n");
    assert_eq!(desk.names(), ["report.md", "tunisia.yaml"]);
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_never_replaced() {
    use std::os::unix::fs::FileTypeExt;

    let null = std::path::Path::new("/dev/null");
    probe_output(null, false).unwrap();
    write_output(null, b"report", false).unwrap();
    assert!(fs::metadata(null).unwrap().file_type().is_char_device());
}

#[cfg(unix)]
#[test]
fn an_output_goes_through_a_link_even_into_the_void() {
    let desk = Desk::with("earlier\n");
    std::os::unix::fs::symlink("report-1.md", desk.path("latest.md")).unwrap();
    for text in ["one\n", "two\n"] {
        write_output(&desk.path("latest.md"), text.as_bytes(), true).unwrap();
        assert_eq!(fs::read_to_string(desk.path("report-1.md")).unwrap(), text);
    }
    assert!(desk.path("latest.md").is_symlink());
}
