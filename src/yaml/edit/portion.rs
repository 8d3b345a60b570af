//! One entry of a text as a small text of its own, for many edits inside it.

use crate::source::Span;
use crate::yaml::edit::layout::Layout;
use crate::yaml::edit::relocate::data_at;
use crate::yaml::edit::respell::spliced;
use crate::yaml::edit::{Draft, Edit, EditError, difference};
use crate::yaml::emit::Blocks;
use crate::yaml::{Route, Step, parse};

/// An entry cut out with its comments, below the keys that lead to it: the same route leads to it
/// in [`Portion::text`] as in the whole.
#[derive(Clone, Debug)]
pub struct Portion {
    /// The small text; edit it below the route.
    pub text: String,
    route: Route,
    /// The lines of the entry in the whole.
    span: Span,
    /// The keys as they were, to see that they still are.
    keys: String,
}

impl Draft<'_> {
    /// Cuts out the entry at a route of keys; none where it shares its lines with others.
    pub fn portion(&self, route: &Route) -> Option<Portion> {
        let layout = Layout::of(self.text, self.root.as_ref(), Blocks::NoKeep);
        let mut node = self.root.as_ref()?;
        let mut keys = String::new();
        let mut span = None;
        for (depth, step) in route.steps().iter().enumerate() {
            let (Step::Key(key), Some(mapping)) = (step, node.as_mapping()) else {
                return None;
            };
            let entry = mapping.entry(key)?;
            let start = entry.key_span.start;
            if mapping.flow || !layout.begins_line(start) {
                return None;
            }
            let column = layout.column(start);
            if depth + 1 == route.len() {
                let end = layout.tail_end(&entry.value, column);
                span = Some(Span::new(layout.head_start(start), layout.next_line(end)));
            } else {
                let written = entry.key_span.slice(self.text);
                keys.push_str(&format!("{:column$}{written}:{}", "", layout.line_ending()));
            }
            node = &entry.value;
        }
        let span = span?;
        Some(Portion {
            text: format!("{keys}{}", span.slice(self.text)),
            route: route.clone(),
            span,
            keys,
        })
    }

    /// Puts edited portions back in the place of what they were cut from.
    ///
    /// # Errors
    ///
    /// [`EditError::Unsafe`] where something else would change.
    pub fn put_back(&self, portions: &[Portion]) -> Result<Edit, EditError> {
        let mut wanted = self.root.as_ref().ok_or(EditError::Unsafe)?.to_data();
        let mut splices = Vec::with_capacity(portions.len());
        for portion in portions {
            let rest = portion.text.strip_prefix(portion.keys.as_str());
            let rest = rest.ok_or(EditError::Unsafe)?;
            let parsed = parse(&portion.text);
            let value = parsed
                .root
                .as_ref()
                .and_then(|root| root.at(&portion.route));
            let place = data_at(&mut wanted, portion.route.steps());
            *place.ok_or(EditError::Unsafe)? = value.ok_or(EditError::Unsafe)?.to_data();
            let mut lines = rest.to_owned();
            if portion.span.end < self.text.len() && !lines.ends_with('\n') {
                lines.push('\n');
            }
            splices.push((portion.span, lines));
        }
        splices.sort_by_key(|(span, _)| span.start);
        let text = spliced(self.text, &splices).ok_or(EditError::Unsafe)?;
        let parsed = parse(&text);
        let new = parsed.root.as_ref().filter(|_| parsed.faults.is_empty());
        if new.is_some_and(|new| new.to_data() == wanted) {
            Ok(difference(self.text, &text))
        } else {
            Err(EditError::Unsafe)
        }
    }
}
