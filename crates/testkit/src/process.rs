//! Processes of a test, ended with it.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};

/// A process that is killed when the value is dropped, and with the test should the test be killed.
#[derive(Debug)]
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts it.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(command: &Command) -> io::Result<Self> {
        Self::start_as(command, None)
    }

    /// Starts it, and what it writes to standard error, which must be read.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start_telling(command: &Command) -> io::Result<(Self, ChildStderr)> {
        let mut child = guarded(command, None).stderr(Stdio::piped()).spawn()?;
        let log = child.stderr.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok((Self { child }, log))
    }

    /// Starts it as this user and group.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start_as(command: &Command, account: Option<(u32, u32)>) -> io::Result<Self> {
        Ok(Self { child: guarded(command, account).stderr(Stdio::null()).spawn()? })
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it without a word (SIGKILL), and waits until it is gone.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Stops it where it is (SIGSTOP).
    ///
    /// # Panics
    /// When the system has no `kill`.
    pub fn pause(&self) {
        self.signal("STOP");
    }

    /// Lets it go on (SIGCONT).
    ///
    /// # Panics
    /// When the system has no `kill`.
    pub fn resume(&self) {
        self.signal("CONT");
    }

    /// Asks it to end (SIGTERM).
    ///
    /// # Panics
    /// When the system has no `kill`.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([format!("-{name}"), self.id().to_string()]).status();
        assert!(sent.expect("there is no program kill").success(), "{name} did not arrive");
    }

    /// Memory of it that lies in RAM, in KiB.
    ///
    /// # Panics
    /// When the system does not say; it does on Linux, while the process lives.
    #[must_use]
    pub fn memory_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()));
        let status = status.expect("the system does not know the process");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        kib.expect("the system does not say how much memory is used")
    }

    /// How it ended, if it did.
    ///
    /// # Panics
    /// When the system does not know.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("the system does not know its own child")
    }

    /// Whether this is how a killed process ends.
    #[must_use]
    pub fn was_killed(status: ExitStatus) -> bool {
        status.signal() == Some(9)
    }
}

fn guarded(command: &Command, account: Option<(u32, u32)>) -> Command {
    // setpriv runs the program in its own place, so that the number of the child is that of the program. It changes the
    // user before it asks to die with us: the system forgets the wish when the user changes.
    let mut guarded = Command::new("setpriv");
    if let Some((user, group)) = account {
        guarded.args([format!("--reuid={user}"), format!("--regid={group}"), "--clear-groups".to_owned()]);
    }
    guarded.args(["--pdeathsig", "KILL", "--"]).arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        guarded.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => guarded.env(name, value),
            None => guarded.env_remove(name),
        };
    }
    guarded.stdin(Stdio::null()).stdout(Stdio::null());
    guarded
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
