//! A believable organisation, the same for the same seed.
//!
//! 望川市 is a small city whose government, software centre, township, village and factory share one office. Its
//! first sixty people and their conversations are written by hand (`data/`, plain text that anyone can edit); what
//! lies beyond them is grown: districts, bureaus, towns with villages and grids, schools, hospitals, up to 300,000
//! people in a tree six deep, and their chats put together from short dialogues.
//!
//! Nobody and nothing in it is real: domains end in `.example`, phone numbers in `0000dddd`.
//!
//! ```
//! use engine_demo::Office;
//! let office = Office::generate(7, 60, 1_760_000_000_000);
//! assert_eq!(&*office.owner().login, "shenzy");
//! assert_eq!(office.people.len(), 60);
//! assert!(office.chats.iter().map(|chat| chat.messages.len()).sum::<usize>() > 600);
//! ```

mod calendar;
mod cast;
mod growth;
mod history;
mod mention;
mod names;
mod office;
mod rng;
mod script;
mod stage;
mod text;

pub use mention::{Mention, mentions, replace_mentions};
pub use office::{
    Chat, ChatKind, Department, DepartmentKey, Gender, MAX_PEOPLE, Member, Membership, Message, Office,
    Person, PersonKey, Reaction,
};
