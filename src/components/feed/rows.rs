//! From messages to the rows of a feed.

use std::sync::Arc;

use super::window::window;
use crate::{
    client::{state::ChatState, time::Zone},
    components::moment,
    domain::{GuestId, MessageId, MessageKind, Millis},
    i18n::Day,
    protocol::Message,
};

/// What one person writes within this time reads as one speech.
const SPEECH: Millis = 5 * 60_000;

/// A row of the feed.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// The messages below were written on this day; with its [number](Zone::day_number).
    Day(i64, Day),
    /// The messages below came while the reader was away.
    New,
    Message(Line),
}

/// A message with what depends on its place in the feed. Only what stands above it matters, so a new message never
/// changes a row that is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub message: Arc<Message>,
    pub own: bool,
    /// Who looks at it; `None` for a stranger.
    pub me: Option<GuestId>,
    /// There is a guest who may answer it; nothing can be done with it otherwise.
    pub answerable: bool,
    /// It is the host of the room who speaks.
    pub official: bool,
    /// The guest may delete it: their own, or any in their own room.
    pub deletable: bool,
    /// The guest may pin it: it is in their own room.
    pub pinnable: bool,
    /// Goes on with the speech of the row above: the name need not be told again.
    pub continues: bool,
    /// The clock showed the same for the row above.
    pub same_minute: bool,
    pub zone: Zone,
}

/// What tells rows apart: with another key a row is drawn anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKey {
    Day(i64),
    New,
    Message { id: MessageId, rev: u64, continues: bool, same_minute: bool, day: i64, minute: u16 },
}

impl Row {
    pub fn key(&self) -> RowKey {
        match self {
            Self::Day(number, _) => RowKey::Day(*number),
            Self::New => RowKey::New,
            Self::Message(line) => {
                let civil = line.zone.civil(line.message.created_at);
                RowKey::Message {
                    id: line.message.id,
                    rev: line.message.rev,
                    continues: line.continues,
                    same_minute: line.same_minute,
                    day: line.zone.day_number(line.message.created_at),
                    minute: u16::from(civil.hour) * 60 + u16::from(civil.minute),
                }
            }
        }
    }
}

/// How many messages a [`Chunk`] holds.
const CHUNK: u64 = 32;

/// Rows that the browser lays out together, and leaves out together while they are out of sight. To look at each of some
/// hundred rows whether it is in sight costs a phone more than all else that a new message takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    /// The same for a message wherever the page's part of the conversation begins.
    pub number: u64,
    pub rows: Vec<Row>,
}

/// The rows of the open room: of its latest messages, or of those from the seq `top` on.
pub fn chunks(state: &ChatState, top: Option<u64>, zone: Zone) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut above = Vec::new();
    for row in rows(state, top, zone) {
        let Row::Message(line) = &row else {
            // It belongs to the message below.
            above.push(row);
            continue;
        };
        let number = line.message.seq / CHUNK;
        if chunks.last().is_none_or(|chunk| chunk.number != number) {
            chunks.push(Chunk { number, rows: Vec::new() });
        }
        if let Some(chunk) = chunks.last_mut() {
            chunk.rows.append(&mut above);
            chunk.rows.push(row);
        }
    }
    chunks
}

fn rows(state: &ChatState, top: Option<u64>, zone: Zone) -> Vec<Row> {
    let Some(view) = &state.room else { return Vec::new() };
    let me = state.me.as_ref().map(|me| &me.id);
    let owner = view.room.as_ref().map(|room| &room.owner_id);
    let mut rows = lines(None, window(&view.feed.messages, top), me, owner, zone, state.now);
    if let Some(read_to) = view.read_to {
        draw_line(&mut rows, read_to);
    }
    rows
}

/// Draws a line above what is new to the reader. Below their own words nothing is.
fn draw_line(rows: &mut Vec<Row>, read_to: u64) {
    let is_new = |row: &Row| matches!(row, Row::Message(line) if line.message.seq > read_to);
    let Some(place) = rows.iter().position(is_new) else { return };
    if let Row::Message(line) = &mut rows[place]
        && !line.own
    {
        (line.continues, line.same_minute) = (false, false);
        rows.insert(place, Row::New);
    }
}

/// The rows of a page on which nothing can be done with them, below the message `above` if there is one.
#[cfg(feature = "ssr")]
pub fn still(
    above: Option<&Message>,
    messages: &[Arc<Message>],
    me: &GuestId,
    owner: &GuestId,
    zone: Zone,
    now: Millis,
) -> Vec<Row> {
    let mut rows = lines(above, messages, Some(me), Some(owner), zone, now);
    for row in &mut rows {
        if let Row::Message(line) = row {
            line.answerable = false;
        }
    }
    rows
}

fn lines<'a>(
    mut above: Option<&'a Message>,
    messages: &'a [Arc<Message>],
    me: Option<&GuestId>,
    owner: Option<&GuestId>,
    zone: Zone,
    now: Millis,
) -> Vec<Row> {
    let is_owner = me.is_some() && me == owner;
    let mut rows = Vec::with_capacity(messages.len() + 1);
    for message in messages {
        let at = message.created_at;
        let day = zone.day_number(at);
        let new_day = above.is_none_or(|above| zone.day_number(above.created_at) != day);
        if new_day {
            rows.push(Row::Day(day, moment::day(zone.civil(at), zone.civil(now))));
        }
        let continues = !new_day && above.is_some_and(|above| goes_on(above, message));
        let own = me == Some(&message.author.id);
        rows.push(Row::Message(Line {
            message: message.clone(),
            own,
            me: me.cloned(),
            answerable: me.is_some(),
            official: owner == Some(&message.author.id),
            deletable: own || is_owner,
            pinnable: is_owner,
            continues,
            same_minute: continues && above.is_some_and(|above| above.created_at / 60_000 == at / 60_000),
            zone,
        }));
        above = Some(message);
    }
    rows
}

fn goes_on(above: &Message, message: &Message) -> bool {
    let spoken = |message: &Message| message.kind == MessageKind::Message;
    spoken(above)
        && spoken(message)
        && above.author == message.author
        && (0..SPEECH).contains(&(message.created_at - above.created_at))
}

#[cfg(test)]
pub(super) mod fixtures {
    use super::*;
    use crate::domain::{Author, ClientId, RoomId};

    pub fn message(seq: u64, who: &str, at: Millis) -> Arc<Message> {
        Arc::new(Message {
            id: seq as i64,
            room_id: RoomId::new("r1"),
            seq,
            rev: seq,
            kind: MessageKind::Message,
            author: Author::person(GuestId::new(who), who),
            content: "안녕".into(),
            html: "안녕".into(),
            pictures: Vec::new(),
            reply_to: None,
            quote: None,
            mentions: Vec::new(),
            reactions: Vec::new(),
            pinned_at: None,
            client_id: ClientId::new(seq.to_string()),
            created_at: at,
            edited_at: None,
            deleted_at: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{fixtures::message, *};

    const SEOUL: Zone = Zone::Fixed(540);
    const MINUTE: Millis = 60_000;
    // 2026-11-21T23:50 in Seoul.
    const LATE: Millis = 1_795_272_600_000;

    /// Each row in a word: `day`, or the author with `+` for going on and `.` for the same minute.
    fn told(messages: &[Arc<Message>]) -> Vec<String> {
        lines(None, messages, Some(&GuestId::new("me")), None, SEOUL, LATE)
            .iter()
            .map(|row| match row {
                Row::Day(..) => "day".to_owned(),
                Row::New => "new".to_owned(),
                Row::Message(line) => {
                    let mark = |on: bool, mark: &'static str| if on { mark } else { "" };
                    let who = if line.own { "me" } else { &*line.message.author.nickname };
                    format!("{who}{}{}", mark(line.continues, "+"), mark(line.same_minute, "."))
                }
            })
            .collect()
    }

    #[test]
    fn a_line_stands_above_what_is_new_and_never_above_own_words() {
        let talk = [message(1, "철수", LATE), message(2, "영희", LATE), message(3, "영희", LATE + 1)];
        let drawn = |me: &str, read_to: u64| {
            let mut rows = lines(None, &talk, Some(&GuestId::new(me)), None, SEOUL, LATE);
            draw_line(&mut rows, read_to);
            let place = rows.iter().position(|row| *row == Row::New)?;
            let Row::Message(line) = &rows[place + 1] else { return None };
            Some((line.message.seq, line.continues))
        };
        assert_eq!(drawn("민수", 1), Some((2, false)));
        assert_eq!(drawn("민수", 2), Some((3, false)), "with the name of who goes on");
        assert_eq!(drawn("민수", 3), None);
        assert_eq!(drawn("영희", 1), None);
    }

    #[test]
    fn a_persons_lines_are_grouped_until_someone_else_speaks_or_time_passes() {
        let messages = [
            message(1, "me", LATE),
            message(2, "me", LATE + 1),
            message(3, "kim", LATE + 2),
            message(4, "me", LATE + 3),
            message(5, "me", LATE + MINUTE),
            message(6, "me", LATE + 7 * MINUTE),
        ];
        assert_eq!(told(&messages), ["day", "me", "me+.", "kim", "me", "me+", "me"]);
    }

    #[test]
    fn an_owner_may_delete_everything_and_others_their_own() {
        let messages = [message(1, "me", LATE), message(2, "kim", LATE)];
        let deletable = |is_owner| {
            let (me, owner) = (GuestId::new("me"), GuestId::new(if is_owner { "me" } else { "lee" }));
            let rows = lines(None, &messages, Some(&me), Some(&owner), SEOUL, LATE);
            let lines = rows.into_iter().filter_map(|row| if let Row::Message(line) = row { Some(line) } else { None });
            lines.map(|line| line.deletable).collect::<Vec<_>>()
        };
        assert_eq!((deletable(false), deletable(true)), (vec![true, false], vec![true, true]));
    }

    #[test]
    fn a_day_begins_at_the_readers_midnight() {
        let messages = [message(1, "kim", LATE + 9 * MINUTE), message(2, "kim", LATE + 10 * MINUTE)];
        assert_eq!(told(&messages), ["day", "kim", "day", "kim"]);
    }

    #[test]
    fn an_alert_and_another_name_begin_anew() {
        let (first, mut alert, mut renamed) =
            (message(1, "kim", LATE), (*message(2, "kim", LATE)).clone(), (*message(3, "kim", LATE)).clone());
        alert.kind = MessageKind::Alert;
        renamed.author.nickname = "Kim".into();
        assert_eq!(told(&[first.clone(), Arc::new(alert)]), ["day", "kim", "kim"]);
        assert_eq!(told(&[first, Arc::new(renamed)]), ["day", "kim", "Kim"]);
    }

    #[test]
    fn new_messages_leave_the_rows_above_as_they_are() {
        let messages: Vec<_> =
            (1..40).map(|n| message(n, if n % 3 == 0 { "kim" } else { "me" }, LATE + n as i64 * 20_000)).collect();
        let keys = |messages| lines(None, messages, None, None, SEOUL, LATE).iter().map(Row::key).collect::<Vec<_>>();
        let all = keys(&messages);
        for count in 1..messages.len() {
            let fewer = keys(&messages[..count]);
            assert_eq!(fewer, all[..fewer.len()]);
        }
    }
}
