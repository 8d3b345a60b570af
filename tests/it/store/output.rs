//! Exports: refused early, written as a whole.

use std::fs;

use mainstream::store::{OutputStream, StoreError, probe_output, write_output};

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

/// A pipe of ours stands for devices too, which a failing test must not replace.
#[cfg(unix)]
#[test]
fn a_pipe_is_written_to_and_never_replaced() {
    use std::os::unix::fs::FileTypeExt;

    let desk = Desk::with("");
    let pipe = desk.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    probe_output(&pipe, false).unwrap();
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    write_output(&pipe, b"report", false).unwrap();
    let file_type = fs::metadata(&pipe).unwrap().file_type();
    assert!(file_type.is_fifo());
    assert_eq!(reader.join().unwrap(), "report");
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

#[test]
fn a_stream_takes_its_place_only_when_it_is_finished() {
    let desk = Desk::with("earlier\n");
    let path = desk.path("tunisia.yaml");
    let mut stream = OutputStream::open(&path).unwrap();
    let part = vec![b'x'; 100_000];
    stream.write(&part).unwrap();
    stream.write(b"end").unwrap();
    assert_eq!(desk.text(), "earlier\n");
    stream.finish().unwrap();
    assert_eq!(desk.text().len(), 100_003);
    assert_eq!(desk.names(), ["tunisia.yaml"]);
    let mut stream = OutputStream::open(&desk.path("new.json")).unwrap();
    stream.write(&part).unwrap();
    drop(stream);
    assert_eq!(desk.names(), ["tunisia.yaml"]);
    let key = |name: &str| {
        OutputStream::open(&desk.path(name))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(key("no/a.json"), "store-missing-folder");
    assert_eq!(key(""), "store-is-folder");
}

#[test]
#[cfg(unix)]
fn a_stream_keeps_links_and_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let desk = Desk::with("earlier\n");
    let file = desk.path("tunisia.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("tunisia.yaml", desk.path("link")).unwrap();
    let mut stream = OutputStream::open(&desk.path("link")).unwrap();
    stream.write(b"new").unwrap();
    stream.finish().unwrap();
    assert_eq!(desk.text(), "new");
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert!(desk.path("link").is_symlink());
}
