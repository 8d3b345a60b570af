//! Commands from what is typed, in the reader's language and always in English.

use crate::words::{folded, nearest};

use super::effect::Command;

/// What a command is called, before its argument is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// `back`
    Back,
    /// `skip`
    Skip,
    /// `list`
    List,
    /// `go`
    Go,
    /// `find`
    Find,
    /// `glossary`
    Glossary,
    /// `why`
    Why,
    /// `example`
    Example,
    /// `note`
    Note,
    /// `source`
    Source,
    /// `na`
    NotApplicable,
    /// `unknown`
    Unknown,
    /// `undo`
    Undo,
    /// `help`
    Help,
    /// `quit`
    Quit,
}

impl Verb {
    /// All of them, in the order help lists them.
    pub const ALL: [Self; 15] = [
        Self::Back,
        Self::Skip,
        Self::List,
        Self::Go,
        Self::Find,
        Self::Glossary,
        Self::Why,
        Self::Example,
        Self::Note,
        Self::Source,
        Self::NotApplicable,
        Self::Unknown,
        Self::Undo,
        Self::Help,
        Self::Quit,
    ];

    /// The English word, which every language accepts, and the end of its message key.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Back => "back",
            Self::Skip => "skip",
            Self::List => "list",
            Self::Go => "go",
            Self::Find => "find",
            Self::Glossary => "glossary",
            Self::Why => "why",
            Self::Example => "example",
            Self::Note => "note",
            Self::Source => "source",
            Self::NotApplicable => "na",
            Self::Unknown => "unknown",
            Self::Undo => "undo",
            Self::Help => "help",
            Self::Quit => "quit",
        }
    }
}

/// Why something typed is no command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandFault {
    /// No command is called so.
    Unknown {
        /// The word.
        typed: String,
        /// The command it is most like.
        nearest: Option<String>,
    },
    /// The command needs to be told of what.
    NeedsArgument(Verb),
}

/// The words of the commands in one language.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    words: Vec<(String, Verb)>,
    new: Vec<String>,
}

impl Vocabulary {
    /// The words of a language: `word_of` gives the message `command-…` of a verb, where there is
    /// one, several words separated by spaces; `new` are the words for a new source.
    pub fn new(word_of: impl Fn(Verb) -> Option<String>, new: &str) -> Self {
        let mut words = Vec::new();
        for verb in Verb::ALL {
            let own = word_of(verb).unwrap_or_default();
            words.extend(own.split_whitespace().map(|word| (folded(word), verb)));
        }
        // English comes after, so that a language's own word wins where both exist.
        words.extend(Verb::ALL.map(|verb| (verb.word().to_owned(), verb)));
        words.push(("?".to_owned(), Verb::Help));
        let mut new: Vec<String> = new.split_whitespace().map(folded).collect();
        new.push("new".to_owned());
        Self { words, new }
    }

    /// Every word that is a command.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|(word, _)| word.as_str())
    }

    /// The verb a word stands for: the whole word, or its first letters where no other has them.
    pub fn verb(&self, word: &str) -> Option<Verb> {
        let word = folded(word);
        if let Some((_, verb)) = self.words.iter().find(|(own, _)| *own == word) {
            return Some(*verb);
        }
        if word.is_empty() {
            return None;
        }
        let mut begun: Vec<Verb> = Vec::new();
        for (own, verb) in &self.words {
            if own.starts_with(&word) && !begun.contains(verb) {
                begun.push(*verb);
            }
        }
        // `g` has always meant `go`, which is what one types a hundred times a day.
        if begun.len() > 1 {
            begun.retain(|verb| *verb != Verb::Glossary || word.len() > 1);
        }
        match begun.as_slice() {
            [verb] => Some(*verb),
            _ => None,
        }
    }

    /// The verb that two words stand for, as in `no procede` for `no-procede`, and what follows.
    fn two_words<'t>(&self, word: &str, rest: &'t str) -> Option<(Verb, &'t str)> {
        let rest = rest.trim_start();
        let (second, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let both = folded(&format!("{word}-{second}"));
        let found = self.words.iter().find(|(own, _)| *own == both);
        found.map(|(_, verb)| (*verb, rest))
    }

    /// Reads a command typed with or without its colon.
    ///
    /// # Errors
    ///
    /// The word is no command, or says too little.
    pub fn parse(&self, typed: &str) -> Result<Command, CommandFault> {
        let typed = typed.trim();
        let typed = typed.strip_prefix(':').unwrap_or(typed).trim();
        let (word, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let two = self.two_words(word, rest);
        let rest = two.map_or(rest, |(_, rest)| rest);
        let Some(verb) = two.map(|(verb, _)| verb).or_else(|| self.verb(word)) else {
            let words = self.words.iter().map(|(word, _)| word.as_str());
            let nearest = nearest(word, words, 1).into_iter().next();
            return Err(CommandFault::Unknown {
                typed: word.to_owned(),
                nearest,
            });
        };
        let argument = Some(rest.trim())
            .filter(|rest| !rest.is_empty())
            .map(str::to_owned);
        let needed = || argument.clone().ok_or(CommandFault::NeedsArgument(verb));
        Ok(match verb {
            Verb::Back => Command::Back,
            Verb::Skip => Command::Skip,
            Verb::List => Command::List(argument),
            Verb::Go => Command::Go(needed()?),
            Verb::Find => Command::Find(needed()?),
            Verb::Glossary => Command::Glossary(argument),
            Verb::Why => Command::Why,
            Verb::Example => Command::Example,
            Verb::Note => Command::Note(argument),
            Verb::Source => match argument {
                Some(word) if self.new.contains(&folded(&word)) => Command::NewSource,
                argument => Command::Source(argument),
            },
            Verb::NotApplicable => Command::NotApplicable(argument),
            Verb::Unknown => Command::Unknown,
            Verb::Undo => Command::Undo,
            Verb::Help => Command::Help,
            Verb::Quit => Command::Quit,
        })
    }
}
