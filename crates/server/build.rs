//! Sees to it that the folder of the built web client exists, and that a new build of it is taken in.

use std::fs;
use std::path::Path;

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
    if !dist.exists() {
        // The program also builds without the web client; then it says so on its pages.
        fs::create_dir_all(&dist)
            .unwrap_or_else(|error| panic!("{} cannot be made: {error}", dist.display()));
    }
    println!("cargo:rerun-if-changed={}", dist.display());
    println!("cargo:rerun-if-changed={}", dist.join("index.html").display());
}
