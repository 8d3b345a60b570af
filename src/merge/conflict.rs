//! Conflicts as values of a project: found in it, and settled.
//!
//! In the place of a value: `{conflict: {base: …, ours: …, theirs: …}}`, where a side that has nothing there is left
//! out. In a record: `conflict: {deleted: ours}` where that side deleted what the other edited, and
//! `conflict: {ours: ID, theirs: ID}` where both gave it another id.

use crate::handbook::Handbook;
use crate::project::{CONFLICT_KEY, key_order};
use crate::source::Span;
use crate::yaml::edit::{Draft, EditError, typed};
use crate::yaml::{Data, Node, Route, Value};

/// A version of the two that are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The one whose text is kept.
    Ours,
    /// The other.
    Theirs,
}

impl Side {
    /// The word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
        }
    }

    /// The other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ours => Self::Theirs,
            Self::Theirs => Self::Ours,
        }
    }
}

/// What two versions disagree about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disagreement {
    /// A value; none on a side that has deleted it, or in a base that did not have it.
    Value {
        /// What it was.
        base: Option<Data>,
        /// What it is in ours.
        ours: Option<Data>,
        /// What it is in theirs.
        theirs: Option<Data>,
    },
    /// A record that a side deleted and the other edited.
    Deleted(Side),
    /// The id of a record.
    Id {
        /// What ours calls it.
        ours: String,
        /// What theirs calls it.
        theirs: String,
    },
}

/// A conflict in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The value or record it is about, as a path: `set-up.bodies[steering].chair`.
    pub path: String,
    /// Where that is in the tree.
    pub route: Route,
    /// Where it stands.
    pub span: Span,
    /// What it is about.
    pub about: Disagreement,
}

/// The conflicts of a file, in its order.
pub fn conflicts(root: &Node<'_>) -> Vec<Conflict> {
    let mut found = Vec::new();
    visit(root, &mut Route::root(), "", &mut found);
    found
}

fn visit(node: &Node<'_>, route: &mut Route, path: &str, found: &mut Vec<Conflict>) {
    match &node.value {
        Value::Mapping(mapping) => {
            if let Some(about) = mapping
                .get(CONFLICT_KEY)
                .and_then(|inner| read(inner, mapping.len()))
            {
                found.push(Conflict {
                    path: path.to_owned(),
                    route: route.clone(),
                    span: node.span,
                    about: about.clone(),
                });
                if matches!(about, Disagreement::Value { .. }) {
                    return;
                }
            }
            for entry in mapping {
                let key = entry.key.as_ref();
                if key == CONFLICT_KEY {
                    continue;
                }
                let silent =
                    (route.is_empty() && key == "answers") || (key == "answer" && route.len() == 3);
                let below = match (silent, path.is_empty()) {
                    (true, _) => path.to_owned(),
                    (false, true) => key.to_owned(),
                    (false, false) => format!("{path}.{key}"),
                };
                route.push(key);
                visit(&entry.value, route, &below, found);
                route.pop();
            }
        }
        Value::Sequence(list) => {
            for (index, item) in list.items.iter().enumerate() {
                let id = item.as_mapping().and_then(|map| map.get("id"));
                let name = id
                    .and_then(Node::text)
                    .map_or(index.to_string(), str::to_owned);
                route.push(index);
                visit(item, route, &format!("{path}[{name}]"), found);
                route.pop();
            }
        }
        _ => {}
    }
}

fn read(inner: &Node<'_>, n_keys: usize) -> Option<Disagreement> {
    let map = inner.as_mapping()?;
    let text = |key: &str| map.get(key).and_then(Node::text).map(str::to_owned);
    if let Some(side) = text("deleted") {
        let side = [Side::Ours, Side::Theirs]
            .into_iter()
            .find(|known| known.name() == side);
        return side.map(Disagreement::Deleted);
    }
    if n_keys > 1 {
        let (ours, theirs) = (text("ours")?, text("theirs")?);
        return Some(Disagreement::Id { ours, theirs });
    }
    let data = |key: &str| map.get(key).map(typed);
    let (base, ours, theirs) = (data("base"), data("ours"), data("theirs"));
    (ours.is_some() || theirs.is_some()).then_some(Disagreement::Value { base, ours, theirs })
}

/// The value that stands for a conflict.
pub(super) fn value(base: Option<&Data>, ours: Option<&Data>, theirs: Option<&Data>) -> Data {
    let sides = [("base", base), ("ours", ours), ("theirs", theirs)];
    let sides = sides
        .into_iter()
        .filter_map(|(name, data)| Some((name.to_owned(), data?.clone())));
    wrap(Data::Mapping(sides.collect()))
}

pub(super) fn wrap(inner: Data) -> Data {
    Data::Mapping(vec![(CONFLICT_KEY.to_owned(), inner)])
}

/// The text with a conflict settled for a side.
///
/// # Errors
///
/// [`EditError`] where the text has faults or the conflict is not there.
pub fn settle(
    text: &str,
    handbook: &Handbook,
    conflict: &Conflict,
    side: Side,
) -> Result<String, EditError> {
    let draft = Draft::read(text)?;
    let order = |route: &Route| key_order(handbook, route);
    let edit = match &conflict.about {
        Disagreement::Value { ours, theirs, .. } => {
            let chosen = if side == Side::Ours { ours } else { theirs };
            match chosen {
                Some(data) => draft.set(&conflict.route, data, &order)?,
                None => draft.remove(&conflict.route)?,
            }
        }
        Disagreement::Deleted(deleted) if *deleted == side => draft.remove(&conflict.route)?,
        Disagreement::Deleted(_) => draft.remove(&conflict.route.join(CONFLICT_KEY))?,
        Disagreement::Id { ours, theirs } => {
            let text = draft
                .remove(&conflict.route.join(CONFLICT_KEY))?
                .apply(text);
            let chosen = if side == Side::Ours { ours } else { theirs };
            return renamed(&text, handbook, &conflict.route, chosen);
        }
    };
    Ok(edit.apply(text))
}

/// The text with a conflict taken out as if nobody had changed anything: the value both sides began with, the record as
/// it stands.
///
/// # Errors
///
/// As [`settle`].
pub(super) fn forget(
    text: &str,
    handbook: &Handbook,
    conflict: &Conflict,
) -> Result<String, EditError> {
    let draft = Draft::read(text)?;
    let order = |route: &Route| key_order(handbook, route);
    let edit = match &conflict.about {
        Disagreement::Value {
            base: Some(data), ..
        } => draft.set(&conflict.route, data, &order)?,
        Disagreement::Value { base: None, .. } => draft.remove(&conflict.route)?,
        _ => draft.remove(&conflict.route.join(CONFLICT_KEY))?,
    };
    Ok(edit.apply(text))
}

/// The text with a value of a person's own in the place of a conflict of values.
///
/// # Errors
///
/// As [`settle`]; [`EditError::WrongKind`] for a conflict about a whole record.
pub fn settle_with(
    text: &str,
    handbook: &Handbook,
    conflict: &Conflict,
    data: &Data,
) -> Result<String, EditError> {
    if !matches!(conflict.about, Disagreement::Value { .. }) {
        return Err(EditError::WrongKind(conflict.route.clone()));
    }
    let order = |route: &Route| key_order(handbook, route);
    let edit = Draft::read(text)?.set(&conflict.route, data, &order)?;
    Ok(edit.apply(text))
}

/// The text with another id for a record, which its references follow.
fn renamed(text: &str, handbook: &Handbook, route: &Route, id: &str) -> Result<String, EditError> {
    let draft = Draft::read(text)?;
    let root = draft.root().ok_or(EditError::Faulty)?;
    let old = root
        .at(&route.join("id"))
        .and_then(Node::text)
        .unwrap_or_default();
    if old == id {
        return Ok(text.to_owned());
    }
    crate::diff::rename_in(text, handbook, old, id)
}
