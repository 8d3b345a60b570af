//! Many files at once: in parallel, in order, with bounded memory.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::check::{Checked, Setting, check_text};
use crate::emit::{FileReport, Totals};
use crate::prompt::InterruptWatch;
use crate::settings;
use crate::store::{self, StoreError};
use crate::yaml::MAX_BYTES;

use super::super::judging::Judges;
use super::super::kits::{Kit, Kits};
use super::super::snapshot::damaged_beside;
use super::outputs::Outputs;

/// So many files, of so many bytes together, are checked before their findings are written.
const FILES: usize = 256;
const BYTES: u64 = 32 * 1024 * 1024;

/// What became of a file: its counts, and its findings in every format.
pub(super) struct Piece {
    pub(super) totals: Totals,
    pub(super) texts: Vec<String>,
}

/// Cuts the files into parts that fit into memory together, whatever their sizes.
pub(super) fn parts(files: &[PathBuf]) -> impl Iterator<Item = &[PathBuf]> {
    let mut rest = files;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = rest.iter().take(FILES).take_while(|file| {
            let fits = bytes < BYTES;
            bytes += file.metadata().map_or(0, |metadata| metadata.len());
            fits
        });
        let n = fits.count();
        let (part, after) = rest.split_at(n);
        rest = after;
        (n > 0).then_some(part)
    })
}

/// What every file of a run is checked with.
pub(super) struct Bench<'b> {
    pub(super) kits: &'b Kits,
    pub(super) judges: &'b Judges<'b>,
    pub(super) today: Date,
    /// The bytes of the only file, where they came by standard input.
    pub(super) stdin: Option<&'b [u8]>,
    pub(super) interrupts: &'b InterruptWatch,
}

impl Bench<'_> {
    /// Checks some files on all cores; the results stand in the order of the files.
    ///
    /// After Ctrl-C there is none for the files that nobody had begun with.
    pub(super) fn check_all(&self, files: &[PathBuf]) -> Vec<Option<Result<Checked, StoreError>>> {
        let check = |file: &PathBuf| {
            let go_on = !self.interrupts.was_pressed();
            go_on.then(|| self.check(file))
        };
        files.par_iter().map(check).collect()
    }

    fn check(&self, file: &Path) -> Result<Checked, StoreError> {
        let kit = self.kits.get(file);
        let name = file.display().to_string();
        let place = settings::absolute(file);
        let damaged = damaged_beside(file);
        let setting = Setting {
            handbook: &kit.handbook,
            catalogues: &kit.catalogues,
            policy: self.judges.get(file),
            path: Some(&place),
            damaged: &damaged,
            today: self.today,
        };
        if let Some(bytes) = self.stdin {
            return Ok(check_text(&name, bytes, &setting));
        }
        // A file past the limit is a finding with a place in it, not a failure to read it.
        let loaded = store::load(file, MAX_BYTES as u64 + 1)?;
        Ok(check_text(&name, &loaded.bytes, &setting))
    }

    /// Counts and writes what was found in some files, on all cores, in their order.
    pub(super) fn render_all(
        &self,
        files: &[PathBuf],
        checked: Vec<Option<Result<Checked, StoreError>>>,
        outputs: &Outputs<'_>,
    ) -> Vec<Option<Result<Piece, StoreError>>> {
        let files = files.par_iter().zip(checked);
        let pieces = files.map(|(file, checked)| {
            let checked = checked?;
            Some(checked.map(|checked| piece(&checked, self.kits.get(file), outputs)))
        });
        pieces.collect()
    }
}

fn piece(checked: &Checked, kit: &Kit, outputs: &Outputs<'_>) -> Piece {
    let question = |code: &str| {
        let question = kit.handbook.question(code)?;
        Some(kit.texts().ask(question).into_owned())
    };
    let report = FileReport {
        source: &checked.source,
        findings: &checked.findings,
        country: checked.country.as_deref(),
        question: &question,
    };
    let mut totals = Totals::default();
    totals.add(&report);
    Piece {
        totals,
        texts: outputs.render(&report),
    }
}
