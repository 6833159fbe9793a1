//! Pictures: uploaded to a room, seen by who may read there, removed when nobody is to see them any more.

use std::{fs::File, sync::Arc, time::Duration};

use rand::{RngExt, distr::Alphanumeric};

use super::{
    Chat, Result,
    ports::{Darkroom, Developed, NewPicture, PictureFiles},
};
use crate::domain::{
    AddressBlock, Guest, Millis, Picture, PictureId, PictureRef, PictureSize, Refusal, Room, RoomId, limits,
};

/// How long an uploaded picture waits to be sent.
const UNSENT: Duration = Duration::from_secs(60 * 60);

/// Pictures whose files are removed before the store hears of it.
const REMOVED_AT_ONCE: u32 = 100;

/// What the service needs for pictures.
#[derive(Clone)]
pub struct Pictures {
    pub darkroom: Arc<dyn Darkroom>,
    pub files: Arc<dyn PictureFiles>,
    pub quota: Quota,
}

/// Bytes that pictures may take; uploads at the same moment may together go a little beyond.
#[derive(Clone, Copy, Debug)]
pub struct Quota {
    /// Of everybody's.
    pub in_all: u64,
    pub of_guest: u64,
}

impl Quota {
    pub const NONE: Self = Self { in_all: u64::MAX, of_guest: u64::MAX };
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
    /// [`Refusal::RoomClosed`]; too many of a guest or of an address; [`Refusal::PicturesFull`].
    pub async fn check_upload(&self, guest: &Guest, room: &RoomId, from: Option<&AddressBlock>) -> Result<Room> {
        self.limits.check_picture(&guest.id, from)?;
        let room = self.room_of_member(guest, room).await?;
        self.check_quota(guest, 1).await?;
        Ok(room)
    }

    async fn check_quota(&self, guest: &Guest, bytes: u64) -> Result<()> {
        let Quota { in_all, of_guest } = self.config.pictures.quota;
        let kept = self.store.pictures().picture_bytes(&guest.id).await?;
        let fits = kept.in_all.saturating_add(bytes) <= in_all && kept.of_owner.saturating_add(bytes) <= of_guest;
        if fits { Ok(()) } else { Err(Refusal::PicturesFull.into()) }
    }

    /// Takes in a picture that the guest may send in this room within an hour.
    ///
    /// # Errors
    /// [`Refusal::PictureUnreadable`], [`Refusal::PictureTooLarge`], [`Refusal::Busy`], [`Refusal::PicturesFull`],
    /// [`Refusal::RoomNotFound`].
    pub async fn add_picture(&self, guest: &Guest, room: &RoomId, upload: File) -> Result<Picture> {
        let Pictures { darkroom, files, .. } = &self.config.pictures;
        let Developed { width, height, full, thumb } = darkroom.develop(upload, &guest.id).await?;
        let (id, bytes) = (random_id(), (full.len() + thumb.len()) as u64);
        self.check_quota(guest, bytes).await?;
        let picture = NewPicture {
            id: id.clone(),
            room: room.clone(),
            owner: guest.id.clone(),
            width,
            height,
            bytes,
            now: self.now(),
        };
        let album = self.store.pictures();
        album.add_picture(picture).await?;
        files.put(&id, PictureSize::Full, full).await?;
        files.put(&id, PictureSize::Thumb, thumb).await?;
        if !album.keep_picture(&id).await? {
            // Given up meanwhile, and maybe its files were looked for before they were there.
            files.remove(&id).await?;
            return Err(Refusal::RoomClosed.into());
        }
        Ok(Picture { id, width, height, alt: "".into() })
    }

    /// The file of a picture: one that was sent for everybody who may read the room, any other for who uploaded it.
    ///
    /// # Errors
    /// [`Refusal::PictureNotFound`] in every other case.
    pub async fn picture(&self, guest: &Guest, id: &PictureId, size: PictureSize) -> Result<Vec<u8>> {
        self.check_picture(guest, id).await?;
        Ok(self.config.pictures.files.get(id, size).await?.ok_or(Refusal::PictureNotFound)?)
    }

    /// Whether a guest may see a [`picture`](Self::picture) now.
    ///
    /// # Errors
    /// [`Refusal::PictureNotFound`] when they may not.
    pub async fn check_picture(&self, guest: &Guest, id: &PictureId) -> Result<()> {
        let picture = self.store.pictures().picture(id).await?.ok_or(Refusal::PictureNotFound)?;
        let room = match self.room_for(guest, &picture.room).await {
            Err(super::Error::Refused(_)) => return Err(Refusal::PictureNotFound.into()),
            found => found?,
        };
        let may_see = picture.is_sent || picture.owner == guest.id;
        if !may_see || !self.may_enter(guest, &room).await? {
            return Err(Refusal::PictureNotFound.into());
        }
        Ok(())
    }

    /// Those of the pictures that a guest can still send in a room.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unsent(&self, guest: &Guest, room: &RoomId, pictures: Vec<PictureRef>) -> Result<Vec<PictureRef>> {
        let mut unsent = Vec::new();
        for picture in pictures.into_iter().take(limits::PICTURES) {
            let found = self.store.pictures().picture(&picture.id).await?;
            if found.is_some_and(|found| !found.is_sent && found.owner == guest.id && found.room == *room) {
                unsent.push(picture);
            }
        }
        Ok(unsent)
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
    /// When the store or the files fail, after everything else was removed; what could not be is tried again the next
    /// time.
    pub async fn remove_pictures(&self) -> Result<()> {
        let (album, files) = (self.store.pictures(), &self.config.pictures.files);
        let (mut after, mut outcome) = (None, Ok(()));
        loop {
            let ids = album.removed_pictures(after.as_ref(), self.unsent_before(), REMOVED_AT_ONCE).await?;
            let Some(last) = ids.last() else { return outcome };
            after = Some(last.clone());
            let mut gone = Vec::with_capacity(ids.len());
            for id in ids {
                match files.remove(&id).await {
                    Ok(()) => gone.push(id),
                    Err(error) => outcome = Err(error.into()),
                }
            }
            album.forget_pictures(gone).await?;
        }
    }

    /// Gives up pictures that were uploaded an hour ago and not sent. To be called every minute.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up_unsent_pictures(&self) -> Result<()> {
        Ok(self.store.pictures().give_up_unsent(self.unsent_before()).await?)
    }

    /// What was noted before this and is not sent is not sent any more; nor is anybody still uploading it.
    fn unsent_before(&self) -> Millis {
        self.now().saturating_sub_unsigned(UNSENT.as_millis() as u64)
    }
}

/// 131 bits: who does not know it finds no picture by trying.
fn random_id() -> PictureId {
    PictureId::new(rand::rng().sample_iter(Alphanumeric).take(22).map(char::from).collect::<String>())
}
