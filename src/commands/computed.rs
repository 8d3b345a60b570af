//! What `get` says about a question whose answer is worked out, in the notation of the file.

use serde_json::{Value as Json, json};

use crate::language::Messages;
use crate::plan::{Computed, ResultRow, Typed};

/// Figures as `name<TAB>value`, then tables with their cells apart by tabs.
pub(crate) fn computed_text(messages: &Messages, result: &Computed) -> String {
    let word = |key: &str| messages.get(key, &[]);
    let mut text = String::new();
    for figure in &result.figures {
        text.push_str(&format!(
            "{}\t{}\n",
            word(figure.label),
            shown(messages, &figure.value)
        ));
    }
    let row = |cells: &[Typed]| {
        let cells: Vec<String> = cells.iter().map(|cell| shown(messages, cell)).collect();
        format!("{}\n", cells.join("\t"))
    };
    for table in result.tables.iter().filter(|table| !table.rows.is_empty()) {
        text.push_str(&format!(
            "\n{}\n{}",
            word(table.caption),
            row(&table.columns)
        ));
        for line in &table.rows {
            match line {
                ResultRow::Body(cells) | ResultRow::Total(cells) => text.push_str(&row(cells)),
                ResultRow::Group(title) => text.push_str(&row(std::slice::from_ref(title))),
            }
        }
    }
    if !result.remarks.is_empty() {
        text.push_str(&format!("\n{}\n", shown(messages, &result.formula.words)));
    }
    for remark in &result.remarks {
        text.push_str(&format!("\n{}\n", remark.shown(messages.language())));
    }
    text
}

/// The same as JSON, with the keys of messages where a person reads words.
pub(crate) fn computed_json(messages: &Messages, result: &Computed) -> Json {
    let cells = |cells: &[Typed]| -> Vec<String> {
        cells.iter().map(|cell| shown(messages, cell)).collect()
    };
    let figures: Vec<Json> = result
        .figures
        .iter()
        .map(|figure| json!({"name": figure.label, "value": shown(messages, &figure.value)}))
        .collect();
    let tables: Vec<Json> = result
        .tables
        .iter()
        .map(|table| {
            let rows: Vec<Json> = table
                .rows
                .iter()
                .map(|row| match row {
                    ResultRow::Body(row) => json!({"kind": "body", "cells": cells(row)}),
                    ResultRow::Total(row) => json!({"kind": "total", "cells": cells(row)}),
                    ResultRow::Group(title) => {
                        json!({"kind": "group", "cells": [shown(messages, title)]})
                    }
                })
                .collect();
            json!({"name": table.caption, "columns": cells(&table.columns), "rows": rows})
        })
        .collect();
    let remarks = result
        .remarks
        .iter()
        .map(|remark| remark.shown(messages.language()));
    let formula = shown(messages, &result.formula.words);
    let remarks: Vec<String> = remarks.collect();
    json!({"figures": figures, "tables": tables, "formula": formula, "remarks": remarks})
}

fn shown(messages: &Messages, value: &Typed) -> String {
    match value {
        Typed::Nothing => String::new(),
        Typed::Number(number) | Typed::Percent(number) => number.normalize().to_string(),
        Typed::Change(change) => signed(*change),
        Typed::Count(count) => count.to_string(),
        Typed::Money(money) => format!("{} {}", money.amount, money.currency()),
        Typed::Year(year) => year.to_string(),
        Typed::Date(date) => date.to_string(),
        Typed::Choice { id, .. } | Typed::Code { id, .. } | Typed::Record(id) => id.clone(),
        Typed::Words(words) => words.clone(),
        Typed::Message(key) => messages.get(key, &[]),
        Typed::Text(text) => text.shown(messages.language()),
    }
}

/// A number with its sign.
fn signed(change: rust_decimal::Decimal) -> String {
    let sign = if change > rust_decimal::Decimal::ZERO {
        "+"
    } else {
        ""
    };
    format!("{sign}{}", change.normalize())
}
