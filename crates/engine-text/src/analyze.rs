//! From text to tokens.

use unicode_normalization::UnicodeNormalization;

/// Bytes of a text that are indexed: the first 64 KiB. Longer texts are documents, indexed in parts by their module.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;
/// Tokens of a text that are indexed: positions in a tsvector end at 16,383.
pub const MAX_TOKENS: usize = 16_000;
/// Characters of a word that count: a lexeme has a limit, and nobody types more.
const MAX_WORD: usize = 64;

/// A token of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Letters and digits only, in one form: lower-case, compatibility characters unified.
    pub term: String,
    /// Place among the tokens, from 1.
    pub position: usize,
}

/// A part of a query; a document matches when it matches all parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// These tokens one right after the other: a run of Chinese of two characters or more.
    Phrase(Vec<String>),
    /// A token that begins so: one Chinese character, or the Latin word being typed.
    Prefix(String),
    /// This token: a Latin word.
    Word(String),
}

/// Runs of one script, in one form.
enum Run {
    Cjk(Vec<char>),
    Word(String),
}

/// Whether a character belongs to a script written without spaces (Han, kana, Hangul).
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut cjk: Vec<char> = Vec::new();
    let mut word = String::new();
    // A space at the end closes the last run.
    for c in text.nfkc().flat_map(char::to_lowercase).chain([' ']) {
        if is_cjk(c) {
            if !word.is_empty() {
                runs.push(Run::Word(std::mem::take(&mut word)));
            }
            cjk.push(c);
        } else {
            if !cjk.is_empty() {
                runs.push(Run::Cjk(std::mem::take(&mut cjk)));
            }
            if c.is_alphanumeric() {
                word.push(c);
            } else if !word.is_empty() {
                runs.push(Run::Word(std::mem::take(&mut word)));
            }
        }
    }
    runs
}

/// The first `max` bytes of a text, cut between characters.
fn head(text: &str, max: usize) -> &str {
    &text[..text.floor_char_boundary(max)]
}

fn word(text: &str) -> String {
    text.chars().take(MAX_WORD).collect()
}

/// Letters and digits of a mixed word apart: `gb18030` is also found by `18030`.
fn parts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before: Option<bool> = None;
    for (i, c) in word.char_indices() {
        let digit = c.is_numeric();
        if before.is_some_and(|before| before != digit) {
            parts.push(&word[start..i]);
            start = i;
        }
        before = Some(digit);
    }
    if start > 0 {
        parts.push(&word[start..]);
    }
    parts
}

/// The tokens of a document.
#[must_use]
pub fn document_tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut push = |term: String| {
        if tokens.len() < MAX_TOKENS {
            let position = tokens.len() + 1;
            tokens.push(Token { term, position });
        }
    };
    for run in runs(head(text, MAX_TEXT_BYTES)) {
        match run {
            Run::Cjk(chars) => {
                for pair in chars.windows(2) {
                    push(pair.iter().collect());
                }
                // The last character alone, so that one character is always the beginning of some token.
                push(chars.last().iter().copied().collect());
            }
            Run::Word(text) => {
                push(word(&text));
                for part in parts(&text) {
                    push(word(part));
                }
            }
        }
    }
    tokens
}

/// Characters of a query that count: longer ones are pasted texts.
const MAX_QUERY: usize = 200;

/// The parts of a query, in order; empty when it holds no letter or digit.
#[must_use]
pub fn query_terms(text: &str) -> Vec<Term> {
    let text: String = text.chars().take(MAX_QUERY).collect();
    let typing = text.chars().last().is_some_and(char::is_alphanumeric);
    let mut terms: Vec<Term> = runs(&text)
        .into_iter()
        .map(|run| match run {
            Run::Cjk(chars) if chars.len() == 1 => Term::Prefix(chars.into_iter().collect()),
            Run::Cjk(chars) => Term::Phrase(chars.windows(2).map(|pair| pair.iter().collect()).collect()),
            Run::Word(text) => Term::Word(word(&text)),
        })
        .collect();
    if typing && let Some(Term::Word(last)) = terms.last_mut() {
        let last = std::mem::take(last);
        terms.pop();
        terms.push(Term::Prefix(last));
    }
    terms
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Matches as both stores do: the reference for what must be found.
    pub(crate) fn matches(document: &str, query: &str) -> bool {
        let tokens = document_tokens(document);
        let terms = query_terms(query);
        !terms.is_empty()
            && terms.iter().all(|term| match term {
                Term::Word(word) => tokens.iter().any(|token| token.term == *word),
                Term::Prefix(prefix) => tokens.iter().any(|token| token.term.starts_with(prefix.as_str())),
                Term::Phrase(phrase) => tokens
                    .windows(phrase.len())
                    .any(|window| window.iter().map(|token| &token.term).eq(phrase.iter())),
            })
    }

    #[test]
    fn what_people_look_for_is_found() {
        let text = "三季度会议纪要：Q3 发布 GB18030 编码，v2.1 已上线 ＯＫ";
        for query in
            ["会议", "会", "要", "纪要", "三季度会议纪要", "q3", "Q3 发布", "gb18030", "18030", "v2", "ok", "上线", "编"]
        {
            assert!(matches(text, query), "{query}");
        }
        for query in ["议会", "纪录", "ql", "会要", "8030", ""] {
            assert!(!matches(text, query), "{query}");
        }
    }

    #[test]
    fn the_word_being_typed_is_a_prefix() {
        assert!(matches("deployment finished", "deploy"));
        assert!(!matches("deployment finished", "deploy "));
        assert_eq!(query_terms("！？ 😀"), vec![]);
    }

    proptest! {
        #[test]
        fn every_part_of_a_chinese_text_is_found(text in "[一-龥]{1,30}", at in 0_usize..30, len in 1_usize..30) {
            let chars: Vec<char> = text.chars().collect();
            let at = at.min(chars.len() - 1);
            let part: String = chars[at..(at + len).min(chars.len())].iter().collect();
            prop_assert!(matches(&text, &part));
        }

        #[test]
        fn every_word_is_found(words in proptest::collection::vec("[a-z]{1,12}", 1..10), pick in 0_usize..10) {
            let word = &words[pick.min(words.len() - 1)];
            prop_assert!(matches(&words.join(" "), word));
        }

        #[test]
        fn nothing_panics(text in any::<String>(), query in any::<String>()) {
            let _ = matches(&text, &query);
            prop_assert!(document_tokens(&text).iter().all(|t| t.term.chars().all(char::is_alphanumeric)));
        }
    }
}
