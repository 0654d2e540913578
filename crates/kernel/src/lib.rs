//! Vocabulary of every crate: ids, clock, actor, errors, paging. No I/O.
