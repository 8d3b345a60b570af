//! The kinds of reports.

use crate::handbook::Texts;
use crate::language::Messages;
use crate::project::Project;
use crate::report::{
    Audience, BookletOptions, BookletPart, DossierOptions, Report, Section, build_booklet,
    build_dossier,
};

use super::super::app::App;

/// What a report is made from.
pub(crate) struct Material<'m> {
    pub(crate) app: &'m App,
    /// The handbook's texts in the language of the report.
    pub(crate) texts: &'m Texts,
    /// The program's words in that language.
    pub(crate) messages: &'m Messages,
    pub(crate) today: jiff::civil::Date,
    /// The name of the project's file, without folders.
    pub(crate) source_name: Option<&'m str>,
    /// What changed since a snapshot, where that is asked for.
    pub(crate) changes: Option<Section>,
}

/// What builds a kind of report.
#[derive(Clone, Copy)]
pub(crate) enum Build {
    /// Only from a project.
    FromProject(fn(&Material<'_>, &Project<'_>) -> Report),
    /// Also without one.
    WithOrWithout(fn(&Material<'_>, Option<&Project<'_>>) -> Report),
}

/// A kind of report.
pub(crate) struct Kind {
    /// What a user calls it.
    pub(crate) name: &'static str,
    pub(crate) build: Build,
}

/// The kind that is meant where none is named.
pub(crate) const DEFAULT: &Kind = &Kind {
    name: "dossier",
    build: Build::FromProject(dossier),
};

/// Every kind, in the order in which help shows them.
pub(crate) static KINDS: &[&Kind] = &[
    DEFAULT,
    &Kind {
        name: "handbook",
        build: Build::WithOrWithout(booklet),
    },
];

impl Kind {
    /// The kind of that name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        let mut kinds = KINDS.iter().copied();
        kinds.find(|kind| kind.name.eq_ignore_ascii_case(name))
    }
}

fn dossier(material: &Material<'_>, project: &Project<'_>) -> Report {
    let app = material.app;
    let options = DossierOptions {
        audience: Audience::Full,
        organisation: app.settings.organisation.as_deref(),
        today: material.today,
        source_name: material.source_name,
        tool_version: env!("CARGO_PKG_VERSION"),
        changes: material.changes.as_ref(),
    };
    build_dossier(
        project,
        &app.handbook,
        material.texts,
        &app.catalogues,
        material.messages,
        &options,
    )
}

fn booklet(material: &Material<'_>, project: Option<&Project<'_>>) -> Report {
    let app = material.app;
    let options = BookletOptions {
        part: BookletPart::All,
        project,
    };
    build_booklet(
        &app.handbook,
        material.texts,
        &app.catalogues,
        material.messages,
        options,
    )
}
