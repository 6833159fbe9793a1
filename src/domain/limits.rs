//! How long things may be. Lengths are in graphemes (what a reader calls a character) and in bytes of UTF-8:
//! the first keeps the page readable, the second keeps one grapheme from carrying a kilobyte of accents.

use std::time::Duration;

/// A text's bounds: `min..=max` graphemes and at most `bytes` bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    pub min: usize,
    pub max: usize,
    pub bytes: usize,
}

pub const NICKNAME: Length = Length { min: 2, max: 20, bytes: 80 };
pub const ROOM_NAME: Length = Length { min: 1, max: 40, bytes: 160 };
pub const TOPIC: Length = Length { min: 0, max: 120, bytes: 480 };
/// A room's password, in bytes: what is hashed must not grow with what somebody sends.
pub const PASSWORD_BYTES: usize = 128;
/// How many people a room that has a capacity holds.
pub const CAPACITY: std::ops::RangeInclusive<u32> = 2..=10_000;
/// How long a room that ends may live: from a minute to a year.
pub const ROOM_LIFE: std::ops::RangeInclusive<Duration> = Duration::from_secs(60)..=Duration::from_secs(366 * 86_400);
pub const MESSAGE: Length = Length { min: 1, max: 4_000, bytes: 12_000 };

/// How many `@` of a message may address somebody.
pub const MENTIONS: usize = 10;

/// Pinned messages of one room.
pub const PINS: usize = 5;

/// Unread mentions that a guest is told of when they come, the latest.
pub const UNREAD_MENTIONS: u32 = 100;

/// Different emoji under one message, the bytes of one, and how many of those who gave it are named.
pub const REACTIONS: usize = 10;
pub const EMOJI_BYTES: usize = 64;
pub const REACTION_NAMES: usize = 30;

/// Pictures of one message.
pub const PICTURES: usize = 4;
/// What somebody says is to be seen on a picture.
pub const ALT: Length = Length { min: 0, max: 500, bytes: 2_000 };
/// Pixels of a picture that the house opens, and of one side of it. What a phone takes has 12 to 50 million.
pub const PIXELS: u64 = 50_000_000;
pub const SIDE: u32 = 16_384;

/// What somebody looks for, in the words of others.
pub const QUERY: Length = Length { min: 2, max: 100, bytes: 400 };

/// Bots of one room.
pub const BOTS: usize = 10;
/// Passkeys of one guest.
pub const PASSKEYS: usize = 10;
/// Browsers to which one guest has what they are told pushed; the ones that have asked for it latest.
pub const PUSH_ADDRESSES: u32 = 8;
/// The address at which a push service takes messages for a browser, in bytes.
pub const PUSH_BYTES: usize = 1_000;
/// The address of a webhook, in bytes.
pub const WEBHOOK_BYTES: usize = 1_000;

/// Messages on a page of history, at most (also the size of the page a newcomer sees).
pub const PAGE: u32 = 50;

/// A reader who is further behind than this many messages, or bytes of their text, starts again from the latest page.
pub const CATCH_UP: u32 = 500;
pub const CATCH_UP_BYTES: usize = 512 * 1024;

/// A reader whose revision is this far behind starts again too, however few the messages are: a backup was restored
/// meanwhile, which raises every revision by more than this, and the reader may have seen messages that are gone.
pub const REV_LEAP: u64 = 1 << 20;

/// Notices a newcomer is shown.
pub const NOTICES: u32 = 30;
