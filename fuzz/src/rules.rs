//! The whole check of a file, and what becomes of its findings in every format.

use std::path::Path;

use mainstream::check::{Checked, check_text};
use mainstream::emit::{Audience, Base, FileReport, Format, Look};
use mainstream::ui::sanitize_line;

use super::tree::is_place;
use super::world::World;

/// Any bytes are checked; every finding has a place and a wording, in every format.
pub fn try_bytes(bytes: &[u8]) -> bool {
    let world = World::shared();
    let checked = check_text("fuzz.yaml", bytes, &world.setting());
    assert_findings(&checked);
    let again = check_text("fuzz.yaml", bytes, &world.setting());
    assert_eq!(checked.findings, again.findings);
    write_all(&checked, world);
    true
}

/// All places lie in the text; findings stand in its order.
pub(crate) fn assert_findings(checked: &Checked) {
    let text = checked.source.text();
    for finding in &checked.findings {
        assert!(is_place(finding.span, text), "{finding:?}");
        let others = finding.others.iter().map(|other| other.span);
        let repair = finding.repair.iter().map(|repair| repair.span);
        for span in others.chain(repair) {
            assert!(is_place(span, text), "{span:?} of {finding:?}");
        }
    }
    let starts = checked.findings.iter().map(|finding| finding.span.start);
    assert!(starts.is_sorted(), "{:?}", checked.findings);
}

fn write_all(checked: &Checked, world: &World) {
    let audience = Audience {
        pages: &world.pages,
        messages: &world.messages,
        clean: &|text| sanitize_line(text).into_owned(),
        base: Base::new(Path::new("/")),
        version: "0.0.0",
    };
    let report = FileReport {
        source: &checked.source,
        findings: &checked.findings,
        country: checked.country.as_deref(),
        question: &|code| Some(code.to_owned()),
    };
    for format in Format::ALL {
        let look = Look {
            color: false,
            plain: false,
            width: 60,
        };
        let written = format.writer(&audience, look).file(&report);
        assert!(
            !written.is_empty() || checked.findings.is_empty(),
            "{format:?}"
        );
    }
}
