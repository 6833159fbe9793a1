//! Files of what a guest wrote, in all rooms.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    Pages,
    export::{Paper, Step, file, to_json},
    language,
    visit::{text, utc_offset},
};
use crate::{
    chat::Result,
    domain::RoomId,
    protocol::{
        Me, Message,
        export::{Line, OwnExport, OwnHeading, RoomHeading},
    },
};

pub async fn html(state: State<Pages>, headers: HeaderMap) -> Response {
    let paper = state.render.own_export.clone();
    send(&state, &headers, |export| paper(export)).await
}

pub async fn json(state: State<Pages>, headers: HeaderMap) -> Response {
    send(&state, &headers, |export| Box::new(Json { export, rooms: 0, messages: 0 })).await
}

async fn send(pages: &Pages, headers: &HeaderMap, paper: impl FnOnce(OwnExport) -> Box<dyn Paper>) -> Response {
    match steps(pages, headers).await {
        Ok(Some((export, steps))) => {
            let name = export.me.nickname.clone();
            file(pages, &name, paper(export), steps)
        }
        // Nothing here is a stranger's.
        Ok(None) => Pages::personal(Redirect::to("/me").into_response()),
        Err(error) => Pages::out_of_order(&error),
    }
}

async fn steps(pages: &Pages, headers: &HeaderMap) -> Result<Option<(OwnExport, Vec<Step>)>> {
    let cookie = text(headers, header::COOKIE);
    let Some(guest) = pages.guest(cookie).await? else { return Ok(None) };
    let rooms = pages.chat.traces(&guest).await?;
    let export = OwnExport {
        language: language::choose(cookie, text(headers, header::ACCEPT_LANGUAGE)).to_owned(),
        now: pages.chat.now(),
        utc_offset: utc_offset(cookie).unwrap_or(pages.utc_offset),
        me: Me::from(&guest),
    };
    let own = rooms.into_iter().map(|trace| Step::Own { trace, guest: guest.id.clone(), after: 0 });
    Ok(Some((export, [Step::Head].into_iter().chain(own).chain([Step::Foot]).collect())))
}

struct Json {
    export: OwnExport,
    /// How many are written, the messages of the last room's.
    rooms: usize,
    messages: usize,
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
        format!("{{\"guest\":{},\"rooms\":[", to_json(&OwnHeading::from(&self.export)))
    }

    fn room(&mut self, id: &RoomId, name: &str) -> String {
        let before = if self.rooms == 0 { "" } else { "\n]}," };
        (self.rooms, self.messages) = (self.rooms + 1, 0);
        format!("{before}\n{{\"room\":{},\"messages\":[", to_json(&RoomHeading { id: id.as_str(), name }))
    }

    fn lines(&mut self, messages: &[Message]) -> String {
        let mut text = String::new();
        for message in messages {
            text.push_str(if self.messages == 0 { "\n" } else { ",\n" });
            self.messages += 1;
            text.push_str(&to_json(&Line::from(message)));
        }
        text
    }

    fn foot(&mut self) -> String {
        if self.rooms == 0 { "]}\n".to_owned() } else { "\n]}\n]}\n".to_owned() }
    }
}
