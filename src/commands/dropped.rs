//! Parts of the handbook that an overlay dropped, named by somebody.

use crate::error::{Exit, Failure};
use crate::handbook::Dropped;

use super::app::App;

/// Refuses a part that is not asked, with the overlay and its reason.
///
/// # Errors
///
/// [`Failure`] where a layer dropped it.
pub(super) fn refuse_dropped(
    app: &App,
    name: &str,
    dropped: Option<&Dropped>,
) -> Result<(), Failure> {
    let Some(dropped) = dropped else {
        return Ok(());
    };
    let layer = &app.handbook.layers[dropped.layer].id;
    let reason = dropped.reason.shown(app.language().code());
    Err(Failure::new(Exit::Usage, "part-dropped")
        .with("name", name)
        .with("layer", layer)
        .with("reason", reason))
}
