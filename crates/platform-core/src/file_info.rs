//! A file as every module shows it.

use kernel::{Id, Millis};
use platform_blob::{File, FileKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What sort of thing a file is to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FileKind)]
pub enum FileSort {
    /// A picture that browsers show.
    Image,
    /// A film that browsers play.
    Video,
    /// Sound that browsers play.
    Audio,
    /// Anything else.
    File,
}

/// A file. Its bytes are at `/api/v1/core/files/{id}/content`, its thumbnail at `/api/v1/core/files/{id}/thumbnail`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = File)]
pub struct FileInfo {
    /// The file.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Media type, told by the bytes.
    #[serde(rename = "type")]
    pub content_type: String,
    /// What sort of thing.
    pub kind: FileSort,
    /// Pixels across, for pictures.
    pub width: Option<u32>,
    /// Pixels down, for pictures.
    pub height: Option<u32>,
    /// Whether there is a thumbnail.
    pub thumb: bool,
    /// When it was made.
    pub created_at: Millis,
}

impl From<&File> for FileInfo {
    fn from(file: &File) -> Self {
        Self {
            id: file.id,
            name: file.name.clone(),
            size: file.size,
            content_type: file.content_type.clone(),
            kind: match file.kind {
                FileKind::Image => FileSort::Image,
                FileKind::Video => FileSort::Video,
                FileKind::Audio => FileSort::Audio,
                FileKind::File => FileSort::File,
            },
            width: file.width,
            height: file.height,
            thumb: file.has_thumb(),
            created_at: file.created_at,
        }
    }
}

/// Kind of the object that a file is to the access check.
pub const FILE_OBJECT: &str = "file";
