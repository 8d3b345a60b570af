//! Prepares the embedded data: what is read at every start is stored as JSON beside the YAML that
//! people write, because reading it takes a tenth of the time.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    // The embedding macro does not see new files.
    println!("cargo:rerun-if-changed=handbook");
    println!("cargo:rerun-if-changed=examples");
    let from = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("handbook");
    let to = PathBuf::from(env::var("OUT_DIR")?).join("handbook");
    if to.exists() {
        fs::remove_dir_all(&to)?;
    }
    prepare(&from, &to)
}

/// Stores every YAML file of a folder as JSON, but for the demonstration, which is a project.
fn prepare(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "demo" {
            prepare(&path, &to.join(name))?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            let value: serde_json::Value = serde_yaml::from_str(&fs::read_to_string(&path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            let json = to.join(name).with_extension("json");
            fs::write(json, serde_json::to_vec(&value)?)?;
        }
    }
    Ok(())
}
