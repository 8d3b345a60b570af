//! What fuzzing tries, on the inputs that are kept of it.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

#[allow(
    unreachable_pub,
    reason = "the targets, in a crate of their own, see what is public here"
)]
#[path = "../../fuzz/src/lib.rs"]
mod laws;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz")
        .join(name)
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("readable").file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

/// Tries every input kept for a target.
fn holds(target: &str) {
    let (_, body) = laws::TARGETS
        .iter()
        .find(|(name, _)| *name == target)
        .expect("the target");
    let corpus = folder("corpus").join(target);
    let mut n_used = 0;
    for name in names(&corpus) {
        let bytes = fs::read(corpus.join(&name)).expect("readable");
        let used = catch_unwind(AssertUnwindSafe(|| body(&bytes)));
        assert!(used.is_ok(), "fuzz/corpus/{target}/{name}");
        n_used += usize::from(used.is_ok_and(|used| used));
    }
    assert!(n_used > 0, "nothing of use is kept for {target}");
}

macro_rules! targets {
    ($($target:ident)*) => {
        $(
            #[test]
            fn $target() {
                holds(stringify!($target));
            }
        )*

        const TRIED: &[&str] = &[$(stringify!($target)),*];
    };
}

targets! { config edit expression growth merge overlay parse repair rules shape tidy }

/// A target has laws, a program, a folder of inputs and a test here.
#[test]
fn no_target_is_forgotten() {
    let laws: BTreeSet<String> = laws::TARGETS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let tried: BTreeSet<String> = TRIED.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(tried, laws);
    assert_eq!(names(&folder("corpus")), laws);
    let programs = names(&folder("fuzz_targets"));
    let programs = programs
        .iter()
        .map(|name| name.trim_end_matches(".rs").to_owned());
    assert_eq!(programs.collect::<BTreeSet<_>>(), laws);
    let manifest = fs::read_to_string(folder("Cargo.toml")).expect("the manifest");
    for name in &laws {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
