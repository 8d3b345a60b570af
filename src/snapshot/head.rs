//! The file of a snapshot: comment lines that say what it is, then the project's bytes.
//!
//! Being comments, they leave a YAML file a YAML file: without this program, whoever deletes them has the project.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::store::Stamp;

use super::damage::Damage;

/// The number of the form that this program writes.
const FORM: u32 = 1;

/// What the first line begins with.
const FIRST: &str = "# mainstream snapshot ";

/// What the last line of the head begins with; it holds the digest of the lines above it.
const LAST: &str = "# head: ";

/// So many hexadecimal digits of the head's digest are kept.
const HEAD_DIGITS: usize = 16;

/// A head is a few hundred bytes and a note; behind this no end of it is looked for.
const MAX_HEAD: usize = 1024 * 1024;

/// What a snapshot says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// What people called it, where that is not its name.
    pub title: Option<String>,
    /// The name of the project's file, without folders.
    pub project: String,
    /// The day whose state it is.
    pub on: Date,
    /// When it was written.
    pub taken: Timestamp,
    /// What there is to say about it.
    pub note: Option<String>,
}

/// A snapshot that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// What it says of itself.
    pub head: Head,
    /// The project as it was.
    pub bytes: Vec<u8>,
    /// The stamp of these bytes.
    pub stamp: Stamp,
}

/// The file of a snapshot.
pub fn render(head: &Head, bytes: &[u8]) -> Vec<u8> {
    let stamp = Stamp::of(bytes);
    let mut text = format!("{FIRST}{FORM}\n");
    let mut line = |key: &str, value: &str| {
        text.push_str(&format!("# {key}: {value}\n"));
    };
    line("name", &quoted(&head.name));
    if let Some(title) = &head.title {
        line("title", &quoted(title));
    }
    line("project", &quoted(&head.project));
    line("on", &head.on.to_string());
    line("taken", &head.taken.to_string());
    if let Some(note) = &head.note {
        line("note", &quoted(note));
    }
    line("bytes", &stamp.len().to_string());
    line("sha256", &stamp.sha256());
    let seal = seal(text.as_bytes());
    text.push_str(&format!("{LAST}{seal}\n"));
    let mut file = text.into_bytes();
    file.extend_from_slice(bytes);
    file
}

/// A text on one line, as JSON writes it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn seal(lines: &[u8]) -> String {
    let mut digits = Stamp::of(lines).sha256();
    digits.truncate(HEAD_DIGITS);
    digits
}

/// Reads the file of the snapshot of this name, and proves that it is what was written.
///
/// # Errors
/// What is wrong with it.
pub fn parse(name: &str, file: &[u8]) -> Result<Snapshot, Damage> {
    let (lines, bytes) = split(file)?;
    let (head, expected, digest) = parse_head(lines).ok_or(Damage::Head)?;
    if head.name != name {
        return Err(Damage::Renamed { name: head.name });
    }
    let stamp = Stamp::of(bytes);
    if stamp.len() < expected {
        return Err(Damage::CutShort {
            found: stamp.len(),
            expected,
        });
    }
    if stamp.sha256() != digest {
        return Err(Damage::Content);
    }
    Ok(Snapshot {
        head,
        bytes: bytes.to_vec(),
        stamp,
    })
}

/// The lines of the head without the last one, proven by it, and what stands behind.
fn split(file: &[u8]) -> Result<(&str, &[u8]), Damage> {
    let form = file.strip_prefix(FIRST.as_bytes()).ok_or(Damage::NotOne)?;
    let form = form.split(|byte| !byte.is_ascii_digit()).next();
    let form = form.and_then(|digits| str::from_utf8(digits).ok()?.parse::<u32>().ok());
    match form.ok_or(Damage::Head)? {
        FORM => {}
        form => return Err(Damage::Newer { form }),
    }
    let near = &file[..file.len().min(MAX_HEAD)];
    let lines = near.split_inclusive(|byte| *byte == b'\n');
    let mut end = 0;
    for line in lines {
        if let Some(digits) = line.strip_prefix(LAST.as_bytes()) {
            let wanted = format!("{}\n", seal(&file[..end]));
            if digits != wanted.as_bytes() {
                break;
            }
            let head = str::from_utf8(&file[..end]).map_err(|_| Damage::Head)?;
            return Ok((head, &file[end + line.len()..]));
        }
        if !line.starts_with(b"# ") {
            break;
        }
        end += line.len();
    }
    Err(Damage::Head)
}

/// What the lines say, with the length and the digest of what follows them; keys of later versions are passed over.
fn parse_head(lines: &str) -> Option<(Head, u64, &str)> {
    let value = |key: &str| {
        let mut found = lines.lines().filter_map(|line| line.strip_prefix("# "));
        found.find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
    };
    let text = |key: &str| serde_json::from_str::<String>(value(key)?).ok();
    let head = Head {
        name: text("name")?,
        title: text("title"),
        project: text("project")?,
        on: value("on")?.parse().ok()?,
        taken: value("taken")?.parse().ok()?,
        note: text("note"),
    };
    Some((head, value("bytes")?.parse().ok()?, value("sha256")?))
}
