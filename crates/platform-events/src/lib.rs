//! Event streams committed with the data, their consumers, jobs and leases.
