//! The yard's own operations: uploads, files, objects, search, notifications, the live socket.
