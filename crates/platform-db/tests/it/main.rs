//! What the store promises, on both engines.

mod copies;
mod disk_full;
mod migrations;
mod outage;
mod reads;
mod replica;
mod table;
mod units;
mod values;
mod writers;
