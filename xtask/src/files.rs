//! The files of the checkout that belong to the project: what git knows or would add.

use std::path::Path;

use crate::Result;
use crate::shell::Shell;

/// Folders of results, when there is no git to ask.
const RESULTS: [&str; 6] = [".git", "target", "node_modules", "dist", "data", "results"];

/// Their paths, relative to the root, written with `/`, sorted.
pub(crate) fn list(root: &Path) -> Result<Vec<String>> {
    // In a container the checkout often belongs to another user than the one who runs this.
    let listed = Shell::new("git")
        .args(["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .within(root)
        .read();
    let mut files: Vec<String> = match listed {
        Ok(names) => names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        Err(_) => {
            let mut found = Vec::new();
            walk(root, "", &mut found)
                .map_err(|error| format!("{} cannot be read: {error}", root.display()))?;
            found
        }
    };
    files.sort();
    files.dedup();
    Ok(files)
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            if !RESULTS.contains(&name.as_str()) {
                walk(&entry.path(), &format!("{prefix}{name}/"), found)?;
            }
        } else {
            found.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_git_results_are_left_out() {
        let folder = std::env::temp_dir().join(format!("xtask-files-{}", std::process::id()));
        for path in ["src/a.rs", "target/b.rs", "web/node_modules/c.js", "web/src/d.ts"] {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        assert_eq!(list(&folder).unwrap(), ["src/a.rs", "web/src/d.ts"]);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
