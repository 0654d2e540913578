//! How the store of files is set up.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use object_store::ObjectStore;

use crate::keys::MasterKey;

/// How to open the store of files.
#[derive(Debug)]
pub struct BlobOptions {
    /// Where the objects are.
    pub store: StoreOptions,
    /// Master keys: the first encrypts what is written from now on, all decrypt. With none, nothing is encrypted.
    pub keys: Vec<MasterKey>,
    /// What is accepted.
    pub limits: Limits,
}

impl BlobOptions {
    /// A folder, nothing encrypted, the usual limits.
    #[must_use]
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self { store: StoreOptions::Folder(path.into()), keys: Vec::new(), limits: Limits::default() }
    }
}

/// Where the objects are.
#[derive(Debug)]
pub enum StoreOptions {
    /// A folder; made when absent.
    Folder(PathBuf),
    /// A bucket of a store that speaks S3.
    S3(S3Options),
    /// A store made by the caller: for simulations that need faults.
    Given(Arc<dyn ObjectStore>),
}

/// A bucket of a store that speaks S3.
#[derive(Clone, Default)]
pub struct S3Options {
    /// `https://s3.example.com`; absent for Amazon's own. `http://` sends everything in the clear.
    pub endpoint: Option<String>,
    /// The bucket; it must exist.
    pub bucket: String,
    /// The region, such as `us-east-1`.
    pub region: String,
    /// Access key; absent on a machine whose role may use the bucket.
    pub access_key: Option<String>,
    /// Secret key.
    pub secret_key: Option<String>,
    /// `endpoint/bucket/object` instead of `bucket.endpoint/object`: what most stores other than Amazon's need.
    pub path_style: bool,
    /// Folder within the bucket, for a bucket shared with others.
    pub prefix: Option<String>,
}

impl fmt::Debug for S3Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Options")
            .field("endpoint", &self.endpoint)
            .field("bucket", &self.bucket)
            .field("region", &self.region)
            .field("access_key", &self.access_key)
            .field("path_style", &self.path_style)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

/// What is accepted. Sizes are bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest file. The default of 2 GiB is a long recorded meeting.
    pub file_bytes: u64,
    /// What one person's files may have together. The default of 50 GiB keeps one mistaken script from filling the
    /// disk of everyone. `None`: no limit.
    pub user_bytes: Option<u64>,
    /// What an organisation's files may have together. The default, `None`, leaves it to the disk.
    pub org_bytes: Option<u64>,
    /// Unfinished uploads of one person. The default of 100 is more than anybody sends at once.
    pub open_uploads: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 2 << 30, user_bytes: Some(50 << 30), org_bytes: None, open_uploads: 100 }
    }
}
