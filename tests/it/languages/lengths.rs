//! Limits of length, so that a screen stays a screen.

use mainstream::handbook::{Phrase, StageText, Texts as HandbookTexts, load_builtin};
use mainstream::language::{Language, Messages};
use mainstream::ui::layout::wrap;

use super::{none, texts};

/// The most characters of each kind of text: in English, and in languages that need more room.
const LIMITS: [(&str, usize, usize); 14] = [
    (".ask", 100, 120),
    (".why", 230, 290),
    (".example", 210, 260),
    (".note", 70, 80),
    (".mistakes", 160, 200),
    (".lesson", 220, 280),
    (".title", 32, 36),
    (".intro", 230, 250),
    (".purpose", 240, 270),
    (".inputs", 130, 150),
    (".outputs", 130, 170),
    (".people", 140, 170),
    (".duration", 160, 190),
    (".hint", 70, 90),
];

#[test]
fn no_text_is_longer_than_its_place_on_the_screen() {
    let mut faults = Vec::new();
    for language in Language::ALL {
        for (place, text) in texts(language) {
            if !place.starts_with("text/") {
                continue;
            }
            let limits = if place.starts_with("text/records") {
                &LIMITS[LIMITS.len() - 1..]
            } else {
                &LIMITS[..]
            };
            let limit = limits.iter().find(|(end, ..)| place.ends_with(end));
            let most = match (limit, language) {
                (Some((_, most, _)), Language::En) | (Some((_, _, most)), _) => *most,
                (None, Language::En) => 48,
                (None, _) => 60,
            };
            let n = text.chars().count();
            if n > most {
                faults.push(format!("{language} {place}: {n} of {most}: {text}"));
            }
        }
    }
    none("too long", &faults);
}

/// The introduction of a stage stands above that of its first step and a list of one choice.
#[test]
fn the_introduction_of_a_stage_fits_on_a_screen_of_24_rows() {
    let handbook = load_builtin().expect("no fault");
    for language in Language::ALL {
        let messages = Messages::load(language);
        let read = HandbookTexts::new(&handbook, language);
        let rows = |text: &str| wrap(text, 80, "", "  ").len();
        for (index, stage) in handbook.stages.iter().enumerate() {
            let part = |key: &str, part: fn(&StageText) -> &Option<Phrase>| {
                rows(&messages.get(key, &[("text", &read.stage_part(index, part))]))
            };
            let duration = read
                .stage_duration(index)
                .expect("every stage says how long");
            let duration = messages.get("handbook-duration", &[("text", &duration)]);
            let step = &handbook.steps[stage.steps.start];
            let n = 1
                + rows(&read.stage_part(index, |text| &text.purpose))
                + part("handbook-inputs", |text| &text.inputs)
                + part("handbook-outputs", |text| &text.outputs)
                + part("handbook-people", |text| &text.people)
                + rows(&duration)
                + 1
                + rows(&read.step_intro(step))
                + 1;
            // Below it: the choice, an empty row and the keys.
            assert!(n + 3 <= 24, "{language} {}: {n} rows", stage.id);
        }
    }
}
