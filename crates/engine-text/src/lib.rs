//! Text analysis for search, and hygiene for text that people send.
//!
//! One analyzer for documents and queries, rendered for both stores: whatever part of a Chinese text, and whatever
//! whole Latin word, is asked for, is found. Chinese is cut into overlapping pairs of characters, so that words of
//! two characters are found without a dictionary that disagrees with the writer.

mod analyze;
mod hygiene;
mod render;
mod snippet;

pub use analyze::{MAX_TEXT_BYTES, MAX_TOKENS, Term, Token, document_tokens, query_terms};
pub use hygiene::{TextProblem, clean_file_name, clean_line, clean_text};
pub use render::{fts5_document, fts5_query, tsquery_literal, tsvector_literal};
pub use snippet::{Snippet, snippet};
