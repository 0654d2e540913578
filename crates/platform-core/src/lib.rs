//! What every module gets (Core) and what every module gives (Module).
