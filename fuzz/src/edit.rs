//! One change to a text.

use mainstream::source::Span;
use mainstream::yaml::edit::{
    Edit, EditError, insert_item, is_same_but_at, move_item, remove, set,
};
use mainstream::yaml::{Data, Node, Route, Step, Value, parse};

use super::tree::{has_common_blanks, has_lone_return, is_read_alike, routes, sound};

/// The first line says what is to be done, at which of the text's places, counted from its root, and
/// with what: `set 3 VALUE`, `key 3 NAME VALUE`, `insert 3 0 VALUE`, `move 3 0 1`, `remove 3`. What
/// follows is the text.
///
/// The change is made as it was meant and nothing else is changed, or it is refused.
pub fn try_bytes(bytes: &[u8]) -> bool {
    let Ok(input) = std::str::from_utf8(bytes) else {
        return false;
    };
    let Some((order, text)) = input.split_once('\n') else {
        return false;
    };
    let Some(root) = sound(text) else {
        return false;
    };
    let Some((order, place, rest)) = split(order) else {
        return false;
    };
    let routes = routes(&root);
    let job = Job {
        text,
        root: &root,
        route: &routes[place % routes.len()],
    };
    let is_tried = || -> Option<()> {
        match order {
            "set" => job.set(&value(rest)?),
            "key" => {
                let (key, data) = rest.split_once(' ')?;
                job.key(key, &value(data)?);
            }
            "insert" => {
                let (at, data) = number(rest)?;
                job.insert(at, &value(data)?);
            }
            "move" => {
                let (from, to) = number(rest)?;
                job.shift(from, to.parse().ok()?);
            }
            "remove" => job.remove(),
            _ => return None,
        }
        Some(())
    };
    is_tried().is_some()
}

/// A word, a number, and what follows.
fn split(order: &str) -> Option<(&str, usize, &str)> {
    let (word, rest) = order.split_once(' ')?;
    let (place, rest) = number(rest)?;
    Some((word, place, rest))
}

fn number(text: &str) -> Option<(usize, &str)> {
    let (number, rest) = text.split_once(' ').unwrap_or((text, ""));
    Some((usize::from(number.parse::<u16>().ok()?), rest))
}

/// The value that a text holds; nothing where it holds none.
fn value(text: &str) -> Option<Data> {
    let parsed = parse(text);
    match parsed.root {
        Some(root) if parsed.faults.is_empty() => Some(root.to_data()),
        None => Some(Data::Null),
        Some(_) => None,
    }
}

struct Job<'j> {
    text: &'j str,
    root: &'j Node<'j>,
    route: &'j Route,
}

impl Job<'_> {
    fn set(&self, data: &Data) {
        let Some((edit, new)) = self.made(set(self.text, self.route, data), "set") else {
            return;
        };
        let root = read(&new);
        let here = root.at(self.route).expect("what was set is there");
        assert!(data.same_as(here), "{data:?} set in\n{new}");
        assert!(is_same_but_at(self.root, &root, self.route), "{new}");
        let is_near = edit.is_empty() || self.may_touch().contains(edit.span);
        assert!(is_near || has_lone_return(self.text), "{edit:?}");
        let again = set(&new, self.route, data).expect("what was set can be set");
        assert!(again.is_empty(), "set twice in\n{new}");
    }

    fn key(&self, key: &str, data: &Data) {
        let node = self.root.at(self.route).expect("the place");
        if node.as_mapping().is_some_and(|map| map.get(key).is_some()) {
            return;
        }
        let route = self.route.join(key);
        let Some((_, new)) = self.made(set(self.text, &route, data), "key") else {
            return;
        };
        let root = read(&new);
        let here = root.at(&route).expect("what was set is there");
        assert!(data.same_as(here), "{data:?} set in\n{new}");
        let back = remove(&new, &route).map(|edit| edit.apply(&new));
        if let (Ok(back), Some(_)) = (back, node.as_mapping()) {
            let root = read(&back);
            assert_eq!(
                root.to_data(),
                self.root.to_data(),
                "set and removed:\n{new}"
            );
        }
    }

    fn insert(&self, at: usize, data: &Data) {
        let made = insert_item(self.text, self.route, at, data);
        let Some((_, new)) = self.made(made, "insert") else {
            return;
        };
        let root = read(&new);
        let here = root
            .at(&self.route.join(at))
            .expect("what was put in is there");
        assert!(data.same_as(here), "{data:?} put in\n{new}");
    }

    fn shift(&self, from: usize, to: usize) {
        let made = move_item(self.text, self.route, from, to);
        let Some((_, new)) = self.made(made, "move") else {
            return;
        };
        let root = read(&new);
        let old = self.root.at(&self.route.join(from)).map(Node::to_data);
        assert_eq!(
            root.at(&self.route.join(to)).map(Node::to_data),
            old,
            "{new}"
        );
    }

    fn remove(&self) {
        if let Some((_, new)) = self.made(remove(self.text, self.route), "remove") {
            let left = sound(&new).map(|root| root.to_data());
            assert_ne!(
                left.as_ref(),
                Some(&self.root.to_data()),
                "nothing removed:\n{new}"
            );
        }
    }

    /// The edit and the text after it, unless it was refused; a sound text is never called faulty.
    fn made(&self, made: Result<Edit, EditError>, what: &str) -> Option<(Edit, String)> {
        assert!(made != Err(EditError::Faulty), "{what}");
        let edit = made.ok()?;
        let new = edit.apply(self.text);
        if has_common_blanks(self.text) && is_read_alike(self.text, self.root) {
            let root = read(&new);
            assert!(
                is_read_alike(&new, &root),
                "read otherwise elsewhere now:\n{new}"
            );
        }
        Some((edit, new))
    }

    /// From the line on which the place begins to that on which it ends, with the comments below.
    fn may_touch(&self) -> Span {
        let node = self.root.at(self.route).expect("the place");
        let parent = self.route.parent().and_then(|parent| self.root.at(&parent));
        let start = match (parent.map(|parent| &parent.value), self.route.last()) {
            (Some(Value::Mapping(map)), Some(Step::Key(key))) => {
                map.entry(key).expect("the key").key_span.start
            }
            // From where the item before it ends: its dash may stand on a line of its own.
            (Some(Value::Sequence(list)), Some(Step::Index(index))) => {
                let before = index.checked_sub(1).and_then(|index| list.items.get(index));
                before.map_or(0, |before| before.span.end)
            }
            _ => return Span::new(0, self.text.len()),
        };
        let start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let mut end = node.span.end;
        for (index, line) in self.text[end..].split_inclusive('\n').enumerate() {
            let is_comment = line.trim().is_empty() || line.trim_start().starts_with('#');
            if index > 0 && !is_comment {
                break;
            }
            end += line.len();
        }
        Span::new(start, end)
    }
}

fn read(text: &str) -> Node<'_> {
    sound(text).unwrap_or_else(|| panic!("has faults now:\n{text}"))
}
