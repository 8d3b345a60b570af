//! Seeing a tree as a project: answers, records, progress, and all that is worked out.

use mainstream::handbook::Handbook;
use mainstream::plan::{Plan, computations, compute};
use mainstream::project::{Answer, Located, Progress, Project, Record};
use mainstream::yaml::{Node, parse};

use super::tree::is_place;
use super::world::{TODAY, World};

/// A project is seen in any tree; what it sees stands where it says, and all can be worked out.
pub fn try_bytes(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let world = World::shared();
    let parsed = parse(text);
    let Some(root) = &parsed.root else {
        return true;
    };
    let project = Project::read(root, &world.handbook);
    for stray in &project.strays {
        assert!(is_place(stray.span, text), "{stray:?}");
    }
    for answer in project.answers() {
        assert_answer(answer, text);
        // A key that stands twice is a fault; the first is found by its route, the last is read.
        if parsed.faults.is_empty() {
            assert_route(&project, answer, root, &world.handbook);
        }
    }
    for record in project.records() {
        assert_record(&project, *record);
    }
    let progress = Progress::of(&project, &world.handbook);
    let total = progress.total;
    assert!(total.percent() <= 100 && total.settled() <= total.asked);
    assert_eq!(total.asked, total.by_state.iter().sum::<usize>());
    let plan = Plan::of(&project, &world.handbook, &|catalogue, id| {
        let catalogue = world.catalogues.get(catalogue);
        catalogue.is_some_and(|catalogue| catalogue.entry(id).is_some())
    });
    for name in computations(world.handbook.instruments()) {
        assert!(compute(&name, &plan, TODAY).is_some(), "{name}");
    }
    let _ = plan.threads(TODAY);
    true
}

fn assert_answer(answer: &Answer<'_>, text: &str) {
    let parts = [
        answer.state,
        answer.reason,
        answer.note,
        answer.by,
        answer.on,
    ];
    let parts: Vec<Located<'_>> = parts
        .into_iter()
        .flatten()
        .chain(answer.evidence.clone())
        .collect();
    for part in parts {
        assert!(
            is_place(part.span, text) && answer.node.span.contains(part.span),
            "{part:?}"
        );
    }
    if let Some(value) = answer.value {
        assert!(answer.node.span.contains(value.span), "{value:?}");
    }
}

/// The route of an answer leads to it.
fn assert_route(project: &Project<'_>, answer: &Answer<'_>, root: &Node<'_>, handbook: &Handbook) {
    let question = &handbook.questions[answer.question];
    if question.header.is_some() {
        return;
    }
    let found = root.at(&project.route(handbook, question));
    assert!(found.is_some(), "{}", question.path);
    if let Some(value) = answer.value {
        let found = root.at(&project.value_route(handbook, question));
        assert_eq!(
            found.map(|node| node.span),
            Some(value.span),
            "{}",
            question.path
        );
    }
}

fn assert_record(project: &Project<'_>, record: Record<'_>) {
    if let Some(id) = record.id() {
        let first = project.record(id.text);
        assert!(first.is_some_and(|first| first.id().is_some_and(|other| other.text == id.text)));
    }
}
