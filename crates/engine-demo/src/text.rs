//! The data files: lines with comments, and what is said when one of them does not fit.

/// The lines that say something, with their numbers from 1. A line that begins with `#` is a comment.
pub(crate) fn lines(content: &'static str) -> impl Iterator<Item = (usize, &'static str)> {
    (1..).zip(content.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}

/// The lines of the section `[name]`.
///
/// # Panics
/// If there is no such section; the data is compiled in and a test reads all of it.
pub(crate) fn section(content: &'static str, name: &str) -> Vec<&'static str> {
    let mut found = lines(content)
        .map(|(_, line)| line.trim())
        .skip_while(|line| line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) != Some(name));
    assert!(found.next().is_some(), "no section [{name}]");
    found.take_while(|line| !line.starts_with('[')).collect()
}

/// A line of a data file.
#[derive(Clone, Copy)]
pub(crate) struct At<'f> {
    pub(crate) file: &'f str,
    pub(crate) line: usize,
}

impl At<'_> {
    /// Stops here because the line cannot be understood. The data is part of the program and the tests read every
    /// line of it, so this is met by who edits it and by nobody else.
    pub(crate) fn wrong(self, what: &str) -> ! {
        panic!("data/{}:{}: {what}", self.file, self.line)
    }
}
