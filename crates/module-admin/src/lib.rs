//! The administrator's operations: settings, audit, jobs, system.
