//! Live connections: audiences, presence, signals, back-pressure.
