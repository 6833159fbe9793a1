//! Bots and their webhooks.

use async_trait::async_trait;
use rusqlite::{OptionalExtension, Result as SqlResult, Row, Transaction, params};

use super::{SqliteStore, guests, is_unique_violation, rooms, rows, spaces};
use crate::{
    chat::ports::{BotStore, DeliveryOutcome, NewBot, NewWebhook, StoreError, Subscription, TokenHash, WebhookSecret},
    domain::{Bot, Failing, Guest, GuestId, Reach, RoomId, Space, Webhook},
};

#[async_trait]
impl BotStore for SqliteStore {
    async fn add_bot(&self, bot: NewBot) -> Result<Bot, StoreError> {
        self.write(move |tx| add(tx, bot)).await
    }

    async fn bot_of_token(&self, token: &TokenHash) -> Result<Option<Guest>, StoreError> {
        let token = *token;
        self.read(move |tx| {
            let mut select = tx.prepare_cached(&format!("{BOTS} WHERE token_hash = ?1"))?;
            Ok(select.query_row([token], guest).optional()?)
        })
        .await
    }

    async fn bots(&self, room: &RoomId) -> Result<Vec<Bot>, StoreError> {
        let room = room.clone();
        self.read(move |tx| {
            let mut select =
                tx.prepare_cached(&format!("{BOTS} WHERE rooms.id = ?1 AND closed_at IS NULL ORDER BY guests.key"))?;
            let bots = select.query_map([room.as_str()], bot)?;
            Ok(bots.collect::<SqlResult<_>>()?)
        })
        .await
    }

    async fn is_bot(&self, bot: &GuestId) -> Result<bool, StoreError> {
        let bot = bot.clone();
        self.read(move |tx| Ok(key(tx, &bot)?.is_some())).await
    }

    async fn remove_bot(&self, bot: &GuestId) -> Result<bool, StoreError> {
        let bot = bot.clone();
        self.write(move |tx| remove(tx, &bot)).await
    }

    async fn set_webhook(&self, bot: &GuestId, webhook: Option<NewWebhook>) -> Result<(), StoreError> {
        let bot = bot.clone();
        self.write(move |tx| set_webhook(tx, &bot, webhook)).await
    }

    async fn webhooks(&self) -> Result<Vec<Subscription>, StoreError> {
        self.read(|tx| {
            let mut select = tx.prepare_cached(LIVE_WEBHOOKS)?;
            let webhooks = select.query_map([], subscription)?;
            Ok(webhooks.collect::<SqlResult<_>>()?)
        })
        .await
    }

    async fn webhook(&self, bot: &GuestId) -> Result<Option<Subscription>, StoreError> {
        let bot = bot.clone();
        self.read(move |tx| {
            let mut select = tx.prepare_cached(&format!("{LIVE_WEBHOOKS} AND guests.id = ?1"))?;
            Ok(select.query_row([bot.as_str()], subscription).optional()?)
        })
        .await
    }

    async fn note_delivery(&self, of: &Subscription, outcome: DeliveryOutcome) -> Result<(), StoreError> {
        let of = of.clone();
        self.write(move |tx| note_delivery(tx, &of, &outcome)).await
    }
}

/// What every reader of bots begins with.
const BOTS: &str = "SELECT guests.id, guests.nickname, ink, rooms.id AS room_id, bots.space AS bot_space,
                           bots.created_at AS bot_created_at, url, cursor, delivered_at, failing_since, problem, off_at
                    FROM bots JOIN guests ON guests.key = bots.guest LEFT JOIN rooms ON rooms.key = bots.room
                              LEFT JOIN webhooks ON webhooks.bot = bots.guest";

const LIVE_WEBHOOKS: &str = "SELECT guests.id, rooms.id AS room_id, owners.id AS owner_id, url, secret, cursor,
                                    failing_since
                             FROM webhooks JOIN bots ON bots.guest = webhooks.bot
                                  JOIN guests ON guests.key = bots.guest JOIN rooms ON rooms.key = bots.room
                                  JOIN guests AS owners ON owners.key = rooms.owner
                             WHERE off_at IS NULL AND closed_at IS NULL
                             AND NOT EXISTS (SELECT 1 FROM kicks WHERE kicks.room = rooms.key AND kicks.guest = guests.key)";

pub fn add(tx: &Transaction<'_>, bot: NewBot) -> Result<Bot, StoreError> {
    let mut insert =
        tx.prepare_cached("INSERT INTO guests (id, nickname, nickname_key, is_bot) VALUES (?1, ?2, ?3, 1)")?;
    let key = insert.insert((bot.id.as_str(), &bot.nickname.display, &bot.nickname.key));
    // Ids are random, so of what is unique about a guest only the nickname can be another's.
    let key =
        key.map_err(|error| if is_unique_violation(&error) { StoreError::NicknameTaken } else { error.into() })?;
    let (room, space) = match &bot.reach {
        Reach::Room(room) => (Some(rooms::live_key(tx, room)?.ok_or(StoreError::Missing)?), None),
        Reach::Space(space) if spaces::exists(tx, space)? => (None, Some(space.as_str())),
        Reach::Space(_) => return Err(StoreError::Missing),
    };
    tx.prepare_cached("INSERT INTO bots (guest, room, space, token_hash, created_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![key, room, space, bot.token, bot.now])?;
    let guest = Guest { id: bot.id, nickname: bot.nickname.display, bot: Some(bot.reach.clone()), ink: None };
    Ok(Bot { guest, reach: bot.reach, created_at: bot.now, webhook: None })
}

/// All bots of the house, oldest first.
pub fn all(tx: &Transaction<'_>) -> Result<Vec<Bot>, StoreError> {
    let mut select = tx.prepare_cached(&format!("{BOTS} ORDER BY guests.key"))?;
    let bots = select.query_map([], bot)?;
    Ok(bots.collect::<SqlResult<_>>()?)
}

pub fn remove(tx: &Transaction<'_>, bot: &GuestId) -> Result<bool, StoreError> {
    let Some(key) = key(tx, bot)? else { return Ok(false) };
    // With it goes its webhook.
    tx.prepare_cached("DELETE FROM bots WHERE guest = ?1")?.execute([key])?;
    guests::free_nickname(tx, key)?;
    Ok(true)
}

/// Lets others have the nicknames of the bots of a room that is about to go.
pub fn free_nicknames(tx: &Transaction<'_>, room: i64) -> Result<(), StoreError> {
    let mut update = tx.prepare_cached(
        "UPDATE guests SET nickname_key = NULL WHERE key IN (SELECT guest FROM bots WHERE room = ?1)",
    )?;
    update.execute([room])?;
    Ok(())
}

/// Takes the tokens of a space's bots away, which has no rooms for them any more.
pub fn remove_all_of(tx: &Transaction<'_>, space: &Space) -> SqlResult<()> {
    let names = "UPDATE guests SET nickname_key = NULL WHERE key IN (SELECT guest FROM bots WHERE space = ?1)";
    tx.execute(names, [space.as_str()])?;
    tx.execute("DELETE FROM bots WHERE space = ?1", [space.as_str()])?;
    Ok(())
}

fn set_webhook(tx: &Transaction<'_>, bot: &GuestId, webhook: Option<NewWebhook>) -> Result<(), StoreError> {
    let key = key(tx, bot)?.ok_or(StoreError::Missing)?;
    tx.prepare_cached("DELETE FROM webhooks WHERE bot = ?1")?.execute([key])?;
    let Some(webhook) = webhook else { return Ok(()) };
    let mut insert = tx.prepare_cached(
        "INSERT INTO webhooks (bot, url, secret, cursor) SELECT guest, ?2, ?3, rev FROM bots
         JOIN rooms ON rooms.key = bots.room WHERE guest = ?1 AND closed_at IS NULL",
    )?;
    match insert.execute(params![key, webhook.url, webhook.secret.0])? {
        0 => Err(StoreError::Missing),
        _ => Ok(()),
    }
}

fn note_delivery(tx: &Transaction<'_>, of: &Subscription, outcome: &DeliveryOutcome) -> Result<(), StoreError> {
    let Some(key) = key(tx, &of.bot)? else { return Ok(()) };
    let (cursor, delivered_at, since, problem, off_at) = match outcome {
        DeliveryOutcome::Delivered { rev, at } => (*rev, at.as_ref(), None, None, None),
        DeliveryOutcome::Failed { since, problem } => (of.cursor, None, Some(since), Some(problem), None),
        DeliveryOutcome::GivenUp { since, problem, at } => (of.cursor, None, Some(since), Some(problem), Some(at)),
    };
    // Each webhook that is set has a secret of its own.
    let mut update = tx.prepare_cached(
        "UPDATE webhooks SET cursor = ?3, delivered_at = coalesce(?4, delivered_at), failing_since = ?5, problem = ?6,
                             off_at = ?7
         WHERE bot = ?1 AND secret = ?2",
    )?;
    update.execute(params![key, of.secret.0, rows::bound(cursor), delivered_at, since, problem, off_at])?;
    Ok(())
}

fn key(tx: &Transaction<'_>, bot: &GuestId) -> Result<Option<i64>, StoreError> {
    let mut select =
        tx.prepare_cached("SELECT guest FROM bots JOIN guests ON guests.key = bots.guest WHERE guests.id = ?1")?;
    Ok(select.query_row([bot.as_str()], |row| row.get(0)).optional()?)
}

fn bot(row: &Row<'_>) -> SqlResult<Bot> {
    let since: Option<i64> = row.get("failing_since")?;
    let problem: Option<String> = row.get("problem")?;
    let webhook = match row.get("url")? {
        Some(url) => Some(Webhook {
            url,
            cursor: rows::count(row, "cursor")?,
            delivered_at: row.get("delivered_at")?,
            failing: since.map(|since| Failing { since, problem: problem.unwrap_or_default().into() }),
            off_at: row.get("off_at")?,
        }),
        None => None,
    };
    Ok(Bot { guest: guest(row)?, reach: reach(row)?, created_at: row.get("bot_created_at")?, webhook })
}

fn guest(row: &Row<'_>) -> SqlResult<Guest> {
    Ok(Guest { bot: Some(reach(row)?), ..rows::person(row)? })
}

/// The schema sees to it that exactly one of the columns is set.
fn reach(row: &Row<'_>) -> SqlResult<Reach> {
    Ok(match row.get::<_, Option<String>>("room_id")? {
        Some(room) => Reach::Room(RoomId::new(room)),
        None => Reach::Space(Space::new(row.get::<_, String>("bot_space")?)),
    })
}

fn subscription(row: &Row<'_>) -> SqlResult<Subscription> {
    Ok(Subscription {
        bot: GuestId::new(row.get::<_, String>("id")?),
        owner: GuestId::new(row.get::<_, String>("owner_id")?),
        room: RoomId::new(row.get::<_, String>("room_id")?),
        url: row.get("url")?,
        secret: WebhookSecret(row.get("secret")?),
        cursor: rows::count(row, "cursor")?,
        failing_since: row.get("failing_since")?,
    })
}
