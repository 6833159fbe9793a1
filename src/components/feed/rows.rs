//! From messages to the rows of a feed.

use std::sync::Arc;

use super::window::drawn;
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

/// What tells rows apart: with another key a row is drawn anew. Its clock is none of it: that is right before the program
/// begins (`CLOCKS` in `app/document.rs`), and to draw all rows anew for it would cost a phone as much as all the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKey {
    Day(i64),
    New,
    Message { id: MessageId, rev: u64, marks: u8 },
}

impl Row {
    pub fn key(&self) -> RowKey {
        match self {
            Self::Day(number, _) => RowKey::Day(*number),
            Self::New => RowKey::New,
            Self::Message(line) => RowKey::Message { id: line.message.id, rev: line.message.rev, marks: line.marks() },
        }
    }
}

impl Line {
    /// All that is yes or no about it, a bit each.
    fn marks(&self) -> u8 {
        let marks =
            [self.own, self.answerable, self.official, self.deletable, self.pinnable, self.continues, self.same_minute];
        marks.into_iter().fold(0, |marks, mark| marks << 1 | u8::from(mark))
    }
}

/// How many messages the browser lays out together, and leaves out together while they are out of sight. To look at each
/// of some hundred rows whether it is in sight costs a phone more than all else that a new message takes; and all that is
/// laid out together with the latest one keeps a page waiting that is only being opened.
pub const CHUNK: u64 = 8;

/// What rows are made of. They are made anew only when some of it changes: much else does, several times for every
/// message.
#[derive(Clone, Debug)]
pub struct Talk {
    /// What stands above the first of the messages.
    above: Option<Arc<Message>>,
    messages: Vec<Arc<Message>>,
    me: Option<GuestId>,
    owner: Option<GuestId>,
    read_to: Option<u64>,
    year: i32,
    zone: Zone,
}

/// The numbers of their [chunks](CHUNK): the same for a message whatever is drawn around it.
pub fn chunks(messages: &[Arc<Message>]) -> Vec<u64> {
    let mut numbers: Vec<_> = messages.iter().map(|message| message.seq / CHUNK).collect();
    numbers.dedup();
    numbers
}

/// Those of one chunk, and the message above it.
fn chunk(messages: &[Arc<Message>], number: u64) -> (Option<&Arc<Message>>, &[Arc<Message>]) {
    let place = |seq| messages.partition_point(|message| message.seq < seq);
    let (first, end) = (place(number * CHUNK), place((number + 1) * CHUNK));
    (first.checked_sub(1).map(|above| &messages[above]), &messages[first..end])
}

impl PartialEq for Talk {
    /// The feed keeps a message until it changes. To look into hundreds of them, several times for every new one, would be
    /// much of what that costs.
    fn eq(&self, other: &Self) -> bool {
        let rest = |talk: &Self| (talk.above.is_some(), talk.read_to, talk.year, talk.zone);
        let is_the_same = self.kept().eq(other.kept()) && rest(self) == rest(other);
        is_the_same && (&self.me, &self.owner) == (&other.me, &other.owner)
    }
}

impl Talk {
    /// In the open room: the chunk with this number.
    pub fn of(state: &ChatState, number: u64) -> Self {
        let view = state.room.as_ref();
        let (above, messages) = chunk(drawn(state), number);
        Self {
            above: above.cloned(),
            messages: messages.to_vec(),
            me: state.me.as_ref().map(|me| me.id.clone()),
            owner: view.and_then(|view| Some(view.room.as_ref()?.owner_id.clone())),
            read_to: view.and_then(|view| view.read_to),
            year: state.zone.civil(state.now).year,
            zone: state.zone,
        }
    }

    fn kept(&self) -> impl Iterator<Item = *const Message> {
        self.above.iter().chain(&self.messages).map(Arc::as_ptr)
    }

    pub fn rows(&self) -> Vec<Row> {
        let (me, owner) = (self.me.as_ref(), self.owner.as_ref());
        let mut rows = lines(self.above.as_deref(), &self.messages, me, owner, self.zone, self.year);
        if let Some(read_to) = self.read_to {
            self.draw_line(&mut rows, read_to);
        }
        rows
    }

    /// Draws a line above what is new to the reader. Below their own words nothing is. Where the first of it is not in the
    /// talk, the line has no place there either.
    fn draw_line(&self, rows: &mut Vec<Row>, read_to: u64) {
        let Some(first) = self.messages.iter().position(|message| message.seq > read_to) else { return };
        let above = if first == 0 { self.above.as_ref() } else { Some(&self.messages[first - 1]) };
        let seq = self.messages[first].seq;
        if above.is_none_or(|above| above.seq > read_to) && seq != read_to + 1 {
            return;
        }
        let Some(place) = rows.iter().position(|row| matches!(row, Row::Message(line) if line.message.seq == seq))
        else {
            return;
        };
        if let Row::Message(line) = &mut rows[place]
            && !line.own
        {
            (line.continues, line.same_minute) = (false, false);
            rows.insert(place, Row::New);
        }
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
    let mut rows = lines(above, messages, Some(me), Some(owner), zone, zone.civil(now).year);
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
    year: i32,
) -> Vec<Row> {
    let is_owner = me.is_some() && me == owner;
    let mut rows = Vec::with_capacity(messages.len() + 1);
    for message in messages {
        let at = message.created_at;
        let day = zone.day_number(at);
        let new_day = above.is_none_or(|above| zone.day_number(above.created_at) != day);
        if new_day {
            rows.push(Row::Day(day, moment::day(zone.civil(at), year)));
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

    fn said(messages: &[Arc<Message>], me: &str) -> Talk {
        let me = Some(GuestId::new(me));
        Talk { above: None, messages: messages.to_vec(), me, owner: None, read_to: None, year: 2026, zone: SEOUL }
    }

    /// Each row in a word: `day`, or the author with `+` for going on and `.` for the same minute.
    fn told(messages: &[Arc<Message>]) -> Vec<String> {
        lines(None, messages, Some(&GuestId::new("me")), None, SEOUL, 2026)
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
            let rows = Talk { read_to: Some(read_to), ..said(&talk, me) }.rows();
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
    fn the_chunks_are_the_talk_wherever_new_messages_begin() {
        let messages: Vec<_> =
            (20..100).map(|seq| message(seq, "kim", LATE - 20 * MINUTE + seq as i64 * 10_000)).collect();
        for read_to in [None, Some(5), Some(19), Some(31), Some(32), Some(63), Some(70), Some(99)] {
            let talk = Talk { read_to, ..said(&messages, "me") };
            let chunks = chunks(&messages);
            assert!(chunks.iter().copied().eq(20 / CHUNK..=99 / CHUNK));
            let part = |number| {
                let (above, messages) = chunk(&messages, number);
                Talk { above: above.cloned(), messages: messages.to_vec(), ..talk.clone() }.rows()
            };
            let parts: Vec<_> = chunks.into_iter().flat_map(part).collect();
            assert_eq!(parts, talk.rows());
            let lines = parts.iter().filter(|row| **row == Row::New).count();
            // Of 5 the next is 6, which is not in the talk; of 99 there is none.
            assert_eq!(lines, usize::from(matches!(read_to, Some(19..=98))), "read to {read_to:?}");
        }
    }

    #[test]
    fn a_row_is_drawn_anew_when_the_reader_may_do_more_with_it() {
        let talk = said(&[message(1, "kim", LATE)], "me");
        let host = Talk { owner: Some(GuestId::new("me")), ..talk.clone() };
        let key = |talk: &Talk| talk.rows()[1].key();
        assert_ne!(key(&talk), key(&host));
        assert_ne!(key(&talk), key(&Talk { owner: Some(GuestId::new("kim")), ..talk.clone() }));
        assert_eq!(key(&talk), key(&Talk { read_to: Some(1), ..talk.clone() }));
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
            let rows = lines(None, &messages, Some(&me), Some(&owner), SEOUL, 2026);
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
        let keys = |messages| lines(None, messages, None, None, SEOUL, 2026).iter().map(Row::key).collect::<Vec<_>>();
        let all = keys(&messages);
        for count in 1..messages.len() {
            let fewer = keys(&messages[..count]);
            assert_eq!(fewer, all[..fewer.len()]);
        }
    }
}
