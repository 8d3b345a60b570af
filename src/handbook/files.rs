//! The structure files of all layers, read into trees.

use super::layer::Layer;
use crate::source::Span;
use crate::yaml::{self, FaultKind, Node};

/// One file of one layer.
#[derive(Debug)]
pub(super) struct FileTree<'t> {
    pub(super) layer: usize,
    /// The path below the layer's folder.
    pub(super) path: String,
    pub(super) text: &'t str,
    root: Option<Node<'t>>,
    has_faults: bool,
}

impl<'t> FileTree<'t> {
    fn read(layer: usize, from: &'t Layer, path: String, text: &'t str) -> Self {
        let (root, has_faults) = if let Some(json) = from.prepared(&path) {
            (yaml::parse_prepared(json), false)
        } else {
            let parsed = yaml::parse(text);
            // A file without any content says nothing, which is no fault.
            let mut faults = parsed.faults.iter();
            let has_faults = faults.any(|fault| fault.kind != FaultKind::Empty);
            (parsed.root, has_faults)
        };
        Self {
            layer,
            path,
            text,
            root,
            has_faults,
        }
    }

    /// The tree, unless the notation has a fault: then nobody knows what the rest would have said.
    pub(super) fn root(&self) -> Option<&Node<'t>> {
        self.root.as_ref().filter(|_| !self.has_faults)
    }

    /// Whether the notation has a fault.
    pub(super) fn has_faults(&self) -> bool {
        self.has_faults
    }
}

/// Reads the structure files of all layers, the lowest layer first.
pub(super) fn read<'t>(layers: &[&'t Layer]) -> Vec<FileTree<'t>> {
    let mut files = Vec::new();
    for (index, layer) in layers.iter().enumerate() {
        for path in layer.structure() {
            if let Some(text) = layer.text(&path) {
                files.push(FileTree::read(index, layer, path, text));
            }
        }
    }
    files
}

/// The first line of a value: enough to point at it.
pub(super) fn head(span: Span, node: &Node<'_>) -> Span {
    match &node.value {
        yaml::Value::Mapping(map) if !map.flow => {
            map.entries.first().map_or(span, |entry| entry.key_span)
        }
        yaml::Value::Sequence(list) if !list.flow => {
            Span::new(span.start, (span.start + 1).min(span.end))
        }
        _ => span,
    }
}
