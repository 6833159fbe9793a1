//! Where the house keeps pictures: that they are there in the [`Store`](super::Store), what they show in files.

use std::fs::File;

use async_trait::async_trait;

use super::StoreError;
use crate::domain::{GuestId, Millis, PictureId, PictureSize, Refusal, RoomId};

/// The part of a [`Store`](super::Store) that knows which pictures there are, on the same terms.
///
/// A picture is noted before its files are written and forgotten after they are removed, so that a crash at any moment
/// leaves no file that nobody knows of.
#[async_trait]
pub trait PictureStore: Send + Sync + 'static {
    /// Notes a picture whose files are about to be written.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such live room or guest.
    async fn add_picture(&self, picture: NewPicture) -> Result<(), StoreError>;

    /// How much room pictures take, those of which the files are still to be removed included.
    async fn picture_bytes(&self, owner: &GuestId) -> Result<PictureBytes, StoreError>;

    /// Notes that the files of a picture are written: from now on it may be sent. `false` when it was given up meanwhile.
    async fn keep_picture(&self, id: &PictureId) -> Result<bool, StoreError>;

    /// A picture whose files are there, until it is to be removed.
    async fn picture(&self, id: &PictureId) -> Result<Option<KeptPicture>, StoreError>;

    /// Gives up the pictures that were noted before `before` and not sent since. They are to be removed, as are those
    /// of deleted messages and purged rooms.
    async fn give_up_unsent(&self, before: Millis) -> Result<(), StoreError>;

    /// Pictures that are to be removed, at most `limit`, in the order of their ids and after `after`. One whose files may
    /// still be on their way waits, given up or not, until it is one of those that were noted before `unfinished`.
    async fn removed_pictures(
        &self,
        after: Option<&PictureId>,
        unfinished: Millis,
        limit: u32,
    ) -> Result<Vec<PictureId>, StoreError>;

    /// Forgets pictures whose files are gone.
    async fn forget_pictures(&self, ids: Vec<PictureId>) -> Result<(), StoreError>;
}

#[derive(Clone, Debug)]
pub struct NewPicture {
    pub id: PictureId,
    pub room: RoomId,
    pub owner: GuestId,
    /// In pixels, as the height, in full size.
    pub width: u32,
    pub height: u32,
    /// Of both files.
    pub bytes: u64,
    pub now: Millis,
}

/// Bytes of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureBytes {
    /// Of everybody's.
    pub in_all: u64,
    pub of_owner: u64,
}

/// Who may see a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPicture {
    pub room: RoomId,
    pub owner: GuestId,
    pub is_sent: bool,
}

/// Where the files of pictures lie, two of each. They are never changed.
#[async_trait]
pub trait PictureFiles: Send + Sync + 'static {
    /// Keeps a file. It is durable when this returns.
    async fn put(&self, id: &PictureId, size: PictureSize, bytes: Vec<u8>) -> Result<(), StoreError>;

    async fn get(&self, id: &PictureId, size: PictureSize) -> Result<Option<Vec<u8>>, StoreError>;

    /// Removes both files; those that are not there are no error.
    async fn remove(&self, id: &PictureId) -> Result<(), StoreError>;
}

/// Makes of what somebody uploaded a picture that the house may show to others: drawn anew, so that nothing of the
/// upload is left but what is to be seen on it.
#[async_trait]
pub trait Darkroom: Send + Sync + 'static {
    /// One at a time of each guest's, so that nobody stands in everybody else's way.
    ///
    /// # Errors
    /// [`Refusal::PictureUnreadable`], [`Refusal::PictureTooLarge`]; [`Refusal::Busy`] when it took too long.
    async fn develop(&self, upload: File, whose: &GuestId) -> Result<Developed, Refusal>;
}

/// A picture in both sizes, each as a JPEG or, where it has transparent parts, as a WebP.
#[derive(Clone, Debug)]
pub struct Developed {
    /// In pixels, as the height, in full size.
    pub width: u32,
    pub height: u32,
    pub full: Vec<u8>,
    pub thumb: Vec<u8>,
}
