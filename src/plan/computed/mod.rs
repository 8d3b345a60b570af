//! What is worked out and never asked: results as data, each with how it was worked out.
//!
//! The typed functions on [`Plan`] are for code; [`compute`] turns them into figures and tables
//! with message keys in place of words, for whoever shows them.

mod balance;
mod cost;
mod dependence;
mod instrument;
mod late;
mod ranking;
mod women;

use jiff::civil::Date;
use rust_decimal::Decimal;

pub use balance::Balance;
pub use cost::{Cost, FundingRow, ResourceRow};
pub use dependence::Dependence;
pub use late::{Late, LateReason};
pub use ranking::Ranked;
pub use women::WomenShare;

use super::{Conversion, Plan, Rate};
use crate::handbook::Instruments;
use crate::handbook::LocalText;
use crate::project::Money;

/// A value of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// Nothing to show.
    Nothing,
    /// A number.
    Number(Decimal),
    /// How many.
    Count(usize),
    /// A share of a hundred.
    Percent(Decimal),
    /// By how much something changed, shown with its sign.
    Change(Decimal),
    /// An amount.
    Money(Money),
    /// A year.
    Year(i16),
    /// A day.
    Date(Date),
    /// An entry of a choice set.
    Choice {
        /// The set.
        set: &'static str,
        /// The id.
        id: String,
    },
    /// An entry of a catalogue.
    Code {
        /// The catalogue.
        catalogue: &'static str,
        /// The id.
        id: String,
    },
    /// A record, to be shown by its title.
    Record(String),
    /// Words of the team, or a currency code.
    Words(String),
    /// A message of the program, by its key.
    Message(&'static str),
    /// A text of the handbook.
    Text(LocalText),
}

/// A value with the key of the message that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The key.
    pub label: &'static str,
    /// The value.
    pub value: Typed,
}

/// A row of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResultRow {
    /// One cell a column.
    Body(Vec<Typed>),
    /// The heading of the rows that follow.
    Group(Typed),
    /// A sum.
    Total(Vec<Typed>),
}

/// A table of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultTable {
    /// The key of the message that says what it shows.
    pub caption: &'static str,
    /// The headings.
    pub columns: Vec<Typed>,
    /// The rows.
    pub rows: Vec<ResultRow>,
}

/// How a result was worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// A message or a text that says it in words.
    pub words: Typed,
    /// What went in.
    pub inputs: Vec<Figure>,
    /// The exchange rates that were used.
    pub rates: Vec<Rate>,
}

/// What could not be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// The key of the message that says what and why; it takes `n`.
    pub key: &'static str,
    /// How many.
    pub n: usize,
}

/// A result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// The name of the computation, as in the handbook's `compute`.
    pub name: String,
    /// The result in figures.
    pub figures: Vec<Figure>,
    /// The result in tables.
    pub tables: Vec<ResultTable>,
    /// How it was worked out.
    pub formula: Formula,
    /// What could not be counted.
    pub left_out: Vec<LeftOut>,
    /// What kind of figures they are, where that has to be said with them.
    pub remarks: Vec<LocalText>,
}

impl Computed {
    /// Whether there was nothing to work out.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.tables.iter().all(|table| table.rows.is_empty())
    }

    fn new(name: &'static str, formula: &'static str) -> Self {
        Self {
            name: name.to_owned(),
            figures: Vec::new(),
            tables: Vec::new(),
            formula: Formula {
                words: Typed::Message(formula),
                inputs: Vec::new(),
                rates: Vec::new(),
            },
            left_out: Vec::new(),
            remarks: Vec::new(),
        }
    }

    fn figure(&mut self, label: &'static str, value: Typed) {
        self.figures.push(Figure { label, value });
    }

    fn input(&mut self, label: &'static str, value: Typed) {
        self.formula.inputs.push(Figure { label, value });
    }

    fn leave_out(&mut self, key: &'static str, n: usize) {
        if n > 0 {
            self.left_out.push(LeftOut { key, n });
        }
    }

    /// Takes over a sum in the plan's currency, with its rates; one that took none is no news.
    fn converted(&mut self, label: &'static str, conversion: Option<Conversion>) {
        if let Some(conversion) = conversion.filter(|conversion| !conversion.rates.is_empty()) {
            self.figure(label, Typed::Money(conversion.sum));
            self.use_rates(&conversion.rates);
        }
    }

    fn use_rates(&mut self, rates: &[Rate]) {
        self.formula.rates.extend_from_slice(rates);
        self.formula.rates.sort();
        self.formula.rates.dedup();
    }

    fn table(&mut self, caption: &'static str, columns: Vec<Typed>, rows: Vec<ResultRow>) {
        if !rows.is_empty() {
            self.tables.push(ResultTable {
                caption,
                columns,
                rows,
            });
        }
    }
}

type Computation = fn(&Plan<'_>, Date) -> Computed;

/// Every computation by the name the handbook gives it.
pub(crate) static COMPUTATIONS: &[(&str, Computation)] = &[
    ("ranking", ranking::computed),
    ("resource-gap", cost::resource_gap),
    ("balance", balance::computed),
    ("total-cost", cost::total_cost),
    ("funding-gap", cost::funding_gap),
    ("donor-dependence", dependence::computed),
    ("late-leads", late::computed),
    ("women-share", women::computed),
];

/// The names of all computations, instruments and their domains included.
pub fn computations(instruments: &Instruments) -> Vec<String> {
    let own = COMPUTATIONS.iter().map(|(name, _)| (*name).to_owned());
    let instruments = instruments.all.iter().flat_map(|instrument| {
        let domains = instrument.domains.iter();
        let domains = domains.map(|domain| format!("{}:{}", instrument.id, domain.id));
        std::iter::once(instrument.id.clone()).chain(domains)
    });
    own.chain(instruments).collect()
}

/// The result of a computation the handbook names, or of an instrument or one of its domains
/// (`sdg-10-7-2`, `sdg-10-7-2:rights`); none where no computation has that name.
pub fn compute(name: &str, plan: &Plan<'_>, today: Date) -> Option<Computed> {
    match COMPUTATIONS.iter().find(|(known, _)| *known == name) {
        Some((_, computation)) => Some(computation(plan, today)),
        None => instrument::compute(name, plan),
    }
}

fn headings(keys: &[&'static str]) -> Vec<Typed> {
    keys.iter().map(|key| Typed::Message(key)).collect()
}

fn share(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let hundredfold = part.checked_mul(Decimal::ONE_HUNDRED)?;
    hundredfold
        .checked_div(whole)
        .map(|share| share.round_dp_with_strategy(1, HALF_UP))
}

/// Rounding as people learn it at school.
pub(super) const HALF_UP: rust_decimal::RoundingStrategy =
    rust_decimal::RoundingStrategy::MidpointAwayFromZero;
