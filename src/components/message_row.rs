use super::{
    feed::{
        Line,
        actions::{ANSWER, DELETE, EDIT},
    },
    html::{Html, Item},
    moment::{clock, moment},
    passage::{is_passage, passage},
    seal::seal,
};
use crate::{domain::MessageKind, i18n::Texts};

/// A message in the feed.
pub fn message_row(line: &Line, texts: &Texts) -> Item {
    let mut html = Html::default();
    seal(&mut html, &line.message.author.id, &line.message.author.nickname);
    html.tags("<p class=\"message-head\">");
    head(&mut html, line, texts);
    html.tags("</p><div class=\"message-line\"><div class=\"message-bubble\">");
    body(&mut html, line, texts);
    html.tags("</div>");
    let at = line.message.created_at;
    html.tags("<div class=\"message-side\">");
    moment(&mut html, "message-time", at, &clock(texts, line.zone, at));
    actions(&mut html, line, texts);
    html.tags("</div></div>");
    Item { class: classes(line), id: Some(["m", &line.message.id.to_string()].concat()), html }
}

fn head(html: &mut Html, line: &Line, texts: &Texts) {
    let tag = |html: &mut Html, tag: &'static str| _ = html.tags("<span class=\"tag\">").tags(tag).tags("</span>");
    let author = &line.message.author;
    let is_notice = line.message.kind == MessageKind::Alert && line.official;
    if is_notice {
        tag(html, texts.alert);
    }
    html.tags("<bdi class=\"message-author\">").words(&author.nickname).tags("</bdi>");
    if is_notice {
        tag(html, texts.owner);
    }
    if author.is_bot {
        tag(html, texts.bot);
    }
    if line.own {
        html.tags("<span class=\"mark\">(").tags(texts.me).tags(")</span>");
    }
}

fn body(html: &mut Html, line: &Line, texts: &Texts) {
    let message = &line.message;
    if message.deleted_at.is_some() {
        html.tags("<p class=\"message-deleted\">").tags(texts.deleted).tags("</p>");
        return;
    }
    quote(html, line, texts);
    html.tags("<div class=\"message-text\" dir=\"auto\">");
    if is_passage(message) {
        let (name, what) = passage(&message.content, texts);
        html.tags("<bdi>").words(name).tags("</bdi>").tags(what);
    } else {
        html.content(message);
    }
    html.tags("</div>");
    if message.edited_at.is_some() {
        html.tags("<span class=\"message-edited\">").tags(texts.edited).tags("</span>");
    }
}

/// The beginning of what the message answers, as a link to it.
fn quote(html: &mut Html, line: &Line, texts: &Texts) {
    let Some(quote) = &line.message.quote else { return };
    html.tags("<a class=\"quote\" href=\"/r/").words(line.message.room_id.as_str());
    html.tags("/m/").words(&quote.seq.to_string()).tags("#m").words(&quote.id.to_string());
    html.tags("\"><bdi>").words(&quote.nickname).tags("</bdi> ");
    html.words(if quote.excerpt.is_empty() { texts.deleted } else { &quote.excerpt }).tags("</a>");
}

/// What the guest may do with a message, heard by [`actions::pressed`](super::feed::actions::pressed).
fn actions(html: &mut Html, line: &Line, texts: &Texts) {
    if line.message.deleted_at.is_some() || is_passage(&line.message) || !line.answerable {
        return;
    }
    html.tags("<div class=\"message-actions\">");
    let all =
        [(ANSWER, texts.reply, line.answerable), (EDIT, texts.edit, line.own), (DELETE, texts.delete, line.deletable)];
    for (action, label, is_allowed) in all {
        if is_allowed {
            html.tags("<button class=\"message-action\" type=\"button\" value=\"").tags(action).tags("\">");
            html.tags(label).tags("</button>");
        }
    }
    html.tags("</div>");
}

fn classes(line: &Line) -> String {
    let mut classes = String::from("message");
    let (is_alert, is_passage) = (line.message.kind == MessageKind::Alert, is_passage(&line.message));
    for (class, on) in [
        (" passage", is_passage),
        (" alert", is_alert && line.official && !is_passage),
        (" remark", is_alert && !line.official && !is_passage),
        (" own", line.own && !is_alert),
        (" continues", line.continues),
        (" same-minute", line.same_minute),
    ] {
        if on {
            classes.push_str(class);
        }
    }
    classes
}
