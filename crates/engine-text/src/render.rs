//! Tokens and queries as the two stores take them.

use crate::analyze::document_tokens;
use crate::query::{Phrase, query_phrases};

/// A document for an FTS5 table with `tokenize='ascii'`: its tokens with spaces between. That tokenizer takes every
/// character beyond ASCII for part of a word, so it cuts nothing that was not cut here; `unicode61` knows the letters
/// of 2012 only and would cut newer ones.
#[must_use]
pub fn fts5_document(text: &str) -> String {
    let terms: Vec<String> = document_tokens(text).into_iter().map(|token| token.term).collect();
    terms.join(" ")
}

/// A query for FTS5; `None` when there is nothing to look for.
///
/// ```
/// assert_eq!(engine_text::fts5_query("会议纪 ok").as_deref(), Some(r#""会议 议纪" AND "ok"*"#));
/// ```
#[must_use]
pub fn fts5_query(query: &str) -> Option<String> {
    let phrase = |Phrase { terms, open }: Phrase| {
        let terms: Vec<String> = terms.iter().map(|term| term.replace('"', "\"\"")).collect();
        format!("\"{}\"{}", terms.join(" "), if open { "*" } else { "" })
    };
    joined(query_phrases(query).into_iter().map(phrase), " AND ")
}

/// A document as the text of a PostgreSQL `tsvector`.
///
/// ```
/// assert_eq!(engine_text::tsvector_literal("会议 ok"), "'会议':1 '议':2 'ok':3");
/// ```
#[must_use]
pub fn tsvector_literal(text: &str) -> String {
    let tokens = document_tokens(text).into_iter();
    let tokens: Vec<String> =
        tokens.map(|token| format!("{}:{}", lexeme(&token.term), token.position)).collect();
    tokens.join(" ")
}

/// A query as the text of a PostgreSQL `tsquery`; `None` when there is nothing to look for.
///
/// ```
/// assert_eq!(engine_text::tsquery_literal("会议纪 ok").as_deref(), Some("('会议' <-> '议纪') & 'ok':*"));
/// ```
#[must_use]
pub fn tsquery_literal(query: &str) -> Option<String> {
    let phrase = |Phrase { terms, open }: Phrase| {
        let open = if open { ":*" } else { "" };
        let lexemes: Vec<String> = terms.iter().map(|term| lexeme(term)).collect();
        match lexemes.as_slice() {
            [one] => format!("{one}{open}"),
            several => format!("({}{open})", several.join(" <-> ")),
        }
    };
    joined(query_phrases(query).into_iter().map(phrase), " & ")
}

fn joined(parts: impl Iterator<Item = String>, operator: &str) -> Option<String> {
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(operator))
}

/// A quoted lexeme. Terms hold neither quotes nor backslashes; should that change, they stay harmless.
fn lexeme(term: &str) -> String {
    format!("'{}'", term.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_stores_get_their_own_form() {
        assert_eq!(fts5_document("会议纪要 OK"), "会议 议纪 纪要 要 ok");
        assert_eq!(fts5_query("会议纪 ok 会").as_deref(), Some("\"会议 议纪\" AND \"ok\" AND \"会\"*"));
        assert_eq!(fts5_query("v2.1").as_deref(), Some("\"v2 1\"*"));
        assert_eq!(fts5_query("\"' * AND").as_deref(), Some("\"and\"*"));
        assert_eq!(tsvector_literal("会议 ab12"), "'会议':1 '议':2 'ab12':3 'ab':4 '12':5");
        assert_eq!(tsquery_literal("v2.1 会").as_deref(), Some("('v2' <-> '1') & '会':*"));
        assert_eq!(tsquery_literal("v2.1").as_deref(), Some("('v2' <-> '1':*)"));
        assert_eq!((fts5_query("…"), tsquery_literal("…")), (None, None));
        assert_eq!((fts5_document(""), tsvector_literal("")), (String::new(), String::new()));
    }

    #[test]
    fn quotes_would_be_harmless() {
        assert_eq!(lexeme("a'b\\c"), "'a''b\\\\c'");
    }
}
