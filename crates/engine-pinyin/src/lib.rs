//! Finding Chinese names as one types: syllables with every reading, matching, ranking, highlighting.
//!
//! A name is read into syllables ([`reading`]), which also give its place in an alphabetical list ([`sort`]).
//! [`name`] compares one name with what somebody typed; [`index`] holds the people of an organisation, with their
//! titles, departments and numbers, and answers a keystroke within a few milliseconds for tens of thousands of
//! them. [`fold`] is the one way in which text is made comparable, [`highlight`] turns ranges into the units that
//! browsers count in.
//!
//! Everything here is a pure function of its arguments: no clock, no files, no threads.

pub mod field;
pub mod fold;
pub mod highlight;
pub mod index;
pub mod name;
mod pattern;
pub mod reading;
pub mod sort;
mod syllable;
mod table;
mod texts;
mod walk;
