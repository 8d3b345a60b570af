//! What can be wrong with a YAML text before anything is known of its meaning.

use granit_parser::ErrorKind;

use crate::source::Span;

/// One thing wrong with the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where.
    pub span: Span,
    /// A second place that belongs to it, such as the first of two equal keys.
    pub other: Option<Span>,
}

/// The kinds of fault. All but the syntax faults and the limits are things
/// YAML allows and a project file does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text is not YAML; what stands before the place could be read.
    Syntax {
        /// The sort of mistake.
        kind: SyntaxKind,
        /// The parser's own words, in English, for a detailed report.
        message: String,
    },
    /// A key occurs twice in one mapping; `other` is the first one.
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// `*name` stands for a value written elsewhere.
    Alias,
    /// `&name` names a value.
    Anchor,
    /// `!tag` gives a value a type.
    Tag,
    /// `<<` draws in the keys of another mapping.
    MergeKey,
    /// A second document begins; only the first was read.
    ManyDocuments,
    /// A key is missing, or is a list, a mapping or an alias.
    NonScalarKey,
    /// The text is longer than [`MAX_BYTES`](crate::yaml::MAX_BYTES); nothing was read.
    TooLarge,
    /// There are more values than [`MAX_NODES`](crate::yaml::MAX_NODES); the rest was not read.
    TooManyNodes,
    /// Values lie deeper than [`MAX_DEPTH`](crate::yaml::MAX_DEPTH); the rest was not read.
    TooDeep,
    /// A tab stands where only spaces can indent.
    Tab,
    /// There is no document: the text is empty or holds comments only.
    Empty,
}

impl FaultKind {
    /// A stable name for message catalogues and machine output.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Syntax { kind, .. } => kind.key(),
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::Alias => "alias",
            Self::Anchor => "anchor",
            Self::Tag => "tag",
            Self::MergeKey => "merge-key",
            Self::ManyDocuments => "many-documents",
            Self::NonScalarKey => "non-scalar-key",
            Self::TooLarge => "too-large",
            Self::TooManyNodes => "too-many-nodes",
            Self::TooDeep => "too-deep",
            Self::Tab => "tab",
            Self::Empty => "empty",
        }
    }

    /// Whether reading stopped at the fault, so that the tree lacks what follows.
    pub fn stops_reading(&self) -> bool {
        matches!(
            self,
            Self::Syntax { .. }
                | Self::ManyDocuments
                | Self::TooLarge
                | Self::TooManyNodes
                | Self::TooDeep
                | Self::Tab
                | Self::Empty
        )
    }
}

/// The sorts of mistake in notation, each worth its own advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SyntaxKind {
    /// A quotation mark has no partner.
    UnclosedQuote,
    /// A bracket or brace has no partner, or the wrong one.
    UnclosedBracket,
    /// Something follows a closing quotation mark.
    AfterQuote,
    /// `\` before a character that has no escape.
    BadEscape,
    /// A line begins in a column that fits no level.
    BadIndentation,
    /// A colon and a space inside a value without quotes.
    ColonInValue,
    /// A key is expected, or a line lacks its colon.
    ExpectedKey,
    /// A list item stands where none can.
    MisplacedItem,
    /// The line of `|` or `>` says something else too.
    BlockHeader,
    /// A `#` without a blank before it, or a comment inside a value.
    Comment,
    /// A value begins with a character that has a meaning of its own, such as `@`.
    ReservedCharacter,
    /// A character that cannot stand in a text file.
    ControlCharacter,
    /// An `&anchor`, `*alias`, `!tag` or `%directive` is malformed.
    Property,
    /// `---` or `...` stands where it cannot.
    DocumentMarker,
    /// The text ends in the middle.
    UnexpectedEnd,
    /// Anything else.
    Other,
}

impl SyntaxKind {
    /// A stable name for message catalogues and machine output.
    pub fn key(self) -> &'static str {
        match self {
            Self::UnclosedQuote => "unclosed-quote",
            Self::UnclosedBracket => "unclosed-bracket",
            Self::AfterQuote => "after-quote",
            Self::BadEscape => "bad-escape",
            Self::BadIndentation => "bad-indentation",
            Self::ColonInValue => "colon-in-value",
            Self::ExpectedKey => "expected-key",
            Self::MisplacedItem => "misplaced-item",
            Self::BlockHeader => "block-header",
            Self::Comment => "comment",
            Self::ReservedCharacter => "reserved-character",
            Self::ControlCharacter => "control-character",
            Self::Property => "property",
            Self::DocumentMarker => "document-marker",
            Self::UnexpectedEnd => "unexpected-end",
            Self::Other => "syntax",
        }
    }
}

/// The fault a parser error means.
pub(crate) fn fault_kind(error: &ErrorKind, message: String) -> FaultKind {
    match error {
        ErrorKind::RecursionLimitExceeded => FaultKind::TooDeep,
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => FaultKind::Tab,
        other => FaultKind::Syntax {
            kind: syntax_kind(other),
            message,
        },
    }
}

fn syntax_kind(error: &ErrorKind) -> SyntaxKind {
    use ErrorKind as E;
    match error {
        E::UnclosedQuotedScalar => SyntaxKind::UnclosedQuote,
        E::UnclosedFlowCollection { .. }
        | E::MismatchedFlowCollectionEnd { .. }
        | E::MisplacedFlowCollectionEnd
        | E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping
        | E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::FlowMappingValueAdjacentCollection
        | E::InvalidFlowScalarIndent
        | E::InvalidColonPlacement => SyntaxKind::UnclosedBracket,
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            SyntaxKind::AfterQuote
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => SyntaxKind::BadEscape,
        E::InvalidIndentation
        | E::InvalidBlockScalarIndent
        | E::InvalidQuotedScalarIndent
        | E::UnexpectedEofBlockMapping
        | E::UnexpectedEofBlockSequence => SyntaxKind::BadIndentation,
        E::MappingValueNotAllowed | E::InvalidMappingValueWhitespace => SyntaxKind::ColonInValue,
        E::SimpleKeyExpected
        | E::InvalidSimpleKey
        | E::ExpectedBlockMappingKey
        | E::MappingKeyNotAllowed
        | E::ExpectedNodeContent => SyntaxKind::ExpectedKey,
        E::BlockEntryInFlowCollection
        | E::BlockSequenceEntryNotAllowed
        | E::InvalidBlockEntryWhitespace
        | E::ExpectedBlockSequenceEntry
        | E::PlainScalarStartsWithDashFlowIndicator => SyntaxKind::MisplacedItem,
        E::ZeroBlockScalarIndent | E::InvalidBlockScalarHeader => SyntaxKind::BlockHeader,
        E::CommentInterceptedScalar | E::CommentNotSeparated => SyntaxKind::Comment,
        E::UnexpectedCharacter { .. } => SyntaxKind::ReservedCharacter,
        E::BomInsideDocument => SyntaxKind::ControlCharacter,
        E::InvalidDocumentEnd
        | E::DocumentIndicatorInQuotedScalar
        | E::ExpectedDocumentStart
        | E::MissingDocumentEndBeforeDirective => SyntaxKind::DocumentMarker,
        E::UnexpectedEof | E::UnexpectedEndOfPlainScalar => SyntaxKind::UnexpectedEnd,
        other => property_or_other(other),
    }
}

fn property_or_other(error: &ErrorKind) -> SyntaxKind {
    use ErrorKind as E;
    match error {
        E::UnknownAnchor
        | E::AnchorCountOverflow
        | E::MissingAnchorOrAliasName
        | E::UndeclaredTagHandle
        | E::ExpectedTagBang
        | E::ExpectedTagDirectiveBang
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagDirectiveTerminator
        | E::InvalidTagTerminator
        | E::MissingTagUri
        | E::UnclosedVerbatimTag
        | E::InvalidTagEscape
        | E::DuplicateTagDirective
        | E::DuplicateVersionDirective
        | E::UnsupportedYamlMajorVersion
        | E::InvalidDirectiveTerminator
        | E::DirectiveDisallowed
        | E::MissingYamlVersionSeparator
        | E::MissingDirectiveName
        | E::InvalidDirectiveName
        | E::DirectiveByteLimitExceeded { .. }
        | E::TooManyReservedDirectiveParams { .. }
        | E::YamlVersionTooLong
        | E::MissingYamlVersion => SyntaxKind::Property,
        _ => SyntaxKind::Other,
    }
}
