//! The block at the end of a project file that holds what has no place in the present edition.

use crate::project::ASIDE_KEY;
use crate::yaml::edit::{self, Draft, EditError, Lifted, Portion};
use crate::yaml::{Data, LineEnding, Node, Route, parse};

/// The block as a small text of its own.
pub(super) struct AsideBlock {
    doc: String,
    /// Where the block stands already.
    portion: Option<Portion>,
    n_added: usize,
}

impl AsideBlock {
    /// The block of a file, or an empty one for it.
    pub(super) fn of(draft: &Draft<'_>) -> Result<Self, EditError> {
        let route = Route::keys([ASIDE_KEY]);
        let portion = draft.portion(&route);
        let node = draft.root().and_then(|root| root.at(&route));
        if node.is_some_and(|node| !node.is_null() && node.as_mapping().is_none()) {
            return Err(EditError::WrongKind(route));
        }
        let ending = LineEnding::of(draft.text()).as_str();
        let doc = match (&portion, node) {
            (Some(portion), _) => portion.text.clone(),
            // A block in braces is written anew.
            (None, Some(node)) => {
                let whole = Data::Mapping(vec![(ASIDE_KEY.to_owned(), node.to_data())]);
                edit::set("", &Route::root(), &whole)?.apply("")
            }
            (None, None) => format!("{ASIDE_KEY}:{ending}"),
        };
        Ok(Self {
            doc,
            portion,
            n_added: 0,
        })
    }

    /// Keeps something aside under the path it had.
    pub(super) fn add(
        &mut self,
        path: &str,
        edition: &str,
        reason: &str,
        lifted: &Lifted,
    ) -> Result<(), EditError> {
        let key = self.free_key(path);
        let route = Route::keys([ASIDE_KEY, &key]);
        let head = Data::Mapping(vec![
            ("edition".to_owned(), Data::Text(edition.to_owned())),
            ("reason".to_owned(), Data::Text(reason.to_owned())),
        ]);
        self.doc = edit::set(&self.doc, &route, &head)?.apply(&self.doc);
        let draft = Draft::read(&self.doc)?;
        let edit = draft.plant(&route.join("was"), lifted, &|_| None)?;
        self.doc = edit.apply(&self.doc);
        self.n_added += 1;
        Ok(())
    }

    /// The path, or with a number behind it where that is taken.
    fn free_key(&self, path: &str) -> String {
        let parsed = parse(&self.doc);
        let block = parsed
            .root
            .as_ref()
            .and_then(|root| root.at(&Route::keys([ASIDE_KEY])));
        let block = block.and_then(Node::as_mapping);
        let is_free = |key: &String| block.is_none_or(|block| block.get(key).is_none());
        let numbered = (2..).map(|n| format!("{path} ({n})"));
        let mut keys = std::iter::once(path.to_owned()).chain(numbered);
        keys.find(is_free).unwrap_or_default()
    }

    /// The text of the file with the block in its place.
    pub(super) fn written_into(self, text: &str) -> Result<String, EditError> {
        if self.n_added == 0 {
            return Ok(text.to_owned());
        }
        let draft = Draft::read(text)?;
        let route = Route::keys([ASIDE_KEY]);
        let block = {
            let parsed = parse(&self.doc);
            let node = parsed.root.as_ref().and_then(|root| root.at(&route));
            node.map(Node::to_data).ok_or(EditError::Unsafe)?
        };
        if self.portion.is_some() {
            // What stands before the block has changed since it was cut out.
            if let Some(mut portion) = draft.portion(&route) {
                portion.text = self.doc;
                return Ok(draft.put_back(&[portion])?.apply(text));
            }
        } else if let Some(text) = appended(&draft, &self.doc, &block) {
            return Ok(text);
        }
        Ok(draft.set(&route, &block, &|_| None)?.apply(text))
    }
}

/// The text with the block behind its last line, where it reads as meant there.
fn appended(draft: &Draft<'_>, doc: &str, block: &Data) -> Option<String> {
    let text = draft.text();
    let ending = LineEnding::of(text).as_str();
    let end = if text.ends_with('\n') { "" } else { ending };
    let new = format!("{text}{end}{doc}");
    let mut wanted = draft.root()?.to_data();
    let Data::Mapping(entries) = &mut wanted else {
        return None;
    };
    entries.push((ASIDE_KEY.to_owned(), block.clone()));
    let reads_right = {
        let parsed = parse(&new);
        let root = parsed.root.as_ref().filter(|_| parsed.faults.is_empty());
        root.is_some_and(|root| root.to_data() == wanted)
    };
    reads_right.then_some(new)
}
