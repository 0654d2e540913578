//! Files: somebody's content with a name, a type and, for pictures, a size and thumbnails.

use std::ops::Range;

use image::ImageFormat;
use kernel::{Error, Id, Millis, Result};
use platform_db::Tx;

use crate::blobs::{BlobRef, Blobs};
use crate::content::{Content, Stored};
use crate::detect::{self, detect};
use crate::hash::ContentHash;
use crate::{error, name, picture, store};

/// What is read of a file to tell what it is: enough for the head of nearly every picture.
const HEAD: u64 = 256 << 10;
/// Largest picture that is read into memory: fifty million pixels fit as JPEG.
pub(crate) const MAX_PICTURE: u64 = 48 << 20;

/// Whose a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The organisation.
    pub org: Id,
    /// The person.
    pub user: Id,
}

/// What sort of thing a file is to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A picture that browsers show: JPEG, PNG, GIF, WebP, AVIF.
    Image,
    /// A film that browsers play.
    Video,
    /// Sound that browsers play.
    Audio,
    /// Anything else, SVG and HTML among them.
    File,
}

impl FileKind {
    /// As stored and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::File => "file",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Image, Self::Video, Self::Audio, Self::File].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its id.
    pub id: Id,
    /// Whose it is.
    pub owner: Owner,
    /// Its name, safe to show and to save under.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Media type, told by the bytes; what the client declared is not trusted.
    pub content_type: String,
    /// What sort of thing it is.
    pub kind: FileKind,
    /// Its content.
    pub hash: ContentHash,
    /// Pixels across, as shown.
    pub width: Option<u32>,
    /// Pixels down, as shown.
    pub height: Option<u32>,
    pub(crate) thumbs: Thumbs,
    /// When it was made.
    pub created_at: Millis,
}

/// Where the thumbnails of a file stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thumbs {
    /// There are none.
    None,
    /// They are made when first asked for.
    Pending,
    /// They are contents.
    Ready { small: ContentHash, medium: ContentHash },
}

impl File {
    /// Whether it has thumbnails, made already or when first asked for.
    #[must_use]
    pub fn has_thumb(&self) -> bool {
        self.thumbs != Thumbs::None
    }

    /// Whether a browser may show it in place. Everything else is served as a download only
    /// (`Content-Disposition: attachment`): SVG and HTML would run as a page of ours.
    #[must_use]
    pub fn may_show(&self) -> bool {
        self.kind != FileKind::File || matches!(self.content_type.as_str(), "application/pdf" | "text/plain")
    }

    fn contents(&self) -> impl Iterator<Item = ContentHash> {
        let thumbs = match self.thumbs {
            Thumbs::Ready { small, medium } => [Some(small), Some(medium)],
            _ => [None, None],
        };
        std::iter::once(self.hash).chain(thumbs.into_iter().flatten())
    }
}

/// A file to be made of a content.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Whose it will be.
    pub owner: Owner,
    /// Its name; cleaned of what could deceive.
    pub name: String,
    /// Its content.
    pub blob: BlobRef,
    /// The media type the client declares: a hint where one container holds sound or film.
    pub declared_type: Option<String>,
}

/// Bytes used by files and uploads under way, and what may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Bytes of the person.
    pub user: u64,
    /// What the person may have.
    pub user_max: Option<u64>,
    /// Bytes of the organisation.
    pub org: u64,
    /// What the organisation may have.
    pub org_max: Option<u64>,
}

/// What was found out about a content before it becomes a file.
pub(crate) struct Inspected {
    content_type: &'static str,
    kind: FileKind,
    size: Option<(u32, u32)>,
    thumbs: Thumbs,
}

impl Blobs {
    /// Makes a file of a content. Counts against the quotas: `blob.quota_exceeded`, `blob.org_quota_exceeded`.
    pub async fn create_file(&self, new: NewFile) -> Result<File> {
        let stored = self.find_stored(new.blob.hash).await?;
        let name = name::clean(&new.name);
        let inspected = self.inspect(&stored, &name, new.declared_type.as_deref()).await?;
        let file = self.draft(new.owner, name, BlobRef { size: stored.size, ..new.blob }, inspected);
        let limits = self.0.limits.clone();
        let file = self
            .write(move |tx| {
                Box::pin(async move {
                    store::usage::take(tx, file.owner, file.size, &limits).await?;
                    insert_file(tx, file).await
                })
            })
            .await?;
        self.warm_up(&file);
        Ok(file)
    }

    /// The file of this id. Whether the caller may see it is for the caller to check.
    pub async fn file(&self, id: Id) -> Result<File> {
        self.read(move |tx| Box::pin(async move { Self::file_in(tx, id).await })).await
    }

    /// As [`Blobs::file`], in a transaction.
    pub async fn file_in(tx: &mut Tx, id: Id) -> Result<File> {
        store::files::find(tx, id).await?.ok_or_else(|| Error::new(&error::NOT_FOUND))
    }

    /// The files of these ids, in their order; those that do not exist are left out.
    pub async fn files_in(tx: &mut Tx, ids: &[Id]) -> Result<Vec<File>> {
        let found = store::files::find_all(tx, ids).await?;
        Ok(ids.iter().filter_map(|id| found.iter().find(|file| file.id == *id).cloned()).collect())
    }

    /// Removes files in a transaction; how many there were. Their contents go some time after the last file that has
    /// them.
    pub async fn remove_files_in(&self, tx: &mut Tx, ids: &[Id]) -> Result<usize> {
        let mut removed = Vec::new();
        for id in ids {
            removed.extend(store::files::remove(tx, *id).await?);
        }
        store::usage::give_back(tx, removed.iter().map(|file| (file.owner, file.size))).await?;
        let mut contents: Vec<_> = removed.iter().flat_map(File::contents).collect();
        contents.sort_unstable();
        let now = self.0.clock.now();
        for hash in contents {
            store::blobs::release(tx, hash, now).await?;
        }
        Ok(removed.len())
    }

    /// Opens a file, or a range of it, as [`Blobs::get`].
    pub async fn content(&self, file: &File, range: impl Into<Option<Range<u64>>>) -> Result<Content> {
        self.get(file.hash, range).await
    }

    /// What is used and what may be.
    pub async fn usage(&self, owner: Owner) -> Result<Usage> {
        let (user_max, org_max) = (self.0.limits.user_bytes, self.0.limits.org_bytes);
        self.read(move |tx| {
            Box::pin(async move {
                let user = store::usage::of_user(tx, owner).await?;
                Ok(Usage { user, user_max, org: store::usage::of_org(tx, owner.org).await?, org_max })
            })
        })
        .await
    }

    /// Finds out what a content is.
    pub(crate) async fn inspect(
        &self,
        stored: &Stored,
        name: &str,
        declared: Option<&str>,
    ) -> Result<Inspected> {
        let head = self.head(stored, HEAD).await?;
        let found = detect(&head, name, declared);
        let mut inspected = Inspected {
            content_type: found.content_type,
            kind: found.kind,
            size: None,
            thumbs: Thumbs::None,
        };
        let Some(format) = found.picture else { return Ok(inspected) };
        let mut size = measure(head, format).await;
        if size.is_none() && (HEAD + 1..=MAX_PICTURE).contains(&stored.size) {
            // The whole of it is held in memory, as where its thumbnails are made.
            let _turn = self.0.darkroom.acquire().await.map_err(Error::internal)?;
            size = measure(self.head(stored, MAX_PICTURE).await?, format).await;
        }
        if size.is_none() {
            // Not readable, or so many pixels that showing it would hurt: a file to download.
            inspected.kind = FileKind::File;
        } else if stored.size <= MAX_PICTURE {
            inspected.thumbs = Thumbs::Pending;
        }
        inspected.size = size;
        Ok(inspected)
    }

    async fn head(&self, stored: &Stored, max: u64) -> Result<bytes::Bytes> {
        let range = 0..stored.size.min(max);
        let stream = self.open_stored(stored, range.clone()).await?;
        Content { size: stored.size, range, stream }.into_bytes(max).await
    }

    pub(crate) fn draft(&self, owner: Owner, name: String, blob: BlobRef, inspected: Inspected) -> File {
        let (width, height) = inspected.size.unzip();
        File {
            id: self.0.ids.next(),
            owner,
            name,
            size: blob.size,
            content_type: inspected.content_type.to_owned(),
            kind: inspected.kind,
            hash: blob.hash,
            width,
            height,
            thumbs: inspected.thumbs,
            created_at: self.0.clock.now(),
        }
    }
}

async fn measure(bytes: bytes::Bytes, format: ImageFormat) -> Option<(u32, u32)> {
    tokio::task::spawn_blocking(move || picture::measure(&bytes, format)).await.ok().flatten()
}

/// The format of a file that is a picture with thumbnails.
pub(crate) fn picture_format(file: &File) -> Option<ImageFormat> {
    detect::picture_format(&file.content_type)
}

/// Writes a file and its references. The quotas are the caller's business.
pub(crate) async fn insert_file(tx: &mut Tx, mut file: File) -> Result<File> {
    if file.thumbs == Thumbs::Pending
        && let Some(known) = store::files::thumbs_of(tx, file.hash).await?
    {
        file.thumbs = known;
    }
    let mut contents: Vec<_> = file.contents().collect();
    contents.sort_unstable();
    for hash in contents {
        if !store::blobs::refer(tx, hash, 1, file.created_at).await? {
            return Err(Error::new(&error::NOT_FOUND));
        }
    }
    store::files::insert(tx, &file).await?;
    Ok(file)
}
