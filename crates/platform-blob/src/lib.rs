//! Files by content hash in a folder or S3, encrypted at rest, uploaded in resumable parts.
