//! Objects as they lie in the store, encrypted or not: for copies of the whole store, which need no key.

use bytes::Bytes;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use kernel::{Error, Result};
use platform_db::{DbError, DbResult, Val};

use crate::content::ContentStream;
use crate::error;
use crate::objects::{ObjectWriter, Objects};
use crate::options::StoreOptions;
use crate::seal::sealed_len;

/// Tables in which each row names an object of the store: contents, and the parts of uploads under way.
pub const OBJECT_TABLES: [&str; 2] = ["blob_blobs", "blob_parts"];

/// An object and how long it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawObject {
    /// Its name in the store.
    pub name: String,
    /// Bytes, as they lie there.
    pub len: u64,
    /// Id of the master key under which its own key is encrypted; `None` when it lies in the clear.
    pub key_id: Option<String>,
}

impl RawObject {
    /// The object that a row of one of [`OBJECT_TABLES`] names; `columns` are the names of its values.
    pub fn of_row<'a>(columns: impl Iterator<Item = &'a str>, values: &[Val]) -> DbResult<Self> {
        let (mut name, mut size, mut key_id) = (None, None, None);
        for (column, value) in columns.zip(values) {
            match (column, value) {
                ("object", Val::Text(text)) => name = Some(text.clone()),
                ("size", Val::Int(bytes)) => size = u64::try_from(*bytes).ok(),
                ("key_id", Val::Text(text)) => key_id = Some(text.clone()),
                _ => {}
            }
        }
        let (Some(name), Some(size)) = (name, size) else {
            return Err(DbError::Shape("a row names no object".to_owned()));
        };
        let len = if key_id.is_some() { sealed_len(size) } else { size };
        Ok(Self { name, len, key_id })
    }
}

/// The objects of a store.
pub struct RawStore(Objects);

impl RawStore {
    /// Opens the store; a folder is made when absent.
    pub async fn open(options: StoreOptions) -> Result<Self> {
        Ok(Self(Objects::open(options).await?))
    }

    /// Whether `name` is that of an object: what comes from outside may say anything.
    #[must_use]
    pub fn is_object(name: &str) -> bool {
        let mut parts = name.split('/');
        let (Some("objects"), Some(folder), Some(id), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return false;
        };
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        folder.len() == 2 && folder.bytes().all(hex) && id.parse::<kernel::Id>().is_ok()
    }

    /// Whether no object is there.
    pub async fn is_empty(&self) -> Result<bool> {
        Ok(self.0.names().try_next().await?.is_none())
    }

    /// The bytes of an object: exactly as many as it should have, or an error. `None` when it is not there.
    pub async fn read(&self, object: &RawObject) -> Result<Option<ContentStream>> {
        if object.len == 0 {
            return Ok(Some(stream::empty().boxed()));
        }
        match self.0.read(&object.name, 0..object.len).await {
            Ok(stream) => Ok(Some(stream)),
            Err(cause) if cause.is(&error::DAMAGED) => Ok(None),
            Err(cause) => Err(cause),
        }
    }

    /// How many bytes lie under a name; `None` when nothing does.
    pub async fn len(&self, name: &str) -> Result<Option<u64>> {
        self.0.len(name).await
    }

    /// Begins an object. It appears whole with [`RawWriter::finish`], or not at all.
    pub async fn write(&self, name: &str) -> Result<RawWriter> {
        if !Self::is_object(name) {
            return Err(Error::internal(format!("{name} is not the name of an object")));
        }
        Ok(RawWriter(self.0.write(name).await?))
    }

    /// Deletes an object; one that is not there is deleted already.
    pub async fn delete(&self, name: &str) -> Result<()> {
        self.0.delete(name).await
    }
}

/// An object being written.
pub struct RawWriter(ObjectWriter);

impl RawWriter {
    /// Adds bytes.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        self.0.write(bytes).await
    }

    /// Makes the object appear.
    pub async fn finish(self) -> Result<()> {
        self.0.finish().await
    }

    /// Gives up.
    pub async fn abort(self) {
        self.0.abort().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_we_make_are_objects() {
        assert!(RawStore::is_object("objects/0f/12345"));
        for bad in [
            "",
            "objects/0f/",
            "objects/0F/1",
            "objects/../1",
            "objects/00/../1",
            "/objects/00/1",
            "objects/00/x",
        ] {
            assert!(!RawStore::is_object(bad), "{bad}");
        }
    }

    #[test]
    fn an_object_is_as_long_as_it_lies_there() {
        let columns = ["hash", "size", "object", "key_id"];
        let row = |key: Val| vec![Val::Text("h".into()), Val::Int(5), Val::Text("objects/00/1".into()), key];
        let of = |key| RawObject::of_row(columns.into_iter(), &row(key)).unwrap();
        assert_eq!(of(Val::Null), RawObject { name: "objects/00/1".into(), len: 5, key_id: None });
        assert_eq!(of(Val::Text("k".into())).len, 21);
        assert!(RawObject::of_row(["hash"].into_iter(), &row(Val::Null)).is_err());
    }
}
