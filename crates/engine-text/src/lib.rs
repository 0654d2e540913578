//! Text analysis for search, and hygiene for text that people send.
//!
//! One analyzer for documents and queries, rendered for both stores: whatever part of a Chinese text, and whatever
//! whole Latin word, is asked for, is found. Chinese is cut into overlapping pairs of characters, so that words of
//! two characters are found without a dictionary that disagrees with the writer.
//!
//! Everything here is a pure function of its arguments.

mod analyze;
mod file_name;
mod hygiene;
mod letters;
mod query;
mod render;
mod snippet;

pub use analyze::{MAX_TEXT_BYTES, MAX_TOKENS, Token, document_tokens};
pub use file_name::{MAX_FILE_NAME_BYTES, clean_file_name};
pub use hygiene::{TextProblem, clean_line, clean_text};
pub use query::{MAX_QUERY_CHARS, Phrase, query_phrases};
pub use render::{fts5_document, fts5_query, tsquery_literal, tsvector_literal};
pub use snippet::{Snippet, snippet};
