//! Notifications inside the office.
