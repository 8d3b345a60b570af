//! A layer of a handbook: the files of one folder as values, and what its `handbook.toml` says.

use std::collections::BTreeMap;

use crate::assets;

/// The name of the file that makes a folder a handbook or an overlay.
pub const MANIFEST: &str = "handbook.toml";

/// The files of a handbook or an overlay, by path below its folder.
///
/// Nothing here touches the disk: whoever does reads the folder and hands the texts over.
#[derive(Debug, Clone)]
pub struct Layer {
    name: String,
    files: Files,
}

#[derive(Debug, Clone)]
enum Files {
    /// Those that are compiled in; `located` where somebody wants to know their lines, which takes
    /// reading their text.
    Embedded {
        located: bool,
    },
    Read(BTreeMap<String, String>),
}

impl Layer {
    /// The handbook that is compiled in.
    pub fn builtin() -> Self {
        Self {
            name: "gmg".into(),
            files: Files::Embedded { located: false },
        }
    }

    /// The same, read from its text, so that everything in it has a place.
    pub fn builtin_located() -> Self {
        Self {
            name: "gmg".into(),
            files: Files::Embedded { located: true },
        }
    }

    /// The files of a folder that people know as `name`; paths have `/` between their parts.
    pub fn new(name: impl Into<String>, files: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            name: name.into(),
            files: Files::Read(files.into_iter().collect()),
        }
    }

    /// What people call the folder.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether this is the handbook that is compiled in.
    pub fn is_builtin(&self) -> bool {
        matches!(self.files, Files::Embedded { .. })
    }

    /// Whether this is the handbook that is compiled in, as the build made it.
    pub(super) fn is_prepared(&self) -> bool {
        matches!(self.files, Files::Embedded { located: false })
    }

    /// The text of a file, if it is there.
    pub fn text(&self, path: &str) -> Option<&str> {
        match &self.files {
            Files::Embedded { .. } => assets::text(&format!("gmg/{path}")),
            Files::Read(files) => files.get(path).map(String::as_str),
        }
    }

    /// What the build made of a file, where nobody wants to know places.
    pub(super) fn prepared(&self, path: &str) -> Option<&'static [u8]> {
        match &self.files {
            Files::Embedded { located: false } => {
                assets::prepared(&format!("gmg/{}", path.strip_suffix(".yaml")?))
            }
            _ => None,
        }
    }

    /// The names of the files in a folder, in order.
    pub fn names(&self, folder: &str) -> Vec<String> {
        match &self.files {
            Files::Embedded { .. } => assets::names(&format!("gmg/{folder}")),
            Files::Read(files) => files
                .keys()
                .filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'))
                .filter(|name| !name.contains('/'))
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The names of the folders in a folder, in order.
    pub fn folders(&self, folder: &str) -> Vec<String> {
        match &self.files {
            Files::Embedded { .. } => assets::folders(&format!("gmg/{folder}")),
            Files::Read(files) => {
                let below = files
                    .keys()
                    .filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'));
                let mut names: Vec<String> = below
                    .filter_map(|rest| rest.split_once('/'))
                    .map(|(name, _)| name.to_owned())
                    .collect();
                names.dedup();
                names
            }
        }
    }

    /// The paths of the structure files: record types first, then stages in the order of their names.
    pub(super) fn structure(&self) -> Vec<String> {
        let records = self.text("records.yaml").map(|_| "records.yaml".to_owned());
        let stages = self.names("stages").into_iter();
        let stages = stages.filter(|name| is_yaml(name));
        let stages = stages.map(|name| format!("stages/{name}"));
        records.into_iter().chain(stages).collect()
    }

    /// The paths of the files with texts in a language, in order.
    pub fn text_files(&self, language: &str) -> Vec<String> {
        let names = self.names(&format!("text/{language}")).into_iter();
        let names = names.filter(|name| is_yaml(name));
        names
            .map(|name| format!("text/{language}/{name}"))
            .collect()
    }

    /// The path of a file as people know it: the folder's name before it.
    pub fn display(&self, path: &str) -> String {
        let name = self.name.trim_end_matches('/');
        format!("{name}/{path}")
    }

    /// The layer with a file put in, or another in its place.
    #[must_use]
    pub fn with(mut self, path: &str, text: impl Into<String>) -> Self {
        if self.is_builtin() {
            let all = assets::texts("gmg");
            self.files = Files::Read(all.collect());
        }
        if let Files::Read(files) = &mut self.files {
            files.insert(path.to_owned(), text.into());
        }
        self
    }
}

fn is_yaml(name: &str) -> bool {
    name.strip_suffix(".yaml").is_some()
}

/// The file name without its ending and without the number that puts it in order: `prepare` for
/// `stages/0-prepare.yaml`.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".yaml").unwrap_or(name)
}
