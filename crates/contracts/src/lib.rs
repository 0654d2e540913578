//! What modules tell each other: events, ports and object kinds.
