//! Snapshots as files: what is kept comes back to the byte, and no damage goes unnoticed.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use mainstream::language::Language;
use mainstream::rules::page::Pages;
use mainstream::snapshot::{Damage, Head, Shelf, parse, render};
use mainstream::store::{Stamp, StoreError, save, undo};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq};
use proptest::{prop_oneof, proptest};

const LIMIT: u64 = 1024 * 1024;

fn head(name: &str, on: Date) -> Head {
    Head {
        name: name.to_owned(),
        title: None,
        project: "tunisia.yaml".to_owned(),
        on,
        taken: "2026-06-12T10:00:00Z".parse().expect("a time"),
        note: None,
    }
}

fn sample() -> Vec<u8> {
    render(
        &head("adoption", date(2026, 6, 12)),
        b"mainstream: 1\ncountry: TUN\n",
    )
}

/// Bytes as projects have them, and as they do not: line ends of every sort, no text, what looks like a head.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        Just(b"title: \xc3\xa9t\xc3\xa9\n".to_vec()),
        Just(b"# head: 0123456789abcdef\n".to_vec()),
        Just(b"# mainstream snapshot 1\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\xef\xbb\xbf".to_vec()),
        prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_kept_comes_back(bytes in bytes(), title in ".{0,20}", note in "(?s).{0,40}") {
        let head = Head {
            title: Some(title),
            note: Some(note),
            ..head("adoption", date(2026, 6, 12))
        };
        let found = parse("adoption", &render(&head, &bytes)).expect("it is whole");
        prop_assert_eq!(&found.head, &head);
        prop_assert_eq!(&found.bytes, &bytes);
        prop_assert_eq!(found.stamp, Stamp::of(&bytes));
    }

    #[test]
    fn no_damage_goes_unnoticed(
        bytes in bytes(),
        at in any::<prop::sample::Index>(),
        len in 0_usize..4,
        put in prop::collection::vec(any::<u8>(), 0..4),
    ) {
        let file = render(&head("adoption", date(2026, 6, 12)), &bytes);
        let at = at.index(file.len());
        let mut damaged = file.clone();
        damaged.splice(at..(at + len).min(file.len()), put);
        if damaged != file {
            prop_assert!(parse("adoption", &damaged).is_err());
        }
    }

    #[test]
    fn any_bytes_are_no_crash(bytes in bytes()) {
        let _ = parse("adoption", &bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    /// Taken, changed, restored, undone: each state is the one it was, whatever the bytes.
    #[test]
    fn a_restored_state_is_the_old_one_and_the_one_before_is_an_undo_away(then in bytes(), now in bytes()) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("tunisia.yaml");
        fs::write(&file, &then).expect("written");
        let shelf = Shelf::beside(&file, LIMIT).expect("a shelf");
        shelf.keep(&head("adoption", date(2026, 6, 12)), &then, false).expect("kept");
        fs::write(&file, &now).expect("written");
        let kept = shelf.get("adoption").expect("readable").expect("there");
        let snapshot = kept.state.expect("whole");
        let at = "2026-06-13T10:00:00Z".parse().expect("a time");
        let fine = |_: &[u8]| Ok(());
        save(&file, &Stamp::of(&now), &snapshot.bytes, "restore", at, &fine).expect("saved");
        prop_assert_eq!(&fs::read(&file).expect("there"), &then);
        if then != now {
            undo(&file, &Stamp::of(&then), &fine).expect("undone");
            prop_assert_eq!(&fs::read(&file).expect("there"), &now);
        }
    }
}

#[test]
fn the_file_of_a_snapshot_is_what_the_page_on_it_says() {
    let head = Head {
        title: Some("Adoption du “plan”".to_owned()),
        note: Some("signed\nby two".to_owned()),
        ..head("adoption", date(2026, 6, 12))
    };
    let file = render(&head, b"mainstream: 1\n");
    insta::assert_snapshot!(String::from_utf8(file).expect("text"), @r#"
    # mainstream snapshot 1
    # name: "adoption"
    # title: "Adoption du “plan”"
    # project: "tunisia.yaml"
    # on: 2026-06-12
    # taken: 2026-06-12T10:00:00Z
    # note: "signed\nby two"
    # bytes: 14
    # sha256: 96b6b18c8d7cc598f8cd8a009eac8186c932e4088eb1e5b1ae040bbf6f49ba01
    # head: c4a8b2a8d1bc4b41
    mainstream: 1
    "#);
}

fn damage(file: &[u8]) -> &'static str {
    parse("adoption", file).expect_err("damaged").name()
}

fn replaced(from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(sample()).expect("text");
    assert!(text.contains(from), "{text}");
    text.replacen(from, to, 1).into_bytes()
}

/// The sample with another line in its head, and the seal that goes with it.
fn resealed(from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(replaced(from, to)).expect("text");
    let (lines, rest) = text.split_once("# head: ").expect("a head");
    let digits = Stamp::of(lines.as_bytes()).sha256();
    let (_, content) = rest.split_once('\n').expect("a content");
    format!("{lines}# head: {}\n{content}", &digits[..16]).into_bytes()
}

#[test]
fn each_damage_has_its_name() {
    let whole = sample();
    assert_eq!(damage(b""), "not-one");
    assert_eq!(damage(b"mainstream: 1\n"), "not-one");
    assert_eq!(damage(&replaced("snapshot 1", "snapshot 2")), "newer");
    assert_eq!(damage(&replaced("snapshot 1", "snapshot x")), "head");
    assert_eq!(damage(&replaced("2026-06-12\n", "2026-06-21\n")), "head");
    assert_eq!(damage(&replaced("\n# on:", "\n\n# on:")), "head");
    assert_eq!(damage(&whole[..60]), "head");
    assert_eq!(damage(&whole[..whole.len() - 1]), "cut-short");
    assert_eq!(damage(&replaced("TUN", "MDA")), "content");
    assert_eq!(damage(&[whole.as_slice(), b"\n"].concat()), "content");
    assert_eq!(
        damage(&resealed("\"adoption\"", "\"inception\"")),
        "renamed"
    );
    // Git and mail programs may change line ends: then nothing of it is as it was.
    assert_eq!(damage(&replaced("\n", "\r\n")), "head");
}

#[test]
fn what_a_later_version_adds_to_the_head_is_passed_over() {
    let file = resealed("# on:", "# mood: \"good\"\n# on:");
    let found = parse("adoption", &file).expect("whole");
    assert_eq!(found.head, head("adoption", date(2026, 6, 12)));
}

struct Beside {
    _folder: tempfile::TempDir,
    file: PathBuf,
    shelf: Shelf,
}

fn beside() -> Beside {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tunisia.yaml");
    fs::write(&file, "mainstream: 1\n").expect("written");
    let shelf = Shelf::beside(&file, LIMIT).expect("a shelf");
    for (name, on) in [
        ("validation-workshop", date(2026, 5, 3)),
        ("adoption", date(2026, 6, 12)),
        ("inception", date(2026, 2, 3)),
    ] {
        shelf
            .keep(&head(name, on), name.as_bytes(), false)
            .expect("kept");
    }
    Beside {
        _folder: folder,
        file,
        shelf,
    }
}

fn names(shelf: &Shelf) -> Vec<(String, bool)> {
    let all = shelf.all().expect("readable");
    let all = all.into_iter();
    all.map(|kept| (kept.name, kept.state.is_ok())).collect()
}

#[test]
fn one_that_is_damaged_is_named_and_the_others_still_work() {
    let beside = beside();
    let shelf = &beside.shelf;
    let path = shelf.folder().join("validation-workshop.snapshot");
    let mut bytes = fs::read(&path).expect("there");
    bytes.pop();
    fs::write(&path, bytes).expect("written");
    let wanted = [
        ("inception", true),
        ("adoption", true),
        ("validation-workshop", false),
    ];
    assert_eq!(
        names(shelf),
        wanted.map(|(name, sound)| (name.to_owned(), sound))
    );
    let damaged = shelf.damaged().expect("readable");
    let [damaged] = damaged.as_slice() else {
        panic!("{damaged:?}")
    };
    assert_eq!(damaged.name, "validation-workshop");
    assert_eq!(
        damaged.place(),
        "tunisia.yaml.snapshots/validation-workshop.snapshot"
    );
    assert!(matches!(
        damaged.damage,
        Damage::CutShort {
            found: 18,
            expected: 19
        }
    ));
    let adoption = shelf.get("adoption").expect("readable").expect("there");
    assert_eq!(adoption.state.expect("whole").bytes, b"adoption");
    assert!(shelf.get("midterm").expect("readable").is_none());
}

#[test]
fn a_folder_in_place_of_a_snapshot_is_damage_and_one_in_place_of_all_an_error() {
    let beside = beside();
    let (file, shelf) = (&beside.file, &beside.shelf);
    let path = shelf.folder().join("adoption.snapshot");
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("made");
    let damaged = shelf.damaged().expect("readable");
    assert_eq!(damaged.len(), 1);
    assert_eq!(damaged[0].damage.name(), "unreadable");
    let other = file.with_file_name("other.yaml");
    fs::write(other.with_file_name("other.yaml.snapshots"), "a file").expect("written");
    let shelf = Shelf::beside(&other, LIMIT).expect("a shelf");
    assert_eq!(shelf.names().expect("none"), Vec::<String>::new());
    let kept = shelf.keep(&head("adoption", date(2026, 6, 12)), b"x", false);
    assert!(
        matches!(kept, Err(StoreError::CannotWrite { .. })),
        "{kept:?}"
    );
}

#[test]
fn every_damage_is_a_finding_in_words_in_every_language() {
    let bench = crate::rules::Bench::shared();
    let files: [(&str, Vec<u8>); 6] = [
        ("not-one", b"x".to_vec()),
        ("newer", replaced("snapshot 1", "snapshot 2")),
        ("head", replaced("2026-06-12\n", "2026-06-21\n")),
        ("cut-short", sample()[..sample().len() - 1].to_vec()),
        ("content", replaced("TUN", "MDA")),
        ("renamed", resealed("\"adoption\"", "\"inception\"")),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tunisia.yaml");
    let shelf = Shelf::beside(&file, LIMIT).expect("a shelf");
    fs::create_dir(shelf.folder()).expect("made");
    fs::create_dir(shelf.folder().join("folder.snapshot")).expect("made");
    let text = fs::read(crate::rules::fixtures("rules/snapshot-damaged/good.yaml")).expect("there");
    let mut seen = vec![];
    for (name, bytes) in files {
        let path = shelf.folder().join("adoption.snapshot");
        fs::write(path, bytes).expect("written");
        let damaged = shelf.damaged().expect("readable");
        let setting = bench.setting(&bench.policy, date(2026, 6, 1));
        let setting = mainstream::check::Setting {
            damaged: &damaged,
            ..setting
        };
        let checked = mainstream::check::check_text("tunisia.yaml", &text, &setting);
        let found: Vec<_> = checked.findings.iter().map(|found| found.variant).collect();
        assert_eq!(found, [Some(name), Some("unreadable")]);
        for language in Language::ALL {
            let pages = Pages::new(language);
            for finding in &checked.findings {
                let told = pages.tell(finding, &str::to_owned);
                let help = told.help.as_deref().unwrap_or_default();
                let all = format!("{} {} {help}", told.message, told.label);
                assert!(!all.contains(['{', '}']), "{language}: {all}");
                assert!(!help.is_empty(), "{language} {name}");
                seen.push(told.message);
            }
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 7 * 3, "each has words of its own");
}

/// What is kept in the fixtures of the rules was written by the program, and is read by it as long as there is one.
#[test]
fn snapshots_of_the_first_form_stay_readable() {
    let file = crate::rules::fixtures("rules/snapshot-damaged/good.yaml");
    let shelf = Shelf::beside(Path::new(&file), LIMIT).expect("a shelf");
    let kept = shelf.get("adoption").expect("readable").expect("there");
    let bytes = kept.state.expect("whole").bytes;
    assert_eq!(bytes, fs::read(&file).expect("there"));
}
