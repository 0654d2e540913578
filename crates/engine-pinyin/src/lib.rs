//! Finding Chinese names as one types: syllables with every reading, matching, ranking, highlighting.
