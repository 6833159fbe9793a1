//! Files of what was said in a room, for who has been in it. They are written while they are sent.

use std::{collections::VecDeque, sync::Arc};

use axum::{
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Uri, header},
    response::Response,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use futures::{Stream, stream};

use super::{
    Pages, language,
    pictures::media_type,
    visit::{text, utc_offset},
};
use crate::{
    chat::{Chat, Error, Result, Trace},
    domain::{
        self, GuestId, PictureId, Refusal, RoomId,
        picture::{write_html, write_standalone_html},
    },
    protocol::{
        Message, Room,
        export::{Export, Heading, Line},
    },
};

/// How a file is written, from its beginning to its end.
pub trait Paper: Send + Sync {
    /// With the name's ending, such as `html`.
    fn ending(&self) -> &'static str;
    fn media_type(&self) -> &'static str;
    /// The policy under which a browser shows it, where that is not the strictest one.
    fn policy(&self) -> Option<String>;
    /// Whether it is shown where nothing can be loaded from the house, and carries its pictures itself.
    fn stands_alone(&self) -> bool;
    fn head(&mut self) -> String;
    /// Where the messages of one of several rooms begin.
    fn room(&mut self, _id: &RoomId, _name: &str) -> String {
        String::new()
    }
    /// Messages in the order of seq, after those that were written before.
    fn lines(&mut self, messages: &[Message]) -> String;
    fn foot(&mut self) -> String;
}

pub async fn html(state: State<Pages>, room: Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    let paper = state.render.export.clone();
    send(state, room, uri, headers, |export| paper(export)).await
}

pub async fn json(state: State<Pages>, room: Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    send(state, room, uri, headers, |export| Box::new(Json { export, is_first: true })).await
}

async fn send(
    state: State<Pages>,
    Path(room): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    paper: impl FnOnce(Export) -> Box<dyn Paper>,
) -> Response {
    match export(&state, &RoomId::new(room), &headers).await {
        Ok(export) => {
            let Room { id, name, .. } = export.room.clone();
            file(&state, &name, paper(export), vec![Step::Head, Step::Lines { room: id, after: 0 }, Step::Foot])
        }
        // To everybody else there is none.
        Err(Error::Refused(_)) => state.answer(&uri, &headers).await,
        Err(error) => Pages::out_of_order(&error),
    }
}

async fn export(pages: &Pages, id: &RoomId, headers: &HeaderMap) -> Result<Export> {
    let cookie = text(headers, header::COOKIE);
    let guest = pages.guest(cookie).await?.ok_or(Refusal::NicknameRequired)?;
    let room = pages.chat.room_of_member(&guest, id).await?;
    Ok(Export {
        language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
        now: pages.chat.now(),
        utc_offset: utc_offset(cookie).unwrap_or(pages.utc_offset),
        room: Room::new(&room, 0),
    })
}

/// A file that is called `name`.
pub fn file(pages: &Pages, name: &str, paper: Box<dyn Paper>, steps: Vec<Step>) -> Response {
    let (media_type, policy) = (paper.media_type(), paper.policy());
    let name = disposition(name, paper.ending());
    let chat = pages.chat.clone();
    let mut response = Pages::personal(Response::new(Body::from_stream(written(chat, paper, steps.into()))));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.extend(HeaderValue::from_str(&name).map(|name| (header::CONTENT_DISPOSITION, name)));
    let policy = policy.and_then(|policy| HeaderValue::from_str(&policy).ok());
    headers.extend(policy.map(|policy| (header::CONTENT_SECURITY_POLICY, policy)));
    response
}

/// Bytes of pictures in one file, as they are written. Later ones are left out, and their descriptions stay.
const EMBEDDED: usize = 42 << 20;

/// What is to be written next.
pub enum Step {
    Head,
    /// The messages of a room after the one with this seq.
    Lines {
        room: RoomId,
        after: u64,
    },
    /// Those of one guest, with the name of the room.
    Own {
        trace: Trace,
        guest: GuestId,
        after: u64,
    },
    Foot,
}

/// The file, portion by portion. One that cannot be finished, because the room ends meanwhile, breaks off, and the
/// browser says so.
fn written(chat: Arc<Chat>, paper: Box<dyn Paper>, steps: VecDeque<Step>) -> impl Stream<Item = Result<Bytes>> + Send {
    let start = (Writing { chat, paper, left: EMBEDDED }, steps);
    stream::try_unfold(start, |(mut writing, mut steps)| async move {
        let Writing { chat, paper, .. } = &mut writing;
        let text = match steps.pop_front() {
            None => return Ok(None),
            Some(Step::Head) => paper.head(),
            Some(Step::Foot) => paper.foot(),
            Some(Step::Lines { room, after }) => {
                let (messages, next) = chat.portion(&room, after).await?;
                let more = next.map(|after| Step::Lines { room, after });
                more.into_iter().for_each(|step| steps.push_front(step));
                writing.lines(&messages).await?
            }
            Some(Step::Own { trace, guest, after }) => {
                let (messages, next) = chat.own_portion(&trace.room, &guest, after).await?;
                let begins = after == 0 && !messages.is_empty();
                let heading = if begins { paper.room(&trace.room, &trace.name) } else { String::new() };
                let more = next.map(|after| Step::Own { trace, guest, after });
                more.into_iter().for_each(|step| steps.push_front(step));
                heading + &writing.lines(&messages).await?
            }
        };
        Ok(Some((Bytes::from(text), (writing, steps))))
    })
}

/// A file under way.
struct Writing {
    chat: Arc<Chat>,
    paper: Box<dyn Paper>,
    /// How many bytes of pictures still fit in.
    left: usize,
}

impl Writing {
    async fn lines(&mut self, messages: &[domain::Message]) -> Result<String> {
        let mut messages: Vec<_> = messages.iter().map(Message::from).collect();
        if self.paper.stands_alone() {
            for message in &mut messages {
                self.embed_pictures(message).await?;
            }
        }
        Ok(self.paper.lines(&messages))
    }

    /// Puts the small pictures of a message into its HTML while there is room. Only what the house wrote of them is
    /// written anew: their addresses may stand in the text as well, as often as its author likes.
    async fn embed_pictures(&mut self, message: &mut Message) -> Result<()> {
        let mut shown = String::new();
        write_html(&mut shown, &message.pictures);
        let Some(text) = message.html.strip_suffix(&*shown) else { return Ok(()) };
        let mut sources = Vec::with_capacity(message.pictures.len());
        for picture in &message.pictures {
            sources.push(self.embedded(&picture.id).await?);
        }
        let mut html = text.to_owned();
        write_standalone_html(&mut html, &message.pictures, sources);
        message.html = html.into();
        Ok(())
    }

    /// A small picture as an address that holds it; an empty one when there is no room any more, or no picture.
    async fn embedded(&mut self, id: &PictureId) -> Result<String> {
        let Some(file) = self.chat.thumbnail(id).await? else { return Ok(String::new()) };
        let address = format!("data:{};base64,{}", media_type(&file), BASE64_STANDARD.encode(&file));
        if address.len() > self.left {
            return Ok(String::new());
        }
        self.left -= address.len();
        Ok(address)
    }
}

/// The file's name by RFC 6266: in full for browsers, and a plain one for what is older than they are.
fn disposition(room: &str, ending: &str) -> String {
    let forbidden = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let name = room.replace(forbidden, "_");
    // RFC 5987: what is no attr-char is percent-encoded.
    let encoded: String = name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~!#$&+^`|".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    format!("attachment; filename=\"room.{ending}\"; filename*=UTF-8''{encoded}.{ending}")
}

struct Json {
    export: Export,
    is_first: bool,
}

impl Paper for Json {
    fn ending(&self) -> &'static str {
        "json"
    }

    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn stands_alone(&self) -> bool {
        false
    }

    fn policy(&self) -> Option<String> {
        None
    }

    fn head(&mut self) -> String {
        format!("{{\"room\":{},\"messages\":[", to_json(&Heading::from(&self.export)))
    }

    fn lines(&mut self, messages: &[Message]) -> String {
        let mut text = String::new();
        for message in messages {
            text.push_str(if std::mem::take(&mut self.is_first) { "\n" } else { ",\n" });
            text.push_str(&to_json(&Line::from(message)));
        }
        text
    }

    fn foot(&mut self) -> String {
        "\n]}\n".to_owned()
    }
}

pub fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("it is made of strings and numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_as_the_room_and_leads_out_of_no_folder() {
        assert_eq!(
            disposition("개발 방", "html"),
            "attachment; filename=\"room.html\"; filename*=UTF-8''%EA%B0%9C%EB%B0%9C%20%EB%B0%A9.html"
        );
        assert!(disposition("../a\"b\r\n", "json").ends_with("UTF-8''.._a_b__.json"));
    }
}
