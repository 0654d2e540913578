//! What the tests need from the system, by package name: a browser, fonts it can show Chinese and emoji with, PostgreSQL
//! and NATS. Installed when that is possible without asking; named with the command otherwise.

use std::env;
use std::path::Path;

use crate::Result;
use crate::shell::{self, Shell};
use crate::tools;

/// What a level of tests needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Need {
    /// Chromium, which the journeys run in.
    Browser,
    /// Chinese in screenshots and in measured widths.
    ChineseFont,
    /// Emoji instead of boxes.
    EmojiFont,
    /// The second store; the tests start one of their own, a running one is left alone.
    Postgres,
    /// The bus between nodes; each test that needs it starts one of its own.
    Nats,
}

impl Need {
    fn present(self) -> bool {
        match self {
            Self::Browser => browser().is_some(),
            Self::ChineseFont => {
                has_font(|list| !list.trim().is_empty(), ":lang=zh-cn", &["cjk", "sourcehan", "wqy"])
            }
            Self::EmojiFont => has_font(|list| list.to_lowercase().contains("emoji"), ":", &["emoji"]),
            Self::Postgres => {
                let folders = ["/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local/opt"];
                shell::find("initdb").is_some()
                    || folders.iter().any(|folder| tools::some_file(Path::new(folder), "bin/initdb"))
            }
            // Debian keeps it where only an administrator looks.
            Self::Nats => {
                shell::find("nats-server").is_some() || Path::new("/usr/sbin/nats-server").is_file()
            }
        }
    }

    fn apt(self) -> &'static str {
        match self {
            Self::Browser => "chromium",
            Self::ChineseFont => "fonts-noto-cjk",
            Self::EmojiFont => "fonts-noto-color-emoji",
            Self::Postgres => "postgresql",
            Self::Nats => "nats-server",
        }
    }

    fn dnf(self) -> &'static str {
        match self {
            Self::Browser => "chromium",
            Self::ChineseFont => "google-noto-sans-cjk-fonts",
            Self::EmojiFont => "google-noto-color-emoji-fonts",
            Self::Postgres => "postgresql-server",
            Self::Nats => "nats-server",
        }
    }

    fn brew(self) -> &'static str {
        match self {
            Self::Browser => "chromium",
            Self::ChineseFont => "font-noto-sans-cjk",
            Self::EmojiFont => "font-noto-color-emoji",
            Self::Postgres => "postgresql@17",
            Self::Nats => "nats-server",
        }
    }
}

/// The browser of the journeys.
pub(crate) fn browser() -> Option<std::path::PathBuf> {
    if let Some(path) = env::var_os("COURTYARD_TEST_CHROMIUM") {
        return Some(path.into());
    }
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        .into_iter()
        .find_map(shell::find)
        .or_else(|| {
            [
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            ]
            .into_iter()
            .map(std::path::PathBuf::from)
            .find(|path| path.is_file())
        })
}

/// Makes sure of what is needed; says what was done.
pub(crate) fn ensure(needs: &[Need]) -> Result<String> {
    let missing = absent(needs);
    if missing.is_empty() {
        return Ok("all present".to_owned());
    }
    if shell::find("apt-get").is_none() {
        return Err(by_hand(&missing));
    }
    let names: Vec<_> = missing.iter().map(|need| need.apt()).collect();
    let root = tools::is_root();
    if !root && Shell::new("sudo").args(["-n", "true"]).read().is_err() {
        return Err(by_hand(&missing));
    }
    let apt = || {
        let shell =
            if root { Shell::new("apt-get") } else { Shell::new("sudo").args(["-n", "-E", "apt-get"]) };
        // Another apt at work is waited for; no question is ever asked.
        shell.args(["-o", "DPkg::Lock::Timeout=300", "-y"]).env("DEBIAN_FRONTEND", "noninteractive")
    };
    // An old list of packages may still do: only the installation decides.
    if let Err(words) = apt().arg("update").run() {
        println!("{words}");
    }
    apt()
        .args(["install", "--no-install-recommends"])
        .args(&names)
        .run()
        .map_err(|words| format!("{words}\n{}", by_hand(&missing)))?;
    let left = absent(needs);
    if left.is_empty() { Ok(format!("installed {}", names.join(", "))) } else { Err(by_hand(&left)) }
}

fn absent(needs: &[Need]) -> Vec<Need> {
    needs.iter().copied().filter(|need| !need.present()).collect()
}

fn by_hand(missing: &[Need]) -> String {
    let names =
        |of: fn(Need) -> &'static str| missing.iter().map(|need| of(*need)).collect::<Vec<_>>().join(" ");
    let sudo = tools::sudo();
    format!(
        "The tests need more than is installed:\n  Debian, Ubuntu: {sudo}apt-get install -y {}\n  Fedora: {sudo}dnf install -y {}\n  \
         macOS: brew install {}\nA browser elsewhere: set COURTYARD_TEST_CHROMIUM to its path.",
        names(Need::apt),
        names(Need::dnf),
        names(Need::brew)
    )
}

/// Asks fontconfig, and where that is not installed, looks at the names of the files.
fn has_font(is_good: fn(&str) -> bool, pattern: &str, names: &[&str]) -> bool {
    // These systems bring both.
    if cfg!(any(target_os = "macos", windows)) {
        return true;
    }
    match Shell::new("fc-list").args([pattern, "family"]).read() {
        Ok(list) => is_good(&list),
        Err(_) => {
            ["/usr/share/fonts", "/usr/local/share/fonts"].iter().any(|at| has_file(Path::new(at), names))
        }
    }
}

fn has_file(folder: &Path, names: &[&str]) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let path = entry.path();
        if path.is_dir() { has_file(&path, names) } else { names.iter().any(|part| name.contains(part)) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_its_command() {
        let words = by_hand(&[Need::Browser, Need::Postgres]);
        assert!(words.contains("apt-get install -y chromium postgresql"), "{words}");
        assert!(words.contains("dnf install -y chromium postgresql-server"), "{words}");
        assert!(words.contains("brew install chromium postgresql@17"), "{words}");
    }
}
