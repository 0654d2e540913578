//! Tokens and queries as the two stores take them.

use crate::analyze::{Term, document_tokens, query_terms};

/// A document for FTS5 (`unicode61`): its tokens with spaces between. Tokens hold letters and digits only, so the
/// store's own tokenizer cuts nothing more.
#[must_use]
pub fn fts5_document(text: &str) -> String {
    let tokens: Vec<String> = document_tokens(text).into_iter().map(|token| token.term).collect();
    tokens.join(" ")
}

/// A query for FTS5; `None` when there is nothing to look for.
#[must_use]
pub fn fts5_query(query: &str) -> Option<String> {
    let parts: Vec<String> = query_terms(query)
        .into_iter()
        .map(|term| match term {
            Term::Phrase(phrase) => format!("\"{}\"", phrase.join(" ")),
            Term::Prefix(prefix) => format!("\"{prefix}\"*"),
            Term::Word(word) => format!("\"{word}\""),
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// A document as the text of a PostgreSQL `tsvector`.
#[must_use]
pub fn tsvector_literal(text: &str) -> String {
    let tokens: Vec<String> =
        document_tokens(text).into_iter().map(|token| format!("'{}':{}", token.term, token.position)).collect();
    tokens.join(" ")
}

/// A query as the text of a PostgreSQL `tsquery`; `None` when there is nothing to look for.
#[must_use]
pub fn tsquery_literal(query: &str) -> Option<String> {
    let parts: Vec<String> = query_terms(query)
        .into_iter()
        .map(|term| match term {
            Term::Phrase(phrase) => {
                let words: Vec<String> = phrase.iter().map(|word| format!("'{word}'")).collect();
                format!("({})", words.join(" <-> "))
            }
            Term::Prefix(prefix) => format!("'{prefix}':*"),
            Term::Word(word) => format!("'{word}'"),
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(" & "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_stores_get_their_own_form() {
        assert_eq!(fts5_document("会议纪要 OK"), "会议 议纪 纪要 要 ok");
        assert_eq!(fts5_query("会议纪 ok 会").as_deref(), Some("\"会议 议纪\" AND \"ok\" AND \"会\"*"));
        assert_eq!(tsvector_literal("会议 a1"), "'会议':1 '议':2 'a1':3 'a':4 '1':5");
        assert_eq!(tsquery_literal("会议纪 ok").as_deref(), Some("('会议' <-> '议纪') & 'ok':*"));
        assert_eq!(fts5_query("\"' * AND"), Some("\"and\"*".to_owned()));
        assert_eq!(fts5_query("…"), None);
    }
}
