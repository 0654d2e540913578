//! Running programs: shown, timed, with an environment that does not depend on how xtask was started.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use crate::Result;

/// The end of what a program printed is enough to find its counts in.
const KEPT_OUTPUT_BYTES: usize = 256 * 1024;

/// A program about to be run.
pub(crate) struct Shell {
    command: Command,
    shown: String,
}

impl Shell {
    /// A program by name or path.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref();
        let mut command = Command::new(program);
        // `cargo run` tells xtask about xtask. Programs below must not see that: a build script that watches one of
        // these variables would run again each time a person goes back and forth between cargo and xtask.
        for (name, _) in env::vars_os() {
            if let Some(text) = name.to_str()
                && (text.starts_with("CARGO_PKG_")
                    || text.starts_with("CARGO_MANIFEST_")
                    || matches!(
                        text,
                        "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE" | "OUT_DIR"
                    ))
            {
                command.env_remove(text);
            }
        }
        let shown = Path::new(program).file_name().unwrap_or(program).to_string_lossy().into_owned();
        Self { command, shown }
    }

    /// Adds words.
    pub(crate) fn args<S: AsRef<OsStr>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        for word in words {
            self.shown.push(' ');
            self.shown.push_str(&word.as_ref().to_string_lossy());
            self.command.arg(word);
        }
        self
    }

    /// Adds one word.
    pub(crate) fn arg(self, word: impl AsRef<OsStr>) -> Self {
        self.args([word])
    }

    /// The folder to run in.
    pub(crate) fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets a variable.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs with everything shown; fails unless it ends well.
    pub(crate) fn run(mut self) -> Result {
        println!("$ {}", self.shown);
        let status = self.command.status().map_err(|error| self.unstarted(&error))?;
        self.ended(status)
    }

    /// Runs with everything shown, and gives the end of what it printed without colours, whether or not it ended well.
    pub(crate) fn watch(mut self) -> (String, Result) {
        println!("$ {}", self.shown);
        let _ = io::stdout().flush();
        if io::stdout().is_terminal() {
            self.command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
        } else {
            self.command.env_remove("FORCE_COLOR").env("NO_COLOR", "1");
        }
        let child = self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        match child {
            Err(error) => (String::new(), Err(self.unstarted(&error))),
            Ok(child) => match tee(child) {
                Err(error) => (String::new(), Err(self.unstarted(&error))),
                Ok((printed, status)) => (plain(&printed), self.ended(status)),
            },
        }
    }

    /// Runs silently and gives what it printed; a failure carries what it complained about.
    pub(crate) fn read(mut self) -> Result<String> {
        let output = self.command.stdin(Stdio::null()).output().map_err(|error| self.unstarted(&error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        Err(format!("`{}` failed ({}):\n{}", self.shown, output.status, said.trim_end()))
    }

    /// Becomes that program: signals and the terminal are its own from then on. Gives back only a failure.
    #[cfg(unix)]
    pub(crate) fn become_it(mut self) -> String {
        use std::os::unix::process::CommandExt;
        let _ = io::stdout().flush();
        let error = self.command.exec();
        self.unstarted(&error)
    }

    /// Runs it to its end; where a process cannot become another, the terminal sends Ctrl-C to both.
    #[cfg(not(unix))]
    pub(crate) fn become_it(self) -> String {
        self.run().err().unwrap_or_default()
    }

    fn unstarted(&self, error: &io::Error) -> String {
        format!("`{}` cannot be started: {error}", self.shown)
    }

    fn ended(&self, status: ExitStatus) -> Result {
        if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", self.shown)) }
    }
}

/// The cargo that started xtask, so that one toolchain does all.
pub(crate) fn cargo(place: &crate::place::Place) -> Shell {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Shell::new(program)
        .within(&place.root)
        .env("CARGO_TARGET_DIR", &place.target)
        .env("PATH", tool_path(place))
}

/// The search path with our own tools at its end: what a person installed wins.
fn tool_path(place: &crate::place::Place) -> OsString {
    let own = crate::tools::folder(place).join("bin");
    let present = env::var_os("PATH").unwrap_or_default();
    env::join_paths(env::split_paths(&present).chain([own])).unwrap_or(present)
}

/// Finds a program on the search path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// A length of time as people say it.
pub(crate) fn spoken(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 100.0 {
        return format!("{seconds:.1} s");
    }
    let whole = time.as_secs();
    format!("{} min {:02} s", whole / 60, whole % 60)
}

fn tee(mut child: Child) -> io::Result<(Vec<u8>, ExitStatus)> {
    let (Some(out), Some(err)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(io::Error::other("its output cannot be read"));
    };
    let err = std::thread::spawn(move || copy(err, io::stderr()));
    let mut printed = copy(out, io::stdout())?;
    let complained = err.join().unwrap_or_else(|_| Err(io::Error::other("its complaints cannot be read")))?;
    printed.push(b'\n');
    printed.extend(complained);
    Ok((printed, child.wait()?))
}

fn copy(mut from: impl Read, mut to: impl Write) -> io::Result<Vec<u8>> {
    let mut kept = Vec::new();
    let mut part = [0; 8192];
    loop {
        let read = from.read(&mut part)?;
        if read == 0 {
            return Ok(kept);
        }
        // A closed terminal must not stop the program that is being run.
        let _ = to.write_all(&part[..read]).and_then(|()| to.flush());
        kept.extend_from_slice(&part[..read]);
        if kept.len() > 2 * KEPT_OUTPUT_BYTES {
            kept.drain(..kept.len() - KEPT_OUTPUT_BYTES);
        }
    }
}

/// Text without the codes that colour a terminal.
fn plain(printed: &[u8]) -> String {
    let text = String::from_utf8_lossy(printed);
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        if letter != '\u{1b}' {
            clean.push(letter);
        } else if rest.next() == Some('[') {
            rest.by_ref().find(|letter| ('@'..='~').contains(letter));
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(plain(b"\x1b[32;1m     Summary\x1b[0m 3 passed"), "     Summary 3 passed");
    }

    #[test]
    fn time_is_spoken() {
        assert_eq!(spoken(Duration::from_millis(1260)), "1.3 s");
        assert_eq!(spoken(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    #[cfg(unix)]
    fn output_is_kept_and_failure_is_named() {
        let (printed, result) = Shell::new("sh").args(["-c", "echo one; echo two >&2; exit 3"]).watch();
        assert!(printed.contains("one") && printed.contains("two"));
        assert!(result.unwrap_err().contains("exit status: 3"));
    }

    #[test]
    #[cfg(unix)]
    fn what_cargo_says_about_xtask_is_not_passed_on() {
        // Both are set for this test by cargo itself.
        assert!(env::var_os("CARGO_PKG_NAME").is_some() && env::var_os("CARGO_MANIFEST_DIR").is_some());
        let seen = Shell::new("sh").args(["-c", "echo \"$CARGO_PKG_NAME$CARGO_MANIFEST_DIR\""]).read();
        assert_eq!(seen.as_deref(), Ok("\n"));
    }
}
