//! Reports that the tests write in every format.

use jiff::civil::date;
use mainstream::report::{
    Align, Block, Cell, Column, Definition, Direction, Inlines, Labels, Notice, NoticeKind, Report,
    Section, StateKind, Table, markdown_answer,
};
use rust_decimal::Decimal;

/// The fixed words in English.
pub(crate) fn labels() -> Labels {
    Labels {
        contents: "Contents".into(),
        skip_to_content: "Skip to the content".into(),
        about: "About this document".into(),
        page: "Page".into(),
        table: "Table".into(),
        info: "Note".into(),
        warning: "Warning".into(),
        fictitious: "Invented figures".into(),
        missing: "Missing".into(),
        not_answered: "Not answered".into(),
        yes: "yes".into(),
        no: "no".into(),
    }
}

/// A report with nothing but one section of the given blocks.
pub(crate) fn with_blocks(blocks: Vec<Block>) -> Report {
    let mut report = Report::new("en", "Title", labels());
    report
        .sections
        .push(Section::new("only", "Only").blocks(blocks));
    report
}

/// A report in which every text that a person could have written is the token
/// the function gives for the place's name.
pub(crate) fn planted(mut token: impl FnMut(&str) -> String) -> Report {
    let mut report = Report::new("en", token("title"), labels());
    report.subtitle = Some(token("subtitle").into());
    report.add_metadata(token("metadata label"), token("metadata value"));
    report.notices.push(Notice::new(
        NoticeKind::Fictitious,
        token("notice title"),
        vec![Block::paragraph(token("notice text"))],
    ));
    let inlines = Inlines::text(token("text"))
        .then(" ")
        .then(Inlines::strong(token("strong")))
        .then(Inlines::emphasis(token("emphasis")))
        .then(" ")
        .then(Inlines::link("https://example.org/plan", token("link")))
        .then(Inlines::line_break())
        .then(Inlines::code(token("code span")))
        .then(" ")
        .then(Inlines::reference("outer", token("reference")))
        .then(" ")
        .then(Inlines::reference(
            "no-such-section",
            token("lost reference"),
        ));
    let inner = Section::new("inner", token("inner title"))
        .numbered("1.1")
        .block(Block::PageBreak)
        .block(Block::Quote(vec![Block::paragraph(token("quote"))]))
        .block(Block::code(&format!(
            "{}\n    {}",
            token("code"),
            token("code line")
        )))
        .block(Block::progress(
            token("progress"),
            3,
            10,
            token("progress words"),
        ))
        .block(planted_table(&mut token));
    report.sections.push(
        Section::new("outer", token("outer title"))
            .numbered(token("number"))
            .block(Block::Paragraph(inlines))
            .block(Block::callout(
                NoticeKind::Warning,
                token("callout"),
                vec![Block::bullets([token("callout item")])],
            ))
            .block(Block::bullets([token("bullet"), token("second bullet")]))
            .block(Block::List {
                ordered: true,
                items: vec![vec![
                    Block::paragraph(token("numbered")),
                    Block::bullets([token("nested")]),
                    Block::paragraph(token("after nested")),
                ]],
            })
            .block(Block::definitions([(token("term"), token("definition"))]))
            .block(Block::Definitions(vec![Definition::new(
                token("long term"),
                vec![
                    Block::paragraph(token("first")),
                    Block::paragraph(token("second")),
                ],
            )]))
            .section(inner),
    );
    report
}

fn planted_table(token: &mut impl FnMut(&str) -> String) -> Table {
    Table::new([
        Column::text(token("column")),
        Column::number(token("number column")),
        Column::money(token("money column")),
        Column::date(token("date column")),
        Column::percent(token("percent column")),
        Column::state(token("state column")).aligned(Align::Center),
    ])
    .caption(token("caption"))
    .with_row_headers()
    .group(token("group"))
    .row([
        Cell::text(token("cell")),
        Cell::number(Decimal::new(125, 1), token("number cell")),
        Cell::money(Decimal::new(120_050, 2), "TND", token("money cell")),
        Cell::date(date(2014, 2, 1), token("date cell")),
        Cell::percent(Decimal::new(30, 0), token("percent cell")),
        Cell::state(StateKind::NeedsReview, token("state cell")),
    ])
    .row([
        Cell::text(token("short row")),
        Cell::missing(token("missing cell")),
    ])
    .row((0..7).map(|index| Cell::text(token(&format!("crowded row {index}")))))
    .total([Cell::text(token("total"))])
}

/// A small report of a country that does not exist, for the golden files.
pub(crate) fn small() -> Report {
    let mut report = Report::new("en", "Migration in the plan of Arcadia", labels());
    report.subtitle = Some("Readiness note".into());
    report.add_metadata("Country", "Arcadia");
    report.add_metadata("Period", "2026–2030");
    report.add_metadata("Drawn up on", "1 March 2026");
    report.notices.push(Notice::new(
        NoticeKind::Fictitious,
        "Arcadia does not exist",
        vec![Block::paragraph(
            "Nothing in this document may be quoted as a fact.",
        )],
    ));
    report.sections.push(
        Section::new("summary", "Summary")
            .numbered("1")
            .block(Block::paragraph(
                Inlines::text("The team is ")
                    .then(Inlines::strong("nearly ready"))
                    .then("; what is missing stands under ")
                    .then(Inlines::reference("readiness", "Readiness"))
                    .then("."),
            ))
            .block(Block::progress("Readiness", 3, 10, "3 of 10 answered"))
            .block(Block::bullets([
                "Political backing: yes",
                "Budget line: #1 * 2 < 3 | 4",
            ])),
    );
    report.sections.push(
        Section::new("readiness", "Readiness: what is in place.")
            .numbered("2")
            .blocks(markdown_answer(
                "## Context\n\nSee <https://example.org/> and *R&D*.\n\n1. First\n2. Second",
            ))
            .block(
                Table::new([
                    Column::text("Body"),
                    Column::money("Cost"),
                    Column::state("State"),
                ])
                .caption("Bodies and their costs")
                .row([
                    Cell::text("Ministry of Planning\nDirectorate A|B"),
                    Cell::money(Decimal::new(1_250_000, 0), "EUR", "EUR 1,250,000"),
                    Cell::state(StateKind::Answered, "answered"),
                ])
                .total([
                    Cell::text("Total"),
                    Cell::money(Decimal::new(1_250_000, 0), "EUR", "EUR 1,250,000"),
                ]),
            )
            .section(
                Section::new("gaps", "Gaps")
                    .numbered("2.1")
                    .block(Block::callout(
                        NoticeKind::Missing,
                        "Two answers",
                        vec![Block::definitions([
                            ("B03", "Who signs?"),
                            ("B04", "By when?"),
                        ])],
                    )),
            ),
    );
    report
}

/// The same in a right-to-left language, in few words.
pub(crate) fn right_to_left() -> Report {
    let mut report = Report::new("ar", "الهجرة في خطة التنمية", labels());
    assert_eq!(report.direction, Direction::Rtl);
    report.sections.push(
        Section::new("readiness", "الجاهزية")
            .block(Block::paragraph("وزارة التخطيط (GMG) 2026"))
            .block(Table::new([Column::text("الجهة")]).row([Cell::text("وزارة التخطيط")])),
    );
    report
}
