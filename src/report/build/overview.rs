//! At a glance: how far the work has come, and which threads hold.

use super::super::{Block, Cell, Column, Inlines, Section, StateKind, Table};
use super::Dossier;
use crate::plan::{Link, LinkState, ThreadCounts};
use crate::project::{Count, State};
use crate::t;

impl Dossier<'_, '_> {
    pub(super) fn overview(&self) -> Section {
        let total = &self.progress.total;
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let bar = Block::progress(
            self.word("report-answered-so-far"),
            count(total.settled()),
            count(total.asked),
            self.share_answered(),
        );
        let progress = Section::new("progress", self.word("report-progress"))
            .block(bar)
            .block(self.progress_table());
        Section::new("overview", self.word("report-overview"))
            .section(progress)
            .section(self.threads_section())
    }

    fn progress_table(&self) -> Table {
        let columns = [
            Column::text(self.word("report-stage")),
            Column::number(self.word("report-questions")),
            Column::number(self.state_word(State::Answered)),
            Column::number(self.word("report-draft-or-review")),
            Column::number(self.word("report-unknown-or-not-applicable")),
            Column::number(self.word("report-open")),
            Column::percent(self.word("report-settled")),
        ];
        let mut table = Table::new(columns)
            .caption(self.word("report-caption-progress"))
            .with_row_headers();
        let stages = self.handbook.asked_stages().len();
        for (index, count) in self.progress.stages.iter().take(stages).enumerate() {
            let title = self.texts.stage_title(self.handbook, index);
            table = table.row(self.progress_cells(&format!("{index} {title}"), count));
        }
        table.total(self.progress_cells(&self.word("plan-total"), &self.progress.total))
    }

    fn progress_cells(&self, title: &str, count: &Count) -> Vec<Cell> {
        let number = |n: usize| Cell::number(n.into(), self.format.number(n.into()));
        let of = |states: &[State]| number(states.iter().map(|state| count.of(*state)).sum());
        let share = count.percent().into();
        vec![
            Cell::text(title),
            number(count.asked),
            of(&[State::Answered]),
            of(&[State::Draft, State::NeedsReview]),
            of(&[State::Unknown, State::NotApplicable]),
            of(&[State::Skipped, State::Blank]),
            Cell::percent(share, self.format.percent(share)),
        ]
    }

    fn threads_section(&self) -> Section {
        let threads = self.plan.threads(self.options.today);
        let section = Section::new("threads", self.word("report-threads"))
            .block(Block::paragraph(self.word("report-threads-intro")));
        if threads.is_empty() {
            return section.block(Block::paragraph(self.word("report-no-threads")));
        }
        let counts = ThreadCounts::of(&threads);
        let (complete, n) = (counts.complete, counts.total);
        let sum = t!(
            self.messages,
            "report-threads-complete",
            complete = complete,
            n = n
        );
        // The objective itself is the row.
        let links = || {
            Link::ALL
                .into_iter()
                .filter(|link| *link != Link::Objective)
        };
        let first = Column::text(self.word(Link::Objective.key()));
        let columns = links().map(|link| Column::state(self.word(link.key())));
        let mut table = Table::new(std::iter::once(first).chain(columns))
            .caption(self.word("report-caption-threads"))
            .with_row_headers();
        for thread in &threads {
            let title = thread.title.unwrap_or(thread.objective);
            let cells = links().map(|link| self.link_cell(thread.link(link)));
            table = table.row(std::iter::once(Cell::text(Inlines::text(title))).chain(cells));
        }
        section
            .block(Block::paragraph(Inlines::strong(sum)))
            .block(table)
    }

    fn link_cell(&self, state: LinkState) -> Cell {
        let kind = match state {
            LinkState::Present => StateKind::Good,
            LinkState::Missing => StateKind::Poor,
            LinkState::NotYet => StateKind::Neutral,
        };
        Cell::state(kind, self.word(state.key()))
    }
}
