//! Several nodes are one office, and stay one while things die.

mod faults;
mod house;
mod one_office;
mod talk;
