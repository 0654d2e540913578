//! `courtyard openapi` and `courtyard errors`: what the office promises to programs.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use platform_config::Config;
use server::api::{documents, errors_page};
use server::office::{Composed, compose};

use crate::cli::{Failure, Outcome};
use crate::say;

/// Write the OpenAPI documents, one a module.
#[derive(Args)]
pub(crate) struct OpenApi {
    /// Folder to write into; without it they are printed one after the other.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Writes or prints the documents.
pub(crate) async fn openapi(options: OpenApi) -> Outcome {
    let (composed, _folder) = scratch().await?;
    let documents = documents(&composed.modules);
    match options.out {
        Some(folder) => {
            fs::create_dir_all(&folder)?;
            for (name, json) in documents {
                fs::write(folder.join(format!("{name}.json")), json)?;
            }
        }
        None => {
            for json in documents.values() {
                say!("{}", json.trim_end());
            }
        }
    }
    Ok(())
}

/// Prints the page of all failures.
pub(crate) async fn errors() -> Outcome {
    let (composed, _folder) = scratch().await?;
    say!("{}", errors_page(&composed.modules).trim_end());
    Ok(())
}

/// An office with every module, in a folder that is removed again: the routes know their documents only when made.
async fn scratch() -> Result<(Composed, Scratch), Failure> {
    let folder = Scratch(std::env::temp_dir().join(format!("courtyard-{}", std::process::id())));
    let mut config = Config::default();
    config.data.dir.clone_from(&folder.0);
    Ok((compose(&config).await?, folder))
}

struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
