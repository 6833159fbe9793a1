//! The files of pictures: in a folder, or with whoever speaks S3.

use std::{io, path::Path, sync::Arc};

use async_trait::async_trait;
use object_store::{
    Error, ObjectStore, ObjectStoreExt, PutPayload, aws::AmazonS3Builder, local::LocalFileSystem, path::Path as Key,
    prefix::PrefixStore,
};
use tokio_rustls::rustls::crypto::ring;

use crate::{
    chat::ports::{PictureFiles, StoreError},
    domain::{PictureId, PictureSize},
};

/// Why the place for pictures cannot be used, in one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("cannot create the folder of pictures {place}: {source}")]
    Folder { place: String, source: io::Error },
    #[error("cannot keep pictures in {place}: {source}")]
    Place { place: String, source: Error },
}

/// [`PictureFiles`] in any place that `object_store` knows.
#[derive(Debug)]
pub struct StoredFiles(Arc<dyn ObjectStore>);

impl StoredFiles {
    /// In a folder, which is made when it is not there, for its owner only.
    ///
    /// # Errors
    /// [`FilesError`].
    pub fn in_folder(folder: &Path) -> Result<Self, FilesError> {
        let place = || folder.display().to_string();
        make_private(folder).map_err(|source| FilesError::Folder { place: place(), source })?;
        let files = LocalFileSystem::new_with_prefix(folder);
        let files = files.map_err(|source| FilesError::Place { place: place(), source })?;
        // A picture that was acknowledged is on the disk, as its message is.
        Ok(Self(Arc::new(files.with_fsync(true))))
    }

    /// In a bucket: `s3://bucket/below/here`. Who asks, and where, is read from the variables `AWS_…`, as other programs
    /// read them.
    ///
    /// # Errors
    /// [`FilesError`]. Nothing is asked over the network yet.
    pub fn in_bucket(url: &str) -> Result<Self, FilesError> {
        let failed = |source| FilesError::Place { place: url.to_owned(), source };
        // The TLS that the house speaks everywhere else; an error says that it was chosen before.
        let _ = ring::default_provider().install_default();
        // Not everybody who speaks S3 deletes several objects at once, and a picture has but two.
        let bucket = AmazonS3Builder::from_env().with_url(url).with_disable_bulk_delete(true).build();
        let bucket = bucket.map_err(failed)?;
        let below = url.trim_start_matches("s3://").split_once('/').map_or("", |(_, below)| below);
        Ok(Self(match below.trim_matches('/') {
            "" => Arc::new(bucket),
            below => Arc::new(PrefixStore::new(bucket, below)),
        }))
    }
}

#[async_trait]
impl PictureFiles for StoredFiles {
    async fn put(&self, id: &PictureId, size: PictureSize, bytes: Vec<u8>) -> Result<(), StoreError> {
        self.0.put(&key(id, size), PutPayload::from(bytes)).await.map(drop).map_err(failed)
    }

    async fn get(&self, id: &PictureId, size: PictureSize) -> Result<Option<Vec<u8>>, StoreError> {
        match self.0.get(&key(id, size)).await {
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
            Ok(found) => Ok(Some(found.bytes().await.map_err(failed)?.into())),
        }
    }

    async fn remove(&self, id: &PictureId) -> Result<(), StoreError> {
        for size in PictureSize::ALL {
            match self.0.delete(&key(id, size)).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(failed(error)),
            }
        }
        Ok(())
    }
}

/// The name of a file: what it is says its first bytes.
pub fn name(id: &PictureId, size: PictureSize) -> String {
    match size {
        PictureSize::Full => format!("{id}.full"),
        PictureSize::Thumb => format!("{id}.thumb"),
    }
}

fn key(id: &PictureId, size: PictureSize) -> Key {
    Key::from(name(id, size))
}

fn failed(error: Error) -> StoreError {
    StoreError::Engine(error.into())
}

/// Makes a folder that only its owner may look into.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
