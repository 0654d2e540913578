//! The tools everything needs. What is missing is named with the command that installs it; cargo's own helpers are
//! installed into the cache.

use std::env;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::place::Place;
use crate::shell::{self, Shell};

/// What Vite 8 asks for.
const NODE: &str = "20.19, or 22.12 and newer";

/// Fixed so that a new release of a tool cannot break a build; raised on purpose.
const NEXTEST: &str = "0.9.143";
/// As above.
const DENY: &str = "0.20.2";

/// Where our own tools live.
pub(crate) fn folder(place: &Place) -> PathBuf {
    place.cache.join("tools")
}

/// Fails with every missing tool at once, each with its command.
pub(crate) fn needed() -> Result {
    let manager = Manager::present();
    let mut missing = Vec::new();
    match Shell::new("node").arg("--version").read() {
        Ok(version) if serves(&version) => {}
        Ok(version) => {
            missing.push(format!("Node.js {NODE} (this one is {}): {}", version.trim(), manager.node()));
        }
        Err(_) => missing.push(format!("Node.js {NODE}: {}", manager.node())),
    }
    // Whoever installs Node.js gets npm with it.
    if missing.is_empty() && Shell::new(npm()).arg("--version").read().is_err() {
        missing.push(format!("npm: {}", manager.npm()));
    }
    let compiler = env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    if Shell::new(&compiler).arg("--version").read().is_err() {
        missing.push(format!("a C compiler: {}", manager.compiler()));
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("Missing on this machine:\n  {}", missing.join("\n  ")))
    }
}

/// The name npm starts by.
pub(crate) fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

/// Installs cargo-nextest into the cache unless it is present.
pub(crate) fn nextest(place: &Place) -> Result {
    install(place, "cargo-nextest", NEXTEST)
}

/// Installs cargo-deny into the cache unless it is present.
pub(crate) fn deny(place: &Place) -> Result {
    install(place, "cargo-deny", DENY)
}

fn install(place: &Place, tool: &str, version: &str) -> Result {
    let own = folder(place).join("bin").join(format!("{tool}{}", env::consts::EXE_SUFFIX));
    if own.is_file() || shell::find(&format!("{tool}{}", env::consts::EXE_SUFFIX)).is_some() {
        return Ok(());
    }
    println!("{tool} is not installed: building it once, which takes some minutes");
    // Optimised lightly: these tools wait for compilers and disks, and are built on the machine of whoever is waiting.
    shell::cargo(place)
        .args(["install", "--locked", tool, "--version", version, "--root"])
        .arg(folder(place))
        .env("CARGO_TARGET_DIR", folder(place).join("build"))
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "false")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "false")
        .run()
        .map_err(|words| format!("{words}\ninstall it by hand: cargo install --locked {tool}"))?;
    let _ = std::fs::remove_dir_all(folder(place).join("build"));
    Ok(())
}

/// Whether this version of Node.js builds the client: what Vite asks for.
fn serves(version: &str) -> bool {
    let mut parts =
        version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    match (parts.next(), parts.next()) {
        (Some(20), Some(minor)) => minor >= 19,
        (Some(22), Some(minor)) => minor >= 12,
        (Some(major), _) => major > 22,
        _ => false,
    }
}

/// What installs programs on this machine.
#[derive(Clone, Copy)]
enum Manager {
    /// Debian and its family; what it offers as Node.js.
    Apt {
        node: Offer,
    },
    Dnf,
    Brew,
    Unknown,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Offer {
    /// Too old, or none.
    Old,
    /// The distribution's own, with npm apart.
    Own,
    /// The packages of NodeSource, with npm inside.
    NodeSource,
}

impl Manager {
    fn present() -> Self {
        if shell::find("apt-get").is_some() {
            let policy = Shell::new("apt-cache").args(["policy", "nodejs"]).env("LC_ALL", "C").read();
            return Self::Apt { node: policy.map_or(Offer::Old, |text| offer(&text)) };
        }
        if shell::find("dnf").is_some() {
            return Self::Dnf;
        }
        if shell::find("brew").is_some() { Self::Brew } else { Self::Unknown }
    }

    fn node(self) -> String {
        match self {
            Self::Apt { node: Offer::Own } => format!("{}apt-get install -y nodejs npm", sudo()),
            Self::Apt { node: Offer::NodeSource } => format!("{}apt-get install -y nodejs", sudo()),
            Self::Apt { node: Offer::Old } => format!(
                "curl -fsSL https://deb.nodesource.com/setup_22.x | {}bash - && {}apt-get install -y nodejs",
                if sudo().is_empty() { "" } else { "sudo -E " },
                sudo()
            ),
            Self::Dnf => format!("{}dnf install -y nodejs npm", sudo()),
            Self::Brew => "brew install node".to_owned(),
            Self::Unknown => "https://nodejs.org/en/download".to_owned(),
        }
    }

    fn npm(self) -> String {
        match self {
            Self::Apt { .. } => format!("{}apt-get install -y npm", sudo()),
            Self::Dnf => format!("{}dnf install -y npm", sudo()),
            Self::Brew | Self::Unknown => "it comes with Node.js: https://nodejs.org/en/download".to_owned(),
        }
    }

    fn compiler(self) -> String {
        match self {
            Self::Apt { .. } => format!("{}apt-get install -y build-essential", sudo()),
            Self::Dnf => format!("{}dnf install -y gcc make", sudo()),
            Self::Brew => "xcode-select --install".to_owned(),
            Self::Unknown => "install gcc or clang".to_owned(),
        }
    }
}

/// The word in front of a command that changes the system.
pub(crate) fn sudo() -> &'static str {
    if is_root() { "" } else { "sudo " }
}

/// Whether this is the system's owner.
pub(crate) fn is_root() -> bool {
    Shell::new("id").arg("-u").read().is_ok_and(|id| id.trim() == "0")
}

/// What `apt-cache policy nodejs` promises.
fn offer(policy: &str) -> Offer {
    let version = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate:")).unwrap_or("");
    match serves(version) {
        true if version.contains("nodesource") => Offer::NodeSource,
        true => Offer::Own,
        false => Offer::Old,
    }
}

/// Whether a file below the folder has a name that starts so; one level of folders deep.
pub(crate) fn some_file(folder: &Path, below: &str) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.path().join(below).is_file()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        for (version, enough) in [
            ("v20.20.2\n", true),
            ("v20.18.3", false),
            ("v21.7.0", false),
            ("v22.11.0", false),
            ("v22.12.0", true),
            ("v24.0.1", true),
            ("nothing", false),
        ] {
            assert_eq!(serves(version), enough, "{version}");
        }
        let offered =
            |version: &str| offer(&format!("nodejs:\n  Installed: (none)\n  Candidate: {version}\n"));
        assert_eq!(offered("18.20.4+dfsg-1~deb12u1"), Offer::Old);
        assert_eq!(offered("(none)"), Offer::Old);
        assert_eq!(offered("20.19.2+dfsg-1"), Offer::Own);
        assert_eq!(offered("22.20.0-1nodesource1"), Offer::NodeSource);
    }

    #[test]
    fn every_manager_has_a_command() {
        let apt = [Offer::Old, Offer::Own, Offer::NodeSource].map(|node| Manager::Apt { node });
        for manager in apt.into_iter().chain([Manager::Dnf, Manager::Brew, Manager::Unknown]) {
            for command in [manager.node(), manager.npm(), manager.compiler()] {
                assert!(command.contains("install") || command.contains("https://"), "{command}");
            }
        }
    }
}
