//! Undo: every change can be taken back, exactly, or it is said why not.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use mainstream::store::{
    Disk, Journal, MAX_JOURNAL_BYTES, MAX_JOURNAL_ENTRIES, Note, StoreError, save, undo,
};
use proptest::prelude::{ProptestConfig, prop, prop_assert_eq, proptest};

use super::{Desk, fine, moment};

fn push(journal: &Journal<'_>, old: &str, new: &str) {
    let pushed = journal.push(old.as_bytes(), new.as_bytes(), "B01", moment());
    pushed.unwrap();
}

fn undone(journal: &Journal<'_>, current: &str) -> Result<String, StoreError> {
    let undo = journal.undo(current.as_bytes())?;
    Ok(String::from_utf8(undo.bytes).unwrap())
}

fn lines(journal: &Journal<'_>) -> Vec<serde_json::Value> {
    fs::read_to_string(journal.path())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Hundreds of syncs would only make the properties slow.
struct Unsynced;

impl Disk for Unsynced {
    fn sync(&self, _: &File) -> io::Result<()> {
        Ok(())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn as_many_undos_as_changes_restore_every_text(
        texts in prop::collection::vec("[aé]{0,2}|[aé\n\"\u{1F600}\u{301}\\\\]{0,8}", 2..9)
    ) {
        let desk = Desk::with("");
        let journal = Journal::of_on(&Unsynced, &desk.file).unwrap();
        for pair in texts.windows(2) {
            push(&journal, &pair[0], &pair[1]);
        }
        for pair in texts.windows(2).rev() {
            prop_assert_eq!(undone(&journal, &pair[1]).unwrap(), pair[0].as_str());
        }
        prop_assert_eq!(fs::read(journal.path()).unwrap(), b"");
    }

    /// What stood in the file need not be text: a restored snapshot gives back what it was taken of.
    #[test]
    fn any_bytes_are_given_back(
        old in prop::collection::vec(prop::sample::select(vec![b'a', b'\n', 0, 0xc3, 0xa9, 0xff]), 0..40),
        new in prop::collection::vec(prop::sample::select(vec![b'a', b'\n', 0, 0xc3, 0xa9, 0xff]), 0..40),
    ) {
        let desk = Desk::with("");
        let journal = Journal::of_on(&Unsynced, &desk.file).unwrap();
        journal.push(&old, &new, "restore", moment()).unwrap();
        prop_assert_eq!(journal.undo(&new).unwrap().bytes, old);
    }

    #[test]
    fn a_journal_of_any_bytes_is_no_crash(
        damage in prop::collection::vec(prop::num::u8::ANY, 0..200),
        at in 0_usize..400,
    ) {
        let desk = Desk::with("");
        let journal = Journal::of_on(&Unsynced, &desk.file).unwrap();
        push(&journal, "one", "two");
        push(&journal, "two", "three");
        let mut bytes = fs::read(journal.path()).unwrap();
        let at = at.min(bytes.len());
        bytes.splice(at.., damage);
        fs::write(journal.path(), bytes).unwrap();
        if let Ok(text) = undone(&journal, "three") {
            prop_assert_eq!(text, "two");
        }
        push(&journal, "three", "four");
        prop_assert_eq!(undone(&journal, "four").unwrap(), "three");
    }
}

#[test]
fn an_entry_is_the_smallest_change_on_character_boundaries() {
    let desk = Desk::with("");
    let journal = Journal::of(&desk.file).unwrap();
    // The two letters share their first byte.
    push(&journal, "a: é\r\nb: 1\n", "a: è\r\nb: 1\n");
    push(&journal, "aaa", "aa");
    let entries = lines(&journal);
    let keys: Vec<&String> = entries[0].as_object().unwrap().keys().collect();
    let expected = "v at what before after start removed added_len";
    assert_eq!(keys, expected.split(' ').collect::<Vec<_>>());
    assert_eq!(entries[0]["start"], 3);
    assert_eq!(entries[0]["removed"], "é");
    assert_eq!(entries[0]["added_len"], 2);
    assert_eq!(entries[0]["at"], "2026-03-01T10:00:00Z");
    assert_eq!(entries[1]["start"], 2);
    assert_eq!(entries[1]["removed"], "a");
    assert_eq!(entries[1]["added_len"], 0);
}

#[test]
fn saves_are_taken_back_one_by_one() {
    let desk = Desk::with("one\n");
    for (what, new) in [("B01", "two\n"), ("B02", "three\n")] {
        save(
            &desk.file,
            &desk.stamp(),
            new.as_bytes(),
            what,
            moment(),
            &fine,
        )
        .unwrap();
    }
    let step = undo(&desk.file, &desk.stamp(), &fine).unwrap();
    assert_eq!((step.what.as_str(), step.at), ("B02", moment()));
    assert_eq!(step.saved.stamp, desk.stamp());
    assert_eq!(desk.text(), "two\n");
    let step = undo(&desk.file, &desk.stamp(), &fine).unwrap();
    assert_eq!(step.what, "B01");
    assert_eq!(desk.text(), "one\n");
    let end = undo(&desk.file, &desk.stamp(), &fine).unwrap_err();
    assert!(matches!(end, StoreError::NothingToUndo { .. }));
    assert_eq!(end.exit_code(), 3);
}

#[test]
fn a_file_edited_otherwise_says_what_the_last_change_was() {
    let desk = Desk::with("one\n");
    save(&desk.file, &desk.stamp(), b"two\n", "B01", moment(), &fine).unwrap();
    fs::write(&desk.file, "by hand\n").unwrap();
    match undo(&desk.file, &desk.stamp(), &fine) {
        Err(StoreError::ChangedSince { what, at, .. }) => {
            assert_eq!((what.as_str(), at), ("B01", moment()));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(desk.text(), "by hand\n");
    fs::write(&desk.file, "two\n").unwrap();
    undo(&desk.file, &desk.stamp(), &fine).unwrap();
    assert_eq!(desk.text(), "one\n");
}

#[test]
fn what_an_interrupted_save_left_is_passed_over_and_goes() {
    let desk = Desk::with("");
    let journal = Journal::of(&desk.file).unwrap();
    push(&journal, "one", "two");
    push(&journal, "two", "never");
    push(&journal, "two", "never either");
    assert_eq!(undone(&journal, "two").unwrap(), "one");
    assert_eq!(lines(&journal).len(), 0);

    push(&journal, "one", "never");
    let end = undone(&journal, "one");
    assert!(matches!(end, Err(StoreError::NothingToUndo { .. })));
}

#[test]
fn damaged_torn_and_newer_lines_are_passed_over() {
    let desk = Desk::with("");
    let journal = Journal::of(&desk.file).unwrap();
    push(&journal, "one", "two");
    push(&journal, "two", "three");
    let text = fs::read_to_string(journal.path()).unwrap();
    let (first, second) = text.split_once('\n').unwrap();
    let newer = second.replace("\"v\":1", "\"v\":2");
    let lying = second.replace("\"removed\":\"wo\"", "\"removed\":\"oops\"");
    assert_ne!(lying, second);
    let beyond = second.replace("\"start\":1", "\"start\":18446744073709551615");
    assert_ne!(beyond, second);
    let torn = &second[..40];
    let damaged = format!("{first}\n\u{0}\n{second}{newer}{lying}{beyond}{torn}");
    fs::write(journal.path(), damaged).unwrap();
    assert_eq!(undone(&journal, "three").unwrap(), "two");
    assert_eq!(undone(&journal, "two").unwrap(), "one");
}

#[test]
fn a_torn_line_does_not_swallow_the_next() {
    let desk = Desk::with("");
    let journal = Journal::of(&desk.file).unwrap();
    push(&journal, "one", "two");
    let text = fs::read_to_string(journal.path()).unwrap();
    fs::write(journal.path(), &text[..50]).unwrap();
    push(&journal, "two", "three");
    assert_eq!(undone(&journal, "three").unwrap(), "two");
}

#[test]
fn the_oldest_entries_go_when_there_are_too_many() {
    let desk = Desk::with("");
    let journal = Journal::of(&desk.file).unwrap();
    // Filling it by hand spares 500 syncs; the digests do not matter to what is dropped.
    push(&journal, "first", "1");
    let line = fs::read_to_string(journal.path()).unwrap();
    fs::write(journal.path(), line.repeat(MAX_JOURNAL_ENTRIES - 1)).unwrap();
    push(&journal, "1", "2");
    assert_eq!(lines(&journal).len(), MAX_JOURNAL_ENTRIES);
    push(&journal, "2", "3");
    assert_eq!(lines(&journal).len(), MAX_JOURNAL_ENTRIES * 90 / 100);
    assert_eq!(undone(&journal, "3").unwrap(), "2");
    assert_eq!(undone(&journal, "2").unwrap(), "1");
}

#[test]
fn the_oldest_entries_go_when_they_are_too_large_but_never_the_newest() {
    let desk = Desk::with("");
    let journal = Journal::of(&desk.file).unwrap();
    let text = |letter: &str| letter.repeat(MAX_JOURNAL_BYTES / 3);
    push(&journal, &text("a"), &text("b"));
    push(&journal, &text("b"), &text("c"));
    push(&journal, &text("c"), &text("d"));
    assert_eq!(lines(&journal).len(), 2);
    assert!(fs::metadata(journal.path()).unwrap().len() <= MAX_JOURNAL_BYTES as u64);
    assert_eq!(undone(&journal, &text("d")).unwrap(), text("c"));

    let huge = "x".repeat(MAX_JOURNAL_BYTES + 1);
    push(&journal, &huge, "small");
    assert_eq!(lines(&journal).len(), 1);
    assert_eq!(undone(&journal, "small").unwrap(), huge);
}

#[test]
fn a_journal_that_cannot_be_written_is_a_note_and_the_save_holds() {
    let desk = Desk::with("one\n");
    fs::create_dir_all(desk.path(".mainstream/tunisia.yaml.undo")).unwrap();
    let saved = save(&desk.file, &desk.stamp(), b"two\n", "B01", moment(), &fine).unwrap();
    assert_eq!(desk.text(), "two\n");
    match &saved.notes[..] {
        [note @ Note::UndoNotKept { reason, .. }] => {
            assert_eq!(note.key(), "store-undo-not-kept");
            assert!(matches!(**reason, StoreError::IsFolder { .. }));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn bytes_that_are_no_text_can_be_taken_back_too() {
    let desk = Desk::with("one\n");
    for bytes in [b"\xff\n".as_slice(), b"\xfe\n"] {
        let saved = save(&desk.file, &desk.stamp(), bytes, "B01", moment(), &fine).unwrap();
        assert!(saved.notes.is_empty());
        assert_eq!(fs::read(&desk.file).unwrap(), bytes);
    }
    undo(&desk.file, &desk.stamp(), &fine).unwrap();
    assert_eq!(fs::read(&desk.file).unwrap(), b"\xff\n");
    undo(&desk.file, &desk.stamp(), &fine).unwrap();
    assert_eq!(desk.text(), "one\n");
}
