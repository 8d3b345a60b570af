//! A serializer for HTML, and the one place where text is escaped for it.

/// HTML being written.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

/// An attribute: its name, which is ours, and its value, which may be anyone's.
pub(super) type Attribute<'a> = (&'static str, &'a str);

impl Markup {
    /// The finished text.
    pub(super) fn into_string(self) -> String {
        self.0
    }

    /// What begins a file.
    pub(super) fn doctype(&mut self) {
        self.0.push_str("<!DOCTYPE html>\n");
    }

    /// The start of an element, or all of one that has no content.
    ///
    /// Names are ours; only the element function of the page calls this for
    /// elements with an end, so that every start has its end.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// The end of an element.
    pub(super) fn close(&mut self, name: &'static str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// A line end between elements.
    pub(super) fn line_end(&mut self) {
        self.0.push('\n');
    }

    /// A style sheet of ours, which is not escaped.
    pub(super) fn style(&mut self, sheet: &'static str) {
        self.0.push_str(sheet);
    }

    /// Text, escaped for content and attribute values alike.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            let (before, special) = rest.split_at(at);
            self.0.push_str(before);
            let (entity, after) = match special.as_bytes() {
                [b'&', ..] => ("&amp;", &special[1..]),
                [b'<', ..] => ("&lt;", &special[1..]),
                [b'>', ..] => ("&gt;", &special[1..]),
                [b'"', ..] => ("&quot;", &special[1..]),
                _ => ("&#39;", &special[1..]),
            };
            self.0.push_str(entity);
            rest = after;
        }
        self.0.push_str(rest);
    }
}
