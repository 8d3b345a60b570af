//! The structure files of all layers, read into trees.

use super::layer::Layer;
use crate::source::Span;
use crate::yaml::{self, Node, Parsed};

/// Less than this many bytes are not worth a thread.
const WORTH_A_THREAD: usize = 16 * 1024;

/// One file of one layer.
#[derive(Debug)]
pub(super) struct FileTree<'t> {
    pub(super) layer: usize,
    /// The path below the layer's folder.
    pub(super) path: String,
    pub(super) text: &'t str,
    parsed: Parsed<'t>,
}

impl<'t> FileTree<'t> {
    /// The tree, unless the notation has a fault: then nobody knows what the rest would have said.
    pub(super) fn root(&self) -> Option<&Node<'t>> {
        if self.has_faults() {
            return None;
        }
        self.parsed.root.as_ref()
    }

    /// Whether the notation has a fault; a file without any content has none.
    pub(super) fn has_faults(&self) -> bool {
        let faults = self.parsed.faults.iter();
        faults.filter(|fault| fault.kind.key() != "empty").count() > 0
    }
}

/// Reads the structure files of all layers, the lowest layer first, about half of the bytes in a
/// second thread: this is most of what a start costs.
pub(super) fn read<'t>(layers: &'t [(usize, &'t Layer)]) -> Vec<FileTree<'t>> {
    let mut files = Vec::new();
    for (index, layer) in layers {
        for path in layer.structure() {
            if let Some(text) = layer.text(&path) {
                files.push((*index, path, text));
            }
        }
    }
    let total: usize = files.iter().map(|(_, _, text)| text.len()).sum();
    let parse = |(layer, path, text): (usize, String, &'t str)| FileTree {
        layer,
        path,
        text,
        parsed: yaml::parse(text),
    };
    if total < WORTH_A_THREAD {
        return files.into_iter().map(parse).collect();
    }
    let mut before = 0;
    let half = files.iter().position(|(_, _, text)| {
        before += text.len();
        before >= total / 2
    });
    let rest = files.split_off(half.map_or(files.len(), |half| half + 1));
    std::thread::scope(|scope| {
        let rest = scope.spawn(move || rest.into_iter().map(parse).collect::<Vec<_>>());
        let mut read: Vec<_> = files.into_iter().map(parse).collect();
        // The thread only parses, which never fails.
        read.extend(rest.join().unwrap_or_default());
        read
    })
}

/// The first line of a value: enough to point at it.
pub(super) fn head(span: Span, node: &Node<'_>) -> Span {
    match &node.value {
        yaml::Value::Mapping(map) if !map.flow => map
            .entries
            .first()
            .map_or(span, |entry| entry.key_span),
        yaml::Value::Sequence(list) if !list.flow => Span::new(span.start, (span.start + 1).min(span.end)),
        _ => span,
    }
}
