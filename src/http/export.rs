//! Files of what was said in a room, for who has been in it. They are written while they are sent.

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
    chat::{Chat, Error, Result},
    domain::{Picture, Refusal, RoomId},
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
        Ok(export) => file(&state, export.room.clone(), paper(export)),
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

fn file(pages: &Pages, room: Room, paper: Box<dyn Paper>) -> Response {
    let (media_type, policy) = (paper.media_type(), paper.policy());
    let name = disposition(&room.name, paper.ending());
    let chat = pages.chat.clone();
    let mut response = Pages::personal(Response::new(Body::from_stream(written(chat, room.id, paper))));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.extend(HeaderValue::from_str(&name).map(|name| (header::CONTENT_DISPOSITION, name)));
    let policy = policy.and_then(|policy| HeaderValue::from_str(&policy).ok());
    headers.extend(policy.map(|policy| (header::CONTENT_SECURITY_POLICY, policy)));
    response
}

/// Bytes of pictures in one file, as they lie with the house. Later ones are left out, and their descriptions stay.
const EMBEDDED: usize = 32 << 20;

/// How far the writing is.
enum Stage {
    Head,
    /// The messages after the one with this seq.
    Lines(u64),
    Foot,
    Done,
}

/// The file, portion by portion. One that cannot be finished, because the room ends meanwhile, breaks off, and the
/// browser says so.
fn written(
    chat: std::sync::Arc<Chat>,
    room: RoomId,
    paper: Box<dyn Paper>,
) -> impl Stream<Item = Result<Bytes>> + Send {
    let start = (chat, room, paper, EMBEDDED, Stage::Head);
    stream::try_unfold(start, |(chat, room, mut paper, mut left, stage)| async move {
        let (text, next) = match stage {
            Stage::Head => (paper.head(), Stage::Lines(0)),
            Stage::Lines(after) => {
                let (messages, next) = chat.portion(&room, after).await?;
                let mut messages: Vec<_> = messages.iter().map(Message::from).collect();
                if paper.stands_alone() {
                    for message in &mut messages {
                        embed_pictures(&chat, message, &mut left).await?;
                    }
                }
                (paper.lines(&messages), next.map_or(Stage::Foot, Stage::Lines))
            }
            Stage::Foot => (paper.foot(), Stage::Done),
            Stage::Done => return Ok(None),
        };
        Ok(Some((Bytes::from(text), (chat, room, paper, left, next))))
    })
}

/// Puts the small pictures of a message into its HTML, in the place of their addresses, while there are bytes `left`.
async fn embed_pictures(chat: &Chat, message: &mut Message, left: &mut usize) -> Result<()> {
    for Picture { id, .. } in &message.pictures {
        let mut html = message.html.replace(&format!(" href=\"/p/{id}\" target=\"_blank\" rel=\"noopener\""), "");
        let file = chat.thumbnail(id).await?.filter(|file| file.len() <= *left);
        if let Some(file) = file {
            *left -= file.len();
            let data = format!("data:{};base64,{}", media_type(&file), BASE64_STANDARD.encode(&file));
            html = html.replace(&format!("/p/{id}/thumb"), &data);
        }
        message.html = html.into();
    }
    Ok(())
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

fn to_json(value: &impl serde::Serialize) -> String {
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
