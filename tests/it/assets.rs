//! The data as the build prepared it says what the files say that people write.

use std::fs;
use std::path::Path;

use mainstream::assets;
use serde_json::Value;

#[test]
fn prepared_data_equals_the_files() {
    let handbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("handbook");
    let mut n = 0;
    let mut open = vec![handbook.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.extend((path.file_name() != Some("demo".as_ref())).then_some(path));
                continue;
            }
            if path.extension() != Some("yaml".as_ref()) {
                continue;
            }
            let name = path
                .strip_prefix(&handbook)
                .expect("inside")
                .with_extension("");
            let name = name.to_str().expect("a name").replace('\\', "/");
            let text = fs::read_to_string(&path).expect("text");
            let written: Value = serde_yaml::from_str(&text).expect("YAML");
            let prepared: Value = assets::read(&name).expect("prepared").expect("JSON");
            assert_eq!(prepared, written, "{name}");
            n += 1;
        }
    }
    assert!(n > 30, "{n} files");
}
