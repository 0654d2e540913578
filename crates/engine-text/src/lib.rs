//! Text analysis for search, and hygiene for text that people send.
