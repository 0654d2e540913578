//! Objects, their grants, and the one access check that explains itself.
