//! The directory: people, departments, sign-in, roles, imports.
