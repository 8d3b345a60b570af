//! What results need of a project: who takes a list or a question out of the handbook is told what
//! loses its input. A test holds the table against the sources.

/// A result, and the records and questions it is worked out from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uses {
    /// The name of the result: of a computation, else of the part of the program.
    pub name: &'static str,
    /// The record types it looks at.
    pub records: &'static [&'static str],
    /// The questions it looks at, by path.
    pub questions: &'static [&'static str],
}

const fn of_records(name: &'static str, records: &'static [&'static str]) -> Uses {
    Uses {
        name,
        records,
        questions: &[],
    }
}

/// Every result of the program that looks at certain records or questions.
pub static USES: &[Uses] = &[
    of_records(
        "threads",
        &[
            "problem",
            "objective",
            "action",
            "budget-line",
            "indicator",
            "reading",
            "body",
        ],
    ),
    Uses {
        name: "ranking",
        records: &["objective", "criterion", "score"],
        questions: &["priorities.scorer-method"],
    },
    of_records(
        "resource-gap",
        &["spending", "external-fund", "need", "exchange-rate"],
    ),
    of_records(
        "balance",
        &[
            "objective",
            "action",
            "budget-line",
            "body",
            "exchange-rate",
        ],
    ),
    of_records("total-cost", &["budget-line", "action", "exchange-rate"]),
    of_records("funding-gap", &["budget-line", "fund", "exchange-rate"]),
    of_records(
        "donor-dependence",
        &["fund", "budget-line", "exchange-rate"],
    ),
    of_records("late-leads", &["action", "body"]),
    of_records("women-share", &["body"]),
    // The rules on meaning look at what the results above need, and at these too.
    Uses {
        name: "check",
        records: &[
            "adaptation-tie",
            "consultation",
            "consultation-finding",
            "data-gap",
            "decision",
            "figure",
            "focal-point",
            "insertion",
            "lens-review",
            "meeting",
            "milestone",
            "task",
        ],
        questions: &[
            "case-file.plan-stage",
            "funding.domestic-share",
            "priorities.capacity-limit",
            "readiness.months-left",
            "readiness.ownership",
            "readiness.political-backing",
            "readiness.verdict",
            "route.chosen-route",
            "route.insertions",
            "route.plan-goals-served",
            "route.sector-strategies",
            "set-up.absent-sectors",
        ],
    },
    Uses {
        name: "cover",
        records: &[],
        questions: &["case-file.confidentiality"],
    },
];
