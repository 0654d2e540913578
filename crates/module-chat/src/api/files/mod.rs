//! Files and links of a chat, one a file.

pub(crate) mod list;
