//! Which of the messages that are in the page are drawn: a phone would choke on the rows of a whole day.

use std::sync::Arc;

use super::rows::CHUNK;
use crate::{
    client::state::{ChatState, DRAWN},
    protocol::Message,
};

/// How many messages come in at one end, and go at the other, when the reader nears it.
const STEP: usize = 50;

/// Near which end of what is drawn the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near {
    Top,
    Bottom,
    Neither,
}

/// The messages of the open room that are drawn.
pub fn drawn(state: &ChatState) -> &[Arc<Message>] {
    state.room.as_ref().map_or(&[], |view| window(&view.feed.messages, view.top))
}

/// What is drawn: the latest messages, or those from the seq `top` on.
pub fn window(messages: &[Arc<Message>], top: Option<u64>) -> &[Arc<Message>] {
    let first = first(messages, top);
    &messages[first..messages.len().min(first + DRAWN + CHUNK as usize)]
}

/// Whether nothing is below what is drawn.
pub fn is_latest(messages: &[Arc<Message>], top: Option<u64>) -> bool {
    first(messages, top) == last_place(messages)
}

/// From which seq on messages are to be drawn for a reader who is `near` an end. `None` for one who reads the latest.
pub fn slide(messages: &[Arc<Message>], top: Option<u64>, near: Near) -> Option<u64> {
    let (first, last) = (first(messages, top), last_place(messages));
    let place = match near {
        Near::Top => first.saturating_sub(STEP),
        Near::Bottom if first == last => return None,
        Near::Bottom => last.min(first + STEP),
        Near::Neither => first,
    };
    messages.get(place).map(|message| message.seq)
}

fn first(messages: &[Arc<Message>], top: Option<u64>) -> usize {
    let last = last_place(messages);
    top.map_or(last, |seq| messages.partition_point(|message| message.seq < seq).min(last))
}

/// Where the latest messages begin: with a whole chunk, so that a new message takes no row away but every eighth a chunk.
fn last_place(messages: &[Arc<Message>]) -> usize {
    let place = messages.len().saturating_sub(DRAWN);
    let begun = messages.get(place).map_or(0, |message| message.seq / CHUNK * CHUNK);
    messages.partition_point(|message| message.seq < begun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::feed::rows::fixtures::message;

    fn talk(seqs: std::ops::RangeInclusive<u64>) -> Vec<Arc<Message>> {
        seqs.map(|seq| message(seq, "kim", seq as i64)).collect()
    }

    fn ends(drawn: &[Arc<Message>]) -> (u64, u64) {
        (drawn[0].seq, drawn[drawn.len() - 1].seq)
    }

    #[test]
    fn a_reader_of_the_latest_has_the_latest() {
        let talk = talk(1..=1_000);
        assert_eq!(ends(window(&talk, None)), (696, 1_000), "from the beginning of a chunk on");
        assert_eq!(ends(window(&talk[..995], None)), (696, 995));
        assert_eq!(ends(window(&talk[..300], None)), (1, 300));
        assert_eq!(ends(window(&talk[..20], None)), (1, 20));
        assert!(window(&[], None).is_empty());
        assert_eq!(slide(&talk, None, Near::Bottom), None);
    }

    #[test]
    fn a_reader_further_up_keeps_what_they_have_while_more_comes() {
        let talk = talk(1..=1_000);
        let top = slide(&talk[..400], None, Near::Neither);
        assert_eq!(ends(window(&talk[..400], top)), (96, 400));
        assert_eq!(ends(window(&talk, top)), (96, 403));
        assert!(!is_latest(&talk, top));
    }

    #[test]
    fn both_ways_lead_to_the_end() {
        let talk = talk(1..=1_000);
        let mut top = None;
        for _ in 0..20 {
            top = slide(&talk, top, Near::Top);
        }
        assert_eq!(ends(window(&talk, top)), (1, 308));
        let mut steps = 0;
        while !is_latest(&talk, top) {
            top = slide(&talk, top, Near::Bottom);
            steps += 1;
        }
        assert_eq!((steps, ends(window(&talk, top))), (14, (696, 1_000)));
        assert_eq!(slide(&talk, top, Near::Bottom), None);
    }

    #[test]
    fn older_messages_that_come_in_are_drawn_when_the_reader_nears_them() {
        let talk = talk(1..=400);
        let top = slide(&talk[100..], None, Near::Top);
        assert_eq!(top, Some(101));
        assert_eq!(ends(window(&talk, top)), (96, 400));
        assert_eq!(ends(window(&talk, slide(&talk, top, Near::Top))), (46, 353));
    }
}
