//! The words prompts need, filled by the caller from its message catalogue.

/// Texts a prompt shows by itself. `{n}` stands for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Above a list whose beginning is not shown; `{n}` options are hidden.
    pub more_above: String,
    /// Below a list whose end is not shown; `{n}` options are hidden.
    pub more_below: String,
    /// In place of the chosen options when there are none.
    pub none_chosen: String,
    /// Between chosen options on one line, for instance `, `.
    pub separator: String,
    /// After an option of a plain list that is chosen.
    pub chosen: String,
    /// A number is none of the list's; `{n}` is the greatest.
    pub out_of_range: String,
    /// What was typed to narrow a plain list is part of none of its options.
    pub no_match: String,
    /// `:e` was typed and neither `VISUAL` nor `EDITOR` is set.
    pub no_editor: String,
    /// The editor could not be run or failed.
    pub editor_failed: String,
    /// The words of commands, of which one after a text given to start from is a command too.
    pub commands: Vec<String>,
    /// The answer "yes".
    pub yes: String,
    /// The answer "no".
    pub no: String,
}

impl Words {
    /// Words made of signs and their own names, for tests.
    pub fn for_test() -> Words {
        let own = str::to_owned;
        Words {
            more_above: own("{n} above"),
            more_below: own("{n} below"),
            none_chosen: own("none chosen"),
            separator: own(", "),
            chosen: own("chosen"),
            out_of_range: own("out of range 1 to {n}"),
            no_match: own("no match"),
            no_editor: own("no editor"),
            editor_failed: own("editor failed"),
            commands: vec![own("why")],
            yes: own("yes"),
            no: own("no"),
        }
    }

    /// `template` with `{n}` filled in.
    pub(crate) fn with_number(template: &str, number: usize) -> String {
        template.replace("{n}", &number.to_string())
    }
}
