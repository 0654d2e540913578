//! Flags of a command: few, so read by hand.

use crate::Result;

/// The words after the command, taken one by one.
pub(crate) struct Args(Vec<String>);

impl Args {
    /// Takes the words; `--name=value` counts as two.
    pub(crate) fn new(words: impl Iterator<Item = String>) -> Self {
        let mut all = Vec::new();
        for word in words {
            match word.split_once('=') {
                Some((name, value)) if name.starts_with("--") => {
                    all.extend([name.to_owned(), value.to_owned()])
                }
                _ => all.push(word),
            }
        }
        Self(all)
    }

    /// Whether the flag stands there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let found = self.0.iter().position(|word| word == name);
        if let Some(at) = found {
            self.0.remove(at);
        }
        found.is_some()
    }

    /// The value after the flag.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        if at + 1 >= self.0.len() {
            return Err(format!("{name} needs a value"));
        }
        self.0.remove(at);
        Ok(Some(self.0.remove(at)))
    }

    /// The value after the flag as a number.
    pub(crate) fn number<T: std::str::FromStr>(&mut self, name: &str) -> Result<Option<T>> {
        match self.value(name)? {
            None => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| format!("{name} needs a number, not `{text}`")),
        }
    }

    /// Fails on a word nobody took.
    pub(crate) fn end(&self) -> Result {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(format!("`{word}` is not known here; `cargo xtask help` lists what is")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(words: &[&str]) -> Args {
        Args::new(words.iter().map(|word| (*word).to_owned()))
    }

    #[test]
    fn flags_values_and_numbers_are_taken_in_any_order() {
        let mut args = args(&["--port=81", "--demo", "--data", "here"]);
        assert_eq!(args.value("--data"), Ok(Some("here".to_owned())));
        assert_eq!(args.number::<u16>("--port"), Ok(Some(81)));
        assert!(args.flag("--demo"));
        assert!(!args.flag("--demo"));
        assert_eq!(args.end(), Ok(()));
    }

    #[test]
    fn what_is_missing_or_unknown_is_named() {
        assert!(args(&["--port"]).value("--port").unwrap_err().contains("--port"));
        assert!(args(&["--port", "x"]).number::<u16>("--port").unwrap_err().contains("`x`"));
        assert!(args(&["--wat"]).end().unwrap_err().contains("--wat"));
    }
}
