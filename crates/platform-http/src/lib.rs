//! The HTTP edge: callers, errors, idempotency, limits, metrics, headers.
