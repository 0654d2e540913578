//! Text that a spreadsheet program would take for a formula.
//!
//! A CSV cell `=HYPERLINK(...)` runs in Excel, LibreOffice and WPS when a clerk opens the file; names and phone
//! numbers come from strangers. So a cell that begins like a formula is written with an apostrophe before it. The
//! apostrophe shows (`'+86 138 0013 8000`), and the reader takes it off again. To keep the way back exact, text that
//! itself begins with apostrophes before such a sign gets one more.

use std::borrow::Cow;

/// Signs that begin a formula, also after input in full width, and the control characters that programs strip
/// before they look.
fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
}

/// `text` as it may be written into a CSV cell.
pub(crate) fn guard(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').starts_with(begins_formula) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// `text` with what [`guard`] added taken off, in place.
pub(crate) fn unguard(text: &mut String) {
    if text.starts_with('\'') && text.trim_start_matches('\'').starts_with(begins_formula) {
        text.remove(0);
    }
}

/// `text` as it may be written into an xlsx cell. Such a cell is text by its type and runs nothing, so only what
/// [`unguard`] would change needs an apostrophe: files travel from CSV through Excel into xlsx, so both are read alike.
pub(crate) fn keep_apostrophes(text: &str) -> Cow<'_, str> {
    if text.starts_with('\'') { guard(text) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, written: &str) {
        assert_eq!(guard(text), written);
        let mut back = written.to_owned();
        unguard(&mut back);
        assert_eq!(back, text);
    }

    #[test]
    fn formulas_are_disarmed_and_come_back() {
        check("=1+1", "'=1+1");
        check("+86 138 0013 8000", "'+86 138 0013 8000");
        check("-", "'-");
        check("@所有人", "'@所有人");
        check("＝1", "'＝1");
    }

    #[test]
    fn text_with_its_own_apostrophe_comes_back() {
        check("'=1", "''=1");
        check("''+", "'''+");
    }

    #[test]
    fn other_text_is_left_alone() {
        check("林晓", "林晓");
        check("'90s", "'90s");
        check("a=b", "a=b");
        check("", "");
    }
}
