//! The search index: filled behind the write path, filtered by access before it answers.
