//! What migration means for the sector of the record being asked about, beside the reason.

use crate::handbook::{Sectors, ValueKind};
use crate::interview::{Place, Session};
use crate::t;
use crate::ui::Style;

use super::Walk;
use super::canvas::Canvas;

impl Walk<'_> {
    /// The sector's links with migration and questions to ask, where the record names a sector.
    pub(super) fn sector_hint(&self, canvas: &mut Canvas<'_>, session: &Session<'_>) {
        let messages = self.view.messages;
        let language = messages.language();
        let Some(id) = sector_here(session) else {
            return;
        };
        let sectors = Sectors::of(session.lookup().handbook, language);
        let Some((_, text, _)) = sectors.get(&id) else {
            return;
        };
        let name = session.lookup().catalogues.label("sectors", &id, language);
        canvas.gap();
        canvas.say(Some(Style::Strong), &name);
        for paragraph in [&text.effect, &text.cause, &text.risk] {
            canvas.say(None, paragraph);
        }
        for question in &text.questions {
            canvas.indented(None, question, "  - ", "    ");
        }
        let command = format!("mainstream handbook sector {id}");
        canvas.say(
            Some(Style::Dim),
            &t!(messages, "walk-sector-more", command = command),
        );
    }
}

/// The sector that the record being asked about names.
fn sector_here(session: &Session<'_>) -> Option<String> {
    let Place::Field { key, .. } = session.place() else {
        return None;
    };
    let handbook = session.lookup().handbook;
    session.with_project(|project| {
        let record = key.find(project)?;
        let field = project.type_of(handbook, record)?.field("sector")?;
        let is_sector =
            matches!(&field.kind, ValueKind::Code { catalogue, .. } if catalogue == "sectors");
        is_sector
            .then(|| record.text("sector").map(str::to_owned))
            .flatten()
    })
}
