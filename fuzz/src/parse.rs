//! Reading YAML.

use mainstream::source::SourceFile;
use mainstream::yaml::{Data, EmitOptions, emit, parse};

use super::tree::{assert_places, is_read_alike, sound};

/// A text is read, whatever it is; all places are right; what was read can be written, and reads the
/// same then.
pub fn try_bytes(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let parsed = parse(text);
    assert_places(&parsed, text);
    let source = SourceFile::new("fuzz.yaml", text.to_owned());
    for fault in &parsed.faults {
        let (start, end) = (
            source.position(fault.span.start),
            source.position(fault.span.end),
        );
        assert!(
            start <= end && end.line <= source.line_count() + 1,
            "{fault:?}"
        );
    }
    let Some(root) = parsed.root.filter(|_| parsed.faults.is_empty()) else {
        return true;
    };
    let data = root.to_data();
    if !has_short_keys(&data) {
        return true;
    }
    let written = emit(&data, 0, EmitOptions::default());
    let again = sound(&written).unwrap_or_else(|| panic!("written with faults:\n{written}"));
    assert!(data.same_as(&again), "{data:?} written as\n{written}");
    assert!(
        is_read_alike(&written, &again),
        "read otherwise elsewhere:\n{written}"
    );
    true
}

/// Keys beyond a limit cannot be read back, by anyone; an escape takes four bytes for one.
fn has_short_keys(data: &Data) -> bool {
    match data {
        Data::Mapping(entries) => entries
            .iter()
            .all(|(key, value)| key.len() < 250 && has_short_keys(value)),
        Data::Sequence(items) => items.iter().all(has_short_keys),
        _ => true,
    }
}
