//! Rust read just well enough to tell code from comments and texts.

/// A text literal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Literal {
    /// Where it begins in the file, in bytes.
    pub(super) start: usize,
    /// The line it begins on, from 1.
    pub(super) line: usize,
    /// What stands between the quotes, escapes left as written.
    pub(super) text: String,
}

/// A source file taken apart.
pub(super) struct RustSource {
    /// The file with comments and the insides of literals replaced by spaces: every place keeps its number.
    pub(super) code: String,
    /// Every text literal in order.
    pub(super) literals: Vec<Literal>,
}

impl RustSource {
    /// Takes it apart.
    pub(super) fn new(source: &str) -> Self {
        let mut reader =
            Reader { bytes: source.as_bytes(), at: 0, line: 1, code: Vec::new(), literals: Vec::new() };
        reader.read();
        // Only whole letters were replaced, each byte by a space.
        Self { code: String::from_utf8(reader.code).unwrap_or_default(), literals: reader.literals }
    }

    /// The byte from which on everything is unit tests: they stand at the end of a file.
    pub(super) fn tests_from(&self) -> usize {
        self.code.find("#[cfg(test)]").unwrap_or(self.code.len())
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
    code: Vec<u8>,
    literals: Vec<Literal>,
}

impl Reader<'_> {
    fn read(&mut self) {
        while self.at < self.bytes.len() {
            let rest = &self.bytes[self.at..];
            let begins_word = self.code.last().is_none_or(|last| !is_word(*last));
            match rest {
                [b'/', b'/', ..] => self.line_comment(),
                [b'/', b'*', ..] => self.block_comment(),
                [b'"', ..] => self.text(),
                [b'r', b'"' | b'#', ..] if begins_word && is_raw(&rest[1..]) => self.raw_text(1),
                [b'b' | b'c', b'r', b'"' | b'#', ..] if begins_word && is_raw(&rest[2..]) => self.raw_text(2),
                [b'\'', ..] => self.letter_or_lifetime(),
                _ => self.keep(),
            }
        }
    }

    fn keep(&mut self) {
        let byte = self.bytes[self.at];
        if byte == b'\n' {
            self.line += 1;
        }
        self.code.push(byte);
        self.at += 1;
    }

    fn blank(&mut self) {
        let byte = self.bytes[self.at];
        if byte == b'\n' {
            self.keep();
        } else {
            self.code.push(b' ');
            self.at += 1;
        }
    }

    fn blank_to(&mut self, end: usize) {
        while self.at < end.min(self.bytes.len()) {
            self.blank();
        }
    }

    fn line_comment(&mut self) {
        let length = self.bytes[self.at..].iter().position(|byte| *byte == b'\n');
        self.blank_to(length.map_or(self.bytes.len(), |length| self.at + length));
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match &self.bytes[self.at..] {
                [b'/', b'*', ..] => depth += 1,
                [b'*', b'/', ..] => depth -= 1,
                [] => return,
                _ => {
                    self.blank();
                    continue;
                }
            }
            self.blank_to(self.at + 2);
            if depth == 0 {
                return;
            }
        }
    }

    fn text(&mut self) {
        let (start, line) = (self.at, self.line);
        self.keep();
        let from = self.at;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => break,
                b'\\' => self.blank_to(self.at + 2),
                _ => self.blank(),
            }
        }
        self.literal(start, line, from, self.at);
        if self.at < self.bytes.len() {
            self.keep();
        }
    }

    fn raw_text(&mut self, prefix: usize) {
        let (start, line) = (self.at, self.line);
        let hashes = self.bytes[self.at + prefix..].iter().take_while(|byte| **byte == b'#').count();
        for _ in 0..=prefix + hashes {
            self.keep();
        }
        let from = self.at;
        let mut closing = vec![b'"'];
        closing.extend(std::iter::repeat_n(b'#', hashes));
        while self.at < self.bytes.len() && !self.bytes[self.at..].starts_with(&closing) {
            self.blank();
        }
        self.literal(start, line, from, self.at);
        for _ in 0..closing.len().min(self.bytes.len() - self.at) {
            self.keep();
        }
    }

    fn letter_or_lifetime(&mut self) {
        let length = match &self.bytes[self.at + 1..] {
            [b'\\', _, rest @ ..] => rest.iter().position(|byte| *byte == b'\'').map(|end| end + 4),
            // A letter is up to four bytes long; without a quote after it, it was a lifetime.
            [first, ..] => {
                let wide = match first {
                    0xf0.. => 4,
                    0xe0.. => 3,
                    0xc0.. => 2,
                    _ => 1,
                };
                (self.bytes.get(self.at + 1 + wide) == Some(&b'\'')).then_some(wide + 2)
            }
            [] => None,
        };
        match length {
            Some(length) => self.blank_to(self.at + length),
            None => self.keep(),
        }
    }

    fn literal(&mut self, start: usize, line: usize, from: usize, to: usize) {
        let text = String::from_utf8_lossy(&self.bytes[from..to]).into_owned();
        self.literals.push(Literal { start, line, text });
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn is_raw(rest: &[u8]) -> bool {
    rest.iter().find(|byte| **byte != b'#') == Some(&b'"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, code: &str, literals: &[(usize, &str)]) {
        let read = RustSource::new(source);
        assert_eq!(read.code.len(), source.len(), "{source}");
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(squeezed(&read.code), squeezed(code), "{source}");
        let found: Vec<_> =
            read.literals.iter().map(|literal| (literal.line, literal.text.as_str())).collect();
        assert_eq!(found, literals, "{source}");
    }

    #[test]
    fn comments_go_code_stays() {
        check("let a = 1; // \"no\" text\nb", "let a = 1; b", &[]);
        check("a /* x /* y */ z */ b", "a b", &[]);
        check("/// doc\nfn f() {}", "fn f() {}", &[]);
    }

    #[test]
    fn texts_are_kept_apart_with_their_lines() {
        check("x(\"a \\\" b\")", "x(\" \")", &[(1, "a \\\" b")]);
        check("\n\"one\ntwo\" // c", "\" \"", &[(2, "one\ntwo")]);
        check(
            "r#\"say \"hi\"\"# + br\"x\" + b\"y\"",
            "r#\" \"# + br\" \" + b\" \"",
            &[(1, "say \"hi\""), (1, "x"), (1, "y")],
        );
        check("\"// no comment\" c", "\" \" c", &[(1, "// no comment")]);
        check("\"中文\" c", "\" \" c", &[(1, "中文")]);
    }

    #[test]
    fn letters_lifetimes_and_raw_names_are_no_texts() {
        check("fn f<'a>(c: &'a str) { c == '\"' }", "fn f<'a>(c: &'a str) { c == }", &[]);
        check("'\\'' '中' '\\u{1f600}' x", "x", &[]);
        check("r#type = for_r\"x\"", "r#type = for_r\" \"", &[(1, "x")]);
    }

    #[test]
    fn unit_tests_are_the_end_of_a_file() {
        let read = RustSource::new("fn a() {}\n#[cfg(test)]\nmod tests {}");
        assert_eq!(read.tests_from(), 10);
        assert_eq!(RustSource::new("fn a() {}").tests_from(), 9);
    }

    #[test]
    fn cut_off_sources_do_not_run_over_the_end() {
        for source in ["\"abc", "r#\"abc", "/* abc", "'", "'\\", "\"abc\\", "b'"] {
            assert_eq!(RustSource::new(source).code.len(), source.len(), "{source}");
        }
    }
}
