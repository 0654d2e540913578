//! From a document to its tokens.

use std::collections::HashSet;

use crate::letters::{Kind, Letters};

/// Bytes of a text that are indexed: the first 64 KiB. Longer texts are documents, indexed in parts by their module.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;

/// Tokens of a text that are indexed: positions in a tsvector end at 16,383.
pub const MAX_TOKENS: usize = 16_000;

/// A token of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Letters, digits and the marks that belong to them, in one form: lower case, compatible characters unified,
    /// Latin letters without accents. Never a space or a quote.
    pub term: String,
    /// Place among the tokens, from 1 without gaps.
    pub position: usize,
}

/// The tokens of a document, in order.
///
/// A run of Chinese (or of another script without spaces) gives every pair of neighbours and then its last character
/// alone, so that each of its characters begins some token. A Latin word is one token. Behind all these stand the
/// parts of words that mix letters and digits, each once: there they do not come between neighbours.
///
/// A tsvector remembers the first 256 places of a term, so in a long text on PostgreSQL a phrase may be missed if it
/// stands only behind 256 others that begin alike.
///
/// ```
/// let terms: Vec<String> = engine_text::document_tokens("会议纪要 GB2312").into_iter().map(|t| t.term).collect();
/// assert_eq!(terms, ["会议", "议纪", "纪要", "要", "gb2312", "gb", "2312"]);
/// ```
#[must_use]
pub fn document_tokens(text: &str) -> Vec<Token> {
    let letters = Letters::new(text, MAX_TEXT_BYTES);
    let mut terms = Vec::new();
    let mut parts = Vec::new();
    let mut known = HashSet::new();
    for run in &letters.runs {
        if terms.len() >= MAX_TOKENS {
            break;
        }
        match run.kind {
            Kind::Unspaced => {
                let pairs = run.letters.clone().map(|at| at..(at + 2).min(run.letters.end));
                terms.extend(pairs.map(|pair| letters.text(pair)));
            }
            Kind::Word => {
                terms.push(letters.text(run.letters.clone()));
                for part in letters.parts(run.letters.clone()) {
                    let part = letters.text(part);
                    if known.insert(part.clone()) {
                        parts.push(part);
                    }
                }
            }
        }
    }
    terms.extend(parts);
    terms.truncate(MAX_TOKENS);
    (1..).zip(terms).map(|(position, term)| Token { term, position }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_cut() {
        let terms = |text| document_tokens(text).into_iter().map(|token| token.term).collect::<Vec<_>>();
        assert_eq!(terms("会"), ["会"]);
        assert_eq!(terms("会议，ok"), ["会议", "议", "ok"]);
        assert_eq!(terms("Q3 v2.1 abc12 abc"), ["q3", "v2", "1", "abc12", "abc", "abc", "12"]);
        assert_eq!(terms("😀 …"), [""; 0]);
        let positions: Vec<usize> = document_tokens("会议 a1b2").iter().map(|token| token.position).collect();
        assert_eq!(positions, [1, 2, 3]);
    }

    #[test]
    fn long_texts_are_cut_short() {
        assert_eq!(document_tokens(&"会".repeat(100_000)).len(), MAX_TOKENS);
        assert_eq!(document_tokens(&"a ".repeat(100_000)).len(), MAX_TOKENS);
        assert_eq!(document_tokens(&format!("{}b", "-".repeat(MAX_TEXT_BYTES))).len(), 0);
        let longest = document_tokens(&"x".repeat(MAX_TEXT_BYTES));
        assert!(longest.iter().all(|token| token.term.len() <= 64));
    }
}
