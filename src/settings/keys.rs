//! The keys of `mainstream.toml`: one table for reading, for the documentation and for its schema.

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// The code of a language.
    Language,
    /// Any text.
    Text,
    /// A list of folders.
    Folders,
    /// Keys of their own.
    Table,
    /// A list of tables.
    Tables,
    /// A table with a grade for each rule or group of rules.
    Grades,
    /// The id of a profile.
    Profile,
    /// A level of findings.
    Level,
    /// The id of a rule.
    Rule,
    /// The path of an answer, or its beginning.
    Path,
    /// A pattern for files.
    Glob,
    /// A day.
    Date,
}

/// A key of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its path from the top, such as `check.fail-on`.
    pub path: &'static str,
    /// What stands behind it.
    pub kind: KeyKind,
    /// Whether it has to be there in the table it belongs to.
    pub is_required: bool,
}

impl Key {
    /// The message that says what it is for.
    pub fn message(&self) -> String {
        format!("settings-key-{}", self.path.replace('.', "-"))
    }

    /// The table it stands in, empty at the top.
    pub fn table(&self) -> &'static str {
        self.path.rsplit_once('.').map_or("", |(table, _)| table)
    }

    /// Its name in its table.
    pub fn name(&self) -> &'static str {
        self.path
            .rsplit_once('.')
            .map_or(self.path, |(_, name)| name)
    }
}

const fn key(path: &'static str, kind: KeyKind) -> Key {
    Key {
        path,
        kind,
        is_required: false,
    }
}

const fn needed(path: &'static str, kind: KeyKind) -> Key {
    Key {
        path,
        kind,
        is_required: true,
    }
}

/// All keys, in the order people read them.
pub static KEYS: &[Key] = &[
    key("language", KeyKind::Language),
    key("organisation", KeyKind::Text),
    key("handbook", KeyKind::Folders),
    key("check", KeyKind::Table),
    key("check.profile", KeyKind::Profile),
    key("check.fail-on", KeyKind::Level),
    key("check.rules", KeyKind::Grades),
    key("check.suppress", KeyKind::Tables),
    needed("check.suppress.rule", KeyKind::Rule),
    needed("check.suppress.path", KeyKind::Path),
    needed("check.suppress.reason", KeyKind::Text),
    key("check.suppress.file", KeyKind::Glob),
    key("check.suppress.until", KeyKind::Date),
];

/// The names of the keys in a table, in order.
pub(super) fn names_in(table: &str) -> Vec<&'static str> {
    let own = KEYS.iter().filter(|key| key.table() == table);
    own.map(Key::name).collect()
}
