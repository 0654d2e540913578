//! What the tests need from the system, by package name: a browser, fonts it can show Chinese and emoji with, and
//! PostgreSQL. Installed when that is possible without asking; named with the command otherwise.

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
}

impl Need {
    fn present(self) -> bool {
        match self {
            Self::Browser => browser().is_some(),
            Self::ChineseFont => fonts(":lang=zh-cn").is_some_and(|list| !list.trim().is_empty()),
            Self::EmojiFont => fonts(":").is_some_and(|list| list.to_lowercase().contains("emoji")),
            Self::Postgres => {
                shell::find("initdb").is_some()
                    || tools::some_file(Path::new("/usr/lib/postgresql"), "bin/initdb")
            }
        }
    }

    fn apt(self) -> &'static str {
        match self {
            Self::Browser => "chromium",
            Self::ChineseFont => "fonts-noto-cjk",
            Self::EmojiFont => "fonts-noto-color-emoji",
            Self::Postgres => "postgresql",
        }
    }

    fn dnf(self) -> &'static str {
        match self {
            Self::Browser => "chromium",
            Self::ChineseFont => "google-noto-sans-cjk-fonts",
            Self::EmojiFont => "google-noto-color-emoji-fonts",
            Self::Postgres => "postgresql-server",
        }
    }

    fn brew(self) -> &'static str {
        match self {
            Self::Browser => "chromium",
            Self::ChineseFont => "font-noto-sans-cjk",
            Self::EmojiFont => "font-noto-color-emoji",
            Self::Postgres => "postgresql@17",
        }
    }
}

/// The browser of the journeys.
pub(crate) fn browser() -> Option<std::path::PathBuf> {
    if let Some(path) = env::var_os("COURTYARD_CHROMIUM") {
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
         macOS: brew install {}\nA browser elsewhere: set COURTYARD_CHROMIUM to its path.",
        names(Need::apt),
        names(Need::dnf),
        names(Need::brew)
    )
}

fn fonts(pattern: &str) -> Option<String> {
    // Where fontconfig is missing the system has its own fonts (macOS, Windows) or none.
    match Shell::new("fc-list").args([pattern, "family"]).read() {
        Ok(list) => Some(list),
        Err(_) if cfg!(any(target_os = "macos", windows)) => Some("system emoji".to_owned()),
        Err(_) => None,
    }
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
