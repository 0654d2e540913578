//! What every module gets ([`Core`]) and what every module gives ([`Module`]).

mod core;
mod discard_file;
mod file_info;
mod module;
mod ports;
mod providers;

pub use core::{Core, CoreParts, Office};
pub use file_info::{FILE_OBJECT, FileInfo, FileSort};
pub use module::{Module, Start};
pub use ports::Ports;
pub use providers::{MarkedText, Providers, SearchHit, SearchProvider};
