//! Other servers that do what an office does, as they come from package registries.

pub(crate) mod ejabberd;
pub(crate) mod xmpp;
