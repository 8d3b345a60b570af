//! What bodies, actions and indicators are to the plan: by role, status and level.

use super::{Action, Body, Indicator};

impl Body<'_> {
    /// Whether the exercise set it up, or works through it.
    pub(crate) fn is_of_set_up(&self) -> bool {
        matches!(
            self.role,
            Some(
                "steering"
                    | "inter-ministerial"
                    | "sub-group"
                    | "support-group"
                    | "consultative"
                    | "secretariat"
                    | "data-group"
                    | "delivery"
            )
        )
    }

    /// Whether somebody has to chair it.
    pub(crate) fn needs_chair(&self) -> bool {
        matches!(
            self.role,
            Some("steering" | "inter-ministerial" | "sub-group" | "delivery")
        )
    }

    /// Whether its meetings keep the exercise going.
    pub(crate) fn coordinates(&self) -> bool {
        matches!(
            self.role,
            Some("steering" | "inter-ministerial" | "delivery" | "consultative")
        )
    }

    /// Whether it is a part of the state that can have a focal point.
    pub(crate) fn is_of_government(&self) -> bool {
        matches!(
            self.role,
            Some(
                "ministry"
                    | "planning"
                    | "finance"
                    | "statistics"
                    | "centre-of-government"
                    | "agency"
                    | "diaspora-office"
            )
        )
    }

    /// Whether it stands outside government, or only advises.
    pub(crate) fn is_outside(&self) -> bool {
        matches!(
            self.role,
            Some("partner" | "consultative" | "support-group")
        )
    }

    /// Whether nobody says that it does not work.
    pub(crate) fn is_active(&self) -> bool {
        self.active != Some("no")
    }
}

impl Action<'_> {
    /// Whether it was not stopped.
    pub(crate) fn is_live(&self) -> bool {
        self.status != Some("stopped")
    }
}

impl Indicator<'_> {
    /// Whether it measures what is put in or done, and not what changes.
    pub(crate) fn is_of_work(&self) -> bool {
        matches!(self.level, Some("input" | "output"))
    }
}
