//! Files that are made from others and committed all the same, so that a change of the API or of the configuration is
//! seen in review. One command makes them all; the check makes them again and names what differs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::Result;
use crate::place::Place;
use crate::server::{self, Profile};
use crate::shell::Shell;
use crate::web;

const OPENAPI: &str = "openapi";
const CLIENT_TYPES: &str = "web/src/api/schema.d.ts";
const CONFIG: &str = "config.example.toml";
const ERRORS: &str = "docs/api/errors.md";

/// The generator of the client's types, which needs an older TypeScript than the client.
const GENERATOR: &str = "web/tools/apigen";

/// One kind of generated file.
struct Made {
    /// Files and folders that hold nothing else.
    outputs: &'static [&'static str],
    make: fn(&Place, &Path) -> Result,
}

/// In the order in which one is made from another.
const ALL: [Made; 4] = [
    Made { outputs: &[OPENAPI], make: openapi },
    Made { outputs: &[CLIENT_TYPES], make: client_types },
    Made { outputs: &[CONFIG], make: |place, program| said(place, program, &["config", "example"], CONFIG) },
    Made { outputs: &[ERRORS], make: |place, program| said(place, program, &["errors"], ERRORS) },
];

/// Path → content and the time of its last change.
type Contents = BTreeMap<String, (Vec<u8>, SystemTime)>;

/// Makes them, or with `check` only compares.
pub(crate) fn run(place: &Place, check: bool) -> Result {
    let program = server::build(place, Profile::Dev)?;
    if check {
        println!("{}", compare(place, &program)?);
        return Ok(());
    }
    let before = contents(place)?;
    for made in &ALL {
        (made.make)(place, &program)?;
    }
    let after = contents(place)?;
    keep_times(place, &before, &after);
    let changed = differing(&before, &after);
    println!("{}", if changed.is_empty() { "nothing changed".to_owned() } else { changed.join("\n") });
    Ok(())
}

/// Fails naming every file that is not what it would be made to be now; leaves the checkout as it was.
pub(crate) fn compare(place: &Place, program: &Path) -> Result<String> {
    let before = contents(place)?;
    let made = ALL.iter().try_for_each(|made| (made.make)(place, program));
    let after = contents(place);
    restore(place, &before)?;
    made?;
    let stale = differing(&before, &after?);
    if stale.is_empty() {
        return Ok(format!("{} up to date", before.len()));
    }
    Err(format!(
        "These generated files are stale:\n  {}\nmake them anew: cargo xtask regen",
        stale.join("\n  ")
    ))
}

/// The description of the API, one file a module, from the handlers.
fn openapi(place: &Place, program: &Path) -> Result {
    // A module that is gone must not leave its file behind.
    remove(&place.at(OPENAPI))?;
    Shell::new(program).args(["openapi", "--out"]).arg(place.at(OPENAPI)).within(&place.root).read().map(drop)
}

/// Types of the client, from the description of the API.
fn client_types(place: &Place, _program: &Path) -> Result {
    web::packages(place, GENERATOR)?;
    web::npm(place, GENERATOR).args(["run", "--silent", "generate"]).read().map(drop)
}

/// A file that the program prints.
fn said(place: &Place, program: &Path, command: &[&str], file: &str) -> Result {
    let text = Shell::new(program).args(command).within(&place.root).read()?;
    write(&place.at(file), text.as_bytes())
}

fn contents(place: &Place) -> Result<Contents> {
    let mut contents = Contents::new();
    for output in ALL.iter().flat_map(|made| made.outputs) {
        gather(&place.root, output, &mut contents)?;
    }
    Ok(contents)
}

fn gather(root: &Path, path: &str, contents: &mut Contents) -> Result {
    let at = root.join(path);
    let fail = |error: std::io::Error| format!("{path} cannot be read: {error}");
    if at.is_file() {
        let time = fs::metadata(&at).and_then(|meta| meta.modified()).map_err(fail)?;
        contents.insert(path.to_owned(), (fs::read(&at).map_err(fail)?, time));
    } else if at.is_dir() {
        for entry in fs::read_dir(&at).map_err(fail)? {
            let name = entry.map_err(fail)?.file_name();
            gather(root, &format!("{path}/{}", name.to_string_lossy()), contents)?;
        }
    }
    Ok(())
}

fn restore(place: &Place, before: &Contents) -> Result {
    let present = contents(place)?;
    for (path, (content, _)) in &present {
        match before.get(path) {
            None => remove(&place.at(path))?,
            Some((kept, _)) if kept != content => write(&place.at(path), kept)?,
            Some(_) => {}
        }
    }
    for (path, (content, _)) in before {
        if !present.contains_key(path) {
            write(&place.at(path), content)?;
        }
    }
    keep_times(place, before, &contents(place)?);
    Ok(())
}

/// A file made anew with the same content is not newer: what includes it need not be compiled again. Failing at that
/// costs a compilation, nothing else.
fn keep_times(place: &Place, before: &Contents, after: &Contents) {
    for (path, (content, time)) in before {
        if after.get(path).is_some_and(|(same, _)| same == content)
            && let Ok(file) = fs::File::options().write(true).open(place.at(path))
        {
            let _ = file.set_modified(*time);
        }
    }
}

fn differing(before: &Contents, after: &Contents) -> Vec<String> {
    let mut names: Vec<_> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter_map(|name| match (before.get(name), after.get(name)) {
            (None, Some(_)) => Some(format!("{name} (missing)")),
            (Some(_), None) => Some(format!("{name} (nothing makes it any more)")),
            (Some((old, _)), Some((new, _))) if old != new => Some(name.clone()),
            _ => None,
        })
        .collect()
}

fn remove(path: &PathBuf) -> Result {
    let gone = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match gone {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{} cannot be removed: {error}", path.display()))
        }
        _ => Ok(()),
    }
}

fn write(path: &Path, content: &[u8]) -> Result {
    let fail = |error: std::io::Error| format!("{} cannot be written: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    fs::write(path, content).map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(pairs: &[(&str, &str)]) -> Contents {
        let content = |text: &str| (text.as_bytes().to_vec(), SystemTime::UNIX_EPOCH);
        pairs.iter().map(|(name, text)| ((*name).to_owned(), content(text))).collect()
    }

    #[test]
    fn stale_missing_and_forgotten_files_are_told_apart() {
        let before = made(&[("same", "1"), ("stale", "1"), ("forgotten", "1")]);
        let after = made(&[("same", "1"), ("stale", "2"), ("new", "1")]);
        assert_eq!(
            differing(&before, &after),
            ["forgotten (nothing makes it any more)", "new (missing)", "stale"]
        );
    }

    #[test]
    fn comparing_leaves_the_checkout_as_it_was() {
        let root = std::env::temp_dir().join(format!("xtask-regen-{}", std::process::id()));
        let place = Place { root: root.clone(), cache: root.clone(), target: root.clone(), ci: false };
        write(&place.at("openapi/chat.json"), b"old").unwrap();
        let before = contents(&place).unwrap();
        remove(&place.at(OPENAPI)).unwrap();
        write(&place.at("openapi/people.json"), b"new").unwrap();
        restore(&place, &before).unwrap();
        assert_eq!(contents(&place).unwrap(), before);
        fs::remove_dir_all(root).unwrap();
    }
}
