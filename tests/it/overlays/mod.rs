//! Overlays: laid on the handbook, checked, and used by projects.

mod applying;
mod checking;
mod data_files;
mod examples;
mod making;
mod uses;

use std::path::{Path, PathBuf};

use mainstream::handbook::{Layer, Loaded, load_layers};

use crate::rules::overlay_files;
use crate::sandbox::Sandbox;

fn fixtures(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/overlays")
        .join(kind)
}

/// The names of the fixtures of a kind, in order.
fn names(kind: &str) -> Vec<String> {
    let entries = std::fs::read_dir(fixtures(kind))
        .expect("the folder")
        .flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(!names.is_empty());
    names
}

fn layer(kind: &str, name: &str) -> Layer {
    Layer::new(name, overlay_files(&fixtures(kind).join(name)))
}

fn load(kind: &str, name: &str) -> Loaded {
    load_layers(vec![layer(kind, name)])
}

/// Puts a fixture into a sandbox, as a folder of its name.
pub(crate) fn put(sandbox: &Sandbox, kind: &str, name: &str) {
    for (path, text) in overlay_files(&fixtures(kind).join(name)) {
        sandbox.write(&format!("{name}/{path}"), text);
    }
}
