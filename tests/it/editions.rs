//! A second edition of the handbook, made from the built-in one and what it differs in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use mainstream::handbook::{FaultyFile, Handbook, Layer, load_layers};

/// The files of the second edition, by path below its folder.
pub(crate) fn second_edition() -> &'static BTreeMap<String, String> {
    static FILES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    FILES.get_or_init(|| {
        let mut files = BTreeMap::new();
        read_below(&root().join("handbook/gmg"), "", &mut files);
        let folder = root().join("tests/fixtures/editions/2027.1");
        let editions = fs::read_to_string(folder.join("editions.yaml")).expect("the fixture");
        files.insert("editions.yaml".to_owned(), editions);
        let changes = fs::read_to_string(folder.join("changes.yaml")).expect("the fixture");
        let changes: BTreeMap<String, Vec<(String, String)>> =
            serde_yaml::from_str(&changes).expect("texts and what stands in their place");
        for (path, changes) in changes {
            let text = files.get_mut(&path).unwrap_or_else(|| panic!("no {path}"));
            for (from, to) in changes {
                assert_eq!(text.matches(&from).count(), 1, "{path}: {from}");
                *text = text.replace(&from, &to);
            }
        }
        files
    })
}

/// The handbook of the second edition.
pub(crate) fn second_handbook() -> &'static Handbook {
    static HANDBOOK: OnceLock<Handbook> = OnceLock::new();
    HANDBOOK.get_or_init(|| handbook_of(second_edition().clone()))
}

/// The handbook that files make, which have no fault.
pub(crate) fn handbook_of(files: BTreeMap<String, String>) -> Handbook {
    let loaded = load_layers(vec![Layer::new("second", files)]);
    let errors: Vec<_> = loaded.files.iter().flat_map(FaultyFile::errors).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    loaded.handbook
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read_below(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_below(&entry.path(), &format!("{name}/"), files);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            files.insert(name, text);
        }
    }
}
