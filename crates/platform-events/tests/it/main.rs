//! What event streams, consumers, jobs and leases promise, on both engines.

mod consume;
mod follow;
mod jobs;
mod leases;
mod log;
mod office;
mod sequence;
mod worker;
