//! Answers that people wrote in Markdown, as blocks.

use super::block::Block;

/// Reads an answer, which may contain Markdown.
pub fn markdown_answer(text: &str) -> Vec<Block> {
    vec![Block::paragraph(text)]
}
