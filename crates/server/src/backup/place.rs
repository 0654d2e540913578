//! Where an office is restored to: first beside the place it will have, then into it by renaming.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use kernel::{Error, Result};
use platform_blob::{RawStore, StoreOptions};
use platform_config::{Config, Store};
use platform_db::Snapshot;

use super::OCCUPIED_BY;
use super::error::{BUSY, NOT_EMPTY, write_failed};
use crate::office::{blob_folder, database_file, open_db, store_options};

/// Folder in which things wait for their place, within the folder they will lie in: the same disk, even where that
/// folder is a mount of its own.
const STAGE: &str = ".restoring";
/// Held while somebody restores.
const LOCK: &str = ".restoring.lock";

/// An empty office about to be filled. Dropped without [`Place::settle`], it leaves nothing; what is in a bucket is
/// taken back with [`Place::clear`].
pub(super) struct Place {
    dir: PathBuf,
    database: PathBuf,
    /// The folder of the files; `None` where they go into a bucket.
    folder: Option<PathBuf>,
    bucket: Option<RawStore>,
    made: Vec<PathBuf>,
    lock: Option<File>,
    settled: bool,
}

impl Place {
    /// Looks whether the office is empty and makes room beside it. `backup.not_empty`, `backup.busy`.
    pub(super) async fn prepare(config: &Config, files: bool) -> Result<Self> {
        let dir = config.data.dir.clone();
        let in_folder = files && config.blobs.store == Store::Folder;
        let mut place = Self {
            database: database_file(config),
            folder: in_folder.then(|| blob_folder(config)),
            bucket: None,
            made: Vec::new(),
            lock: None,
            settled: false,
            dir,
        };
        make_folder(&place.dir.clone(), &mut place.made)?;
        place.lock = Some(lock(&place.dir)?);
        let occupied = if config.database.url.is_some() {
            occupied(open_db(config).await?.snapshot().await?).await?.then(|| "PostgreSQL".to_owned())
        } else if place.database.exists() {
            // One connection, closed here: one closed later would take the log of the new database with it.
            let snapshot = Snapshot::sqlite(&place.database).await?;
            occupied(snapshot).await?.then(|| place.dir.display().to_string())
        } else {
            None
        };
        if let Some(what) = occupied {
            return Err(Error::new(&NOT_EMPTY).with("place", what));
        }
        if let Some(folder) = &place.folder {
            make_folder(folder, &mut place.made)?;
        }
        if files {
            let store = RawStore::open(store_options(config)).await?;
            if !store.is_empty().await? {
                let what = match &place.folder {
                    Some(folder) => folder.display().to_string(),
                    None => config.blobs.s3.bucket.clone(),
                };
                return Err(Error::new(&NOT_EMPTY).with("place", what));
            }
            if place.folder.is_none() {
                place.bucket = Some(store);
            }
        }
        // Left behind by one that was killed; the lock says that nobody is at work there.
        for stage in place.stages() {
            let made = remove(&stage).and_then(|()| private_folder(&stage));
            made.map_err(|cause| write_failed(&stage, cause))?;
        }
        Ok(place)
    }

    /// The database file to fill, when it is one.
    pub(super) fn staged_database(&self) -> PathBuf {
        self.dir.join(STAGE).join("office.db")
    }

    /// The store to put files into.
    pub(super) async fn store(&mut self) -> Result<Option<&RawStore>> {
        if let Some(folder) = &self.folder
            && self.bucket.is_none()
        {
            self.bucket = Some(RawStore::open(StoreOptions::Folder(folder.join(STAGE))).await?);
        }
        Ok(self.bucket.as_ref())
    }

    /// Moves the files into their place; [`Place::unsettle_files`] takes it back.
    pub(super) fn settle_files(&self) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let (staged, target) = (folder.join(STAGE).join("objects"), folder.join("objects"));
        let moved = || {
            if !staged.exists() {
                return Ok(());
            }
            // Empty, as was seen before, but for folders.
            remove(&target)?;
            fs::rename(&staged, &target)?;
            sync_folder_of(&target)
        };
        moved().map_err(|cause: io::Error| write_failed(&target, cause))
    }

    /// Takes the files out of their place again.
    pub(super) fn unsettle_files(&self) {
        if let Some(folder) = &self.folder {
            let _ = fs::rename(folder.join("objects"), folder.join(STAGE).join("objects"));
        }
    }

    /// Moves the database file into its place: from then on there is an office.
    pub(super) fn settle_database(&self) -> Result<()> {
        let staged = self.staged_database();
        let moved = || {
            File::open(&staged)?.sync_all()?;
            // What a first start or a check left: an office without an organisation, and its search index.
            for name in ["search.db", "office.db"] {
                remove_database(&self.dir, name)?;
            }
            fs::rename(&staged, &self.database)?;
            sync_folder_of(&self.database)
        };
        moved().map_err(|cause: io::Error| write_failed(&self.database, cause))
    }

    /// All is in its place.
    pub(super) fn settle(mut self) {
        self.settled = true;
    }

    /// Takes back what was put into a bucket: these objects, and no others.
    pub(super) async fn clear(self, written: &[String]) {
        let Some(bucket) = self.bucket.as_ref().filter(|_| self.folder.is_none()) else { return };
        for object in written {
            if let Err(error) = bucket.delete(object).await {
                tracing::error!(
                    ?error,
                    "what was already put into the bucket could not be taken back; empty it"
                );
                return;
            }
        }
    }

    fn stages(&self) -> impl Iterator<Item = PathBuf> {
        [Some(&self.dir), self.folder.as_ref()]
            .into_iter()
            .flatten()
            .map(|folder| folder.join(STAGE))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.lock.is_some() {
            for stage in self.stages() {
                let _ = remove(&stage);
            }
            let _ = fs::remove_file(self.dir.join(LOCK));
        }
        if !self.settled {
            // Only empty ones go.
            for folder in self.made.iter().rev() {
                let _ = fs::remove_dir(folder);
            }
        }
    }
}

/// Whether an office is in there.
pub(super) async fn occupied(mut snapshot: Snapshot) -> Result<bool> {
    let occupied = snapshot.holds_rows(OCCUPIED_BY).await?;
    snapshot.end().await?;
    Ok(occupied)
}

fn make_folder(folder: &Path, made: &mut Vec<PathBuf>) -> Result<()> {
    let mut absent: Vec<&Path> =
        folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).collect();
    while let Some(path) = absent.pop() {
        fs::create_dir(path).map_err(|cause| write_failed(path, cause))?;
        made.push(path.to_owned());
    }
    Ok(())
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn lock(dir: &Path) -> Result<File> {
    let path = dir.join(LOCK);
    let file = OpenOptions::new().create(true).append(true).open(&path);
    let file = file.map_err(|cause| write_failed(&path, cause))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::new(&BUSY).with("place", dir.display())),
        Err(TryLockError::Error(cause)) => Err(write_failed(&path, cause)),
    }
}

/// Removes a SQLite database, and what belongs to it.
pub(crate) fn remove_database(dir: &Path, name: &str) -> io::Result<()> {
    ["-wal", "-shm", ""].iter().try_for_each(|end| remove(&dir.join(format!("{name}{end}"))))
}

/// Removes a file or a folder with all in it; one that is not there is removed already.
fn remove(path: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(cause) => Err(cause),
    };
    removed.or_else(|cause| if cause.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(cause) })
}

/// Makes a renamed file's new name durable.
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    // Folders cannot be opened everywhere; where they cannot, the name is as durable as the system makes it.
    match File::open(folder.unwrap_or_else(|| Path::new("."))) {
        Ok(folder) if cfg!(unix) => folder.sync_all(),
        _ => Ok(()),
    }
}
