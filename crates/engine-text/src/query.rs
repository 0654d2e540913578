//! From what somebody typed to what must stand in a document.

use crate::letters::{Kind, Letters, Run};

/// Characters of a query that count: a longer one is a pasted text, of which the beginning says enough.
pub const MAX_QUERY_CHARS: usize = 200;

/// Tokens that a document must hold one right behind the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The tokens, at least one.
    pub terms: Vec<String>,
    /// Whether the last of them is only the beginning of a token.
    pub open: bool,
}

/// What a document must hold to be found; all of it, in any order. Empty when the query holds no letter or digit.
///
/// A run of Chinese must stand as it is. Words held together by a dot, dash or the like must stand together
/// (`v2.1`), other words anywhere. The last Latin word is open, because it may still be being typed, unless
/// something stands behind it.
///
/// ```
/// let phrases = engine_text::query_phrases("会议 v2.1");
/// assert_eq!(phrases[0].terms, ["会议"]);
/// assert_eq!((&phrases[1].terms[..], phrases[1].open), (&["v2".to_owned(), "1".to_owned()][..], true));
/// ```
#[must_use]
pub fn query_phrases(query: &str) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> = Vec::new();
    for needle in needles(query) {
        let phrase = needle.phrase();
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    phrases
}

/// A part of a query.
pub(crate) enum Needle {
    /// These letters in a run of a script without spaces.
    Run(Vec<char>),
    /// These words, one behind the other; if open, the last is a beginning.
    Words {
        /// The words, at least one.
        words: Vec<Vec<char>>,
        /// Whether the last is only a beginning.
        open: bool,
    },
}

impl Needle {
    fn phrase(self) -> Phrase {
        match self {
            // One character alone is the beginning of a pair, or the last of a run.
            Self::Run(letters) if letters.len() < 2 => {
                Phrase { terms: vec![letters.into_iter().collect()], open: true }
            }
            Self::Run(letters) => {
                Phrase { terms: letters.windows(2).map(|pair| pair.iter().collect()).collect(), open: false }
            }
            Self::Words { words, open } => {
                Phrase { terms: words.into_iter().map(|word| word.into_iter().collect()).collect(), open }
            }
        }
    }
}

/// The parts of a query in order.
pub(crate) fn needles(query: &str) -> Vec<Needle> {
    let end = query.char_indices().nth(MAX_QUERY_CHARS).map_or(query.len(), |(end, _)| end);
    let query = &query[..end];
    let letters = Letters::new(query, query.len());
    let mut needles: Vec<Needle> = Vec::new();
    for Run { kind, letters: range, joined } in &letters.runs {
        let chars: Vec<char> = letters.chars(range.clone()).collect();
        match (kind, needles.last_mut()) {
            (Kind::Unspaced, _) => needles.push(Needle::Run(chars)),
            (Kind::Word, Some(Needle::Words { words, .. })) if *joined => words.push(chars),
            (Kind::Word, _) => needles.push(Needle::Words { words: vec![chars], open: false }),
        }
    }
    let last_run_ends_query =
        letters.runs.last().is_some_and(|run| letters.source(run.letters.clone()).end == query.len());
    if let Some(Needle::Words { open, .. }) = needles.last_mut() {
        *open = last_run_ends_query;
    }
    needles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(query: &str) -> Vec<String> {
        let show =
            |phrase: Phrase| format!("{}{}", phrase.terms.join(" "), if phrase.open { "*" } else { "" });
        query_phrases(query).into_iter().map(show).collect()
    }

    #[test]
    fn queries_are_cut() {
        for (query, expected) in [
            ("会", &["会*"][..]),
            ("会议", &["会议"]),
            ("会议纪要", &["会议 议纪 纪要"]),
            ("会议 纪要", &["会议", "纪要"]),
            ("会议，要", &["会议", "要*"]),
            ("meet not", &["meet", "not*"]),
            ("meet not ", &["meet", "not"]),
            ("\"meet\"", &["meet"]),
            ("预算budget", &["预算", "budget*"]),
            ("Q3会议", &["q3", "会议"]),
            ("v2.1", &["v2 1*"]),
            ("budget_2026.xlsx", &["budget 2026 xlsx*"]),
            ("me@office.example 会", &["me office example", "会*"]),
            ("near:not", &["near", "not*"]),
            ("ok ok", &["ok", "ok*"]),
            ("会 会", &["会*"]),
            ("😀", &[]),
            ("\"' * AND", &["and*"]),
            ("", &[]),
        ] {
            assert_eq!(shown(query), expected, "{query}");
        }
    }

    #[test]
    fn long_queries_are_cut_short() {
        let phrases = query_phrases(&"会".repeat(10_000));
        assert_eq!(phrases[0].terms.len(), MAX_QUERY_CHARS - 1);
        assert_eq!(shown(&format!("{} ab", "x ".repeat(150))), ["x"]);
        assert_eq!(shown(&"x".repeat(MAX_QUERY_CHARS + 9)).len(), 1);
    }
}
