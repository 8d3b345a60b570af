//! What a rule looks at: `for` and `at` in its file.

use crate::diagnostic::Finding;
use crate::handbook::{BAD_PART_VALUE, Handbook, Kind, Question, UNKNOWN_PART};
use crate::rules::nearest::nearest;
use crate::yaml::Node;

use super::{About, Place};

/// The word for the whole project.
const PROJECT: &str = "project";

/// The keys of the header a rule about the whole project may point at.
const HEADER: [&str; 5] = ["title", "country", "language", "currency", "period"];

/// What every record may have, whatever its type.
const COMMON_FIELDS: [&str; 3] = ["id", "note", "evidence"];

type Read<T> = Result<T, Box<Finding>>;

/// Reads what a rule is for, and where it points.
pub(super) fn read(handbook: &Handbook, of: &Node<'_>, at: Option<&Node<'_>>) -> Read<About> {
    let text = |node: &Node<'_>, key: &str| {
        let finding = BAD_PART_VALUE.at(node.span).variant("text");
        node.text()
            .map(str::to_owned)
            .ok_or_else(|| Box::new(finding.with("name", key)))
    };
    let name = text(of, "for")?;
    let at = at.filter(|node| !node.is_null());
    let at = match at {
        Some(node) => Some((text(node, "at")?, node)),
        None => None,
    };
    if name == PROJECT {
        return match at {
            Some((name, node)) => place(handbook, &name, node).map(About::Project),
            None => Ok(About::Project(Place::Header("title"))),
        };
    }
    if let Some(record) = handbook.records.get(&name) {
        let Some((field, node)) = at else {
            return Ok(About::Record(name, None));
        };
        let is_known = record.field(&field).is_some() || COMMON_FIELDS.contains(&field.as_str());
        if !is_known {
            let fields = record.fields.iter().map(|field| field.id.as_str());
            return Err(unknown(node, "field", &field, fields));
        }
        return Ok(About::Record(name, Some(field)));
    }
    let keeps =
        |question: &Question| !matches!(question.kind, Kind::Computed { .. } | Kind::Table { .. });
    let question = handbook.question_index(&name);
    let question = question.filter(|question| keeps(&handbook.questions[*question]));
    let Some(question) = question else {
        let records = handbook.records.keys().map(String::as_str);
        let questions = handbook.questions.iter().filter(|question| keeps(question));
        let questions = questions.map(|question| question.path.as_str());
        let known = records.chain(questions).chain([PROJECT]);
        return Err(unknown(of, "subject", &name, known));
    };
    match at {
        // An answer is where it is.
        Some((name, node)) => Err(unknown(node, "place", &name, std::iter::empty())),
        None => Ok(About::Question(question)),
    }
}

fn place(handbook: &Handbook, name: &str, node: &Node<'_>) -> Read<Place> {
    if let Some(key) = HEADER.into_iter().find(|key| *key == name) {
        return Ok(Place::Header(key));
    }
    let question = handbook.question_index(name);
    question.map(Place::Question).ok_or_else(|| {
        let known = HEADER.into_iter().chain(handbook.question_names());
        unknown(node, "place", name, known)
    })
}

fn unknown<'n>(
    node: &Node<'_>,
    variant: &'static str,
    name: &str,
    known: impl Iterator<Item = &'n str>,
) -> Box<Finding> {
    let finding = UNKNOWN_PART.at(node.span).variant(variant);
    let finding = finding.with("found", name);
    Box::new(finding.with_some("nearest", nearest(name, known)))
}

/// The names that fill placeholders in the message of a rule.
pub(super) fn placeholders(handbook: &Handbook, about: &About) -> Vec<String> {
    match about {
        About::Project(_) => HEADER.map(str::to_owned).to_vec(),
        About::Question(_) => vec!["answer".to_owned(), "note".to_owned()],
        About::Record(of, _) => {
            let fields = handbook.records.get(of).into_iter();
            let fields = fields.flat_map(|record| &record.fields);
            let fields = fields.map(|field| field.id.clone());
            fields.chain(COMMON_FIELDS.map(str::to_owned)).collect()
        }
    }
}
