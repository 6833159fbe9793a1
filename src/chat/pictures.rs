//! Pictures: uploaded to a room, seen by who may read there, removed when nobody is to see them any more.

use std::{fs::File, sync::Arc, time::Duration};

use rand::{RngExt, distr::Alphanumeric};

use super::{
    Chat, Result,
    ports::{Darkroom, Developed, NewPicture, PictureFiles},
};
use crate::domain::{AddressBlock, Guest, Picture, PictureId, PictureSize, Refusal, Room, RoomId};

/// How long an uploaded picture waits to be sent.
const UNSENT: Duration = Duration::from_secs(60 * 60);

/// Pictures whose files are removed before the store hears of it.
const REMOVED_AT_ONCE: u32 = 100;

/// What the service needs for pictures.
#[derive(Clone)]
pub struct Pictures {
    pub darkroom: Arc<dyn Darkroom>,
    pub files: Arc<dyn PictureFiles>,
}

impl std::fmt::Debug for Pictures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pictures")
    }
}

impl Chat {
    /// The room to which this guest may upload a picture now, which counts as one: to be asked before the picture is
    /// read.
    ///
    /// # Errors
    /// [`Refusal::RoomNotFound`] also for who has never been in the room or may not enter it any more;
    /// [`Refusal::RoomClosed`]; too many of a guest or of an address.
    pub async fn check_upload(&self, guest: &Guest, room: &RoomId, from: Option<&AddressBlock>) -> Result<Room> {
        self.limits.check_picture(&guest.id, from)?;
        self.room_of_member(guest, room).await
    }

    /// Takes in a picture that the guest may send in this room within an hour.
    ///
    /// # Errors
    /// [`Refusal::PictureUnreadable`], [`Refusal::PictureTooLarge`], [`Refusal::Busy`], [`Refusal::RoomNotFound`].
    pub async fn add_picture(&self, guest: &Guest, room: &RoomId, upload: File) -> Result<Picture> {
        let Pictures { darkroom, files } = &self.config.pictures;
        let Developed { width, height, full, thumb } = darkroom.develop(upload).await?;
        let id = random_id();
        let picture = NewPicture {
            id: id.clone(),
            room: room.clone(),
            owner: guest.id.clone(),
            width,
            height,
            bytes: (full.len() + thumb.len()) as u64,
            now: self.now(),
        };
        let album = self.store.pictures();
        album.add_picture(picture).await?;
        files.put(&id, PictureSize::Full, full).await?;
        files.put(&id, PictureSize::Thumb, thumb).await?;
        if !album.keep_picture(&id).await? {
            return Err(Refusal::RoomClosed.into());
        }
        Ok(Picture { id, width, height, alt: "".into() })
    }

    /// The file of a picture: one that was sent for everybody who may read the room, any other for who uploaded it.
    ///
    /// # Errors
    /// [`Refusal::PictureNotFound`] in every other case.
    pub async fn picture(&self, guest: &Guest, id: &PictureId, size: PictureSize) -> Result<Vec<u8>> {
        let picture = self.store.pictures().picture(id).await?.ok_or(Refusal::PictureNotFound)?;
        let room = match self.room_for(guest, &picture.room).await {
            Err(super::Error::Refused(_)) => return Err(Refusal::PictureNotFound.into()),
            found => found?,
        };
        let may_see = picture.is_sent || picture.owner == guest.id;
        if !may_see || !self.may_enter(guest, &room).await? {
            return Err(Refusal::PictureNotFound.into());
        }
        Ok(self.config.pictures.files.get(id, size).await?.ok_or(Refusal::PictureNotFound)?)
    }

    /// The small file of a picture of a message that the caller may read; `None` when it was deleted meanwhile.
    ///
    /// # Errors
    /// When the files cannot be read.
    pub async fn thumbnail(&self, id: &PictureId) -> Result<Option<Vec<u8>>> {
        Ok(self.config.pictures.files.get(id, PictureSize::Thumb).await?)
    }

    /// Removes the files of pictures that nobody is to see any more. To be called every second.
    ///
    /// # Errors
    /// When the store or the files fail; what could not be removed is tried again the next time.
    pub async fn remove_pictures(&self) -> Result<()> {
        let album = self.store.pictures();
        loop {
            let removed = album.removed_pictures(REMOVED_AT_ONCE).await?;
            if removed.is_empty() {
                return Ok(());
            }
            for id in &removed {
                self.config.pictures.files.remove(id).await?;
            }
            album.forget_pictures(removed).await?;
        }
    }

    /// Gives up pictures that were uploaded an hour ago and not sent. To be called every minute.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up_unsent_pictures(&self) -> Result<()> {
        let before = self.now().saturating_sub_unsigned(UNSENT.as_millis() as u64);
        Ok(self.store.pictures().give_up_unsent(before).await?)
    }
}

/// 131 bits: who does not know it finds no picture by trying.
fn random_id() -> PictureId {
    PictureId::new(rand::rng().sample_iter(Alphanumeric).take(22).map(char::from).collect::<String>())
}
