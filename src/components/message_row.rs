use super::{
    feed::{
        Line,
        actions::{ANSWER, ASK_TO_DELETE, EDIT, PIN, REACT, UNPIN},
    },
    html::{Html, Item},
    moment::{clock, moment},
    passage::{is_passage, passage},
    seal::seal,
};
use crate::{
    domain::{MessageId, MessageKind, Reaction, RoomId},
    i18n::Texts,
};

/// Go on after the value of a button: it opens the picker, or asks for what it says there.
const PICKER_OPENER: &str = "\" popovertarget=\"reaction-picker\">";
const ASKING: &str = "\" data-hands=\"deletion\">";

/// A message in the feed.
pub fn message_row(line: &Line, texts: &Texts) -> Item {
    let mut html = Html::default();
    let author = &line.message.author;
    seal(&mut html, &author.id, author.ink, texts.named(&author.nickname));
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
    reactions(&mut html, line, texts);
    Item { class: classes(line), id: Some(["m", &line.message.id.to_string()].concat()), html }
}

fn head(html: &mut Html, line: &Line, texts: &Texts) {
    let tag = |html: &mut Html, tag: &'static str| _ = html.tags("<span class=\"tag\">").tags(tag).tags("</span>");
    let author = &line.message.author;
    let is_notice = line.message.kind == MessageKind::Alert && line.official;
    if is_notice {
        tag(html, texts.alert);
    }
    html.tags("<bdi class=\"message-author\">").words(texts.named(&author.nickname)).tags("</bdi>");
    if is_notice {
        tag(html, texts.owner);
    }
    if line.message.pinned_at.is_some() {
        tag(html, texts.pinned);
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
    link(html, "quote\"", &line.message.room_id, quote.seq, quote.id);
    html.tags("<bdi>").words(texts.named(&quote.nickname)).tags("</bdi> ");
    html.words(if quote.excerpt.is_empty() { texts.deleted } else { &quote.excerpt }).tags("</a>");
}

/// Begins a link to a message of a room. After its class there may be other attributes.
fn link(html: &mut Html, class: &'static str, room: &RoomId, seq: u64, id: MessageId) {
    html.tags("<a class=\"").tags(class).tags(" href=\"/r/").words(room.as_str());
    html.tags("/m/").words(&seq.to_string()).tags("#m").words(&id.to_string()).tags("\">");
}

/// What the guest may do with a message, heard by [`actions::pressed`](super::feed::actions::pressed).
fn actions(html: &mut Html, line: &Line, texts: &Texts) {
    if line.message.deleted_at.is_some() || is_passage(&line.message) || !line.answerable {
        return;
    }
    html.tags("<div class=\"message-actions\">");
    let is_pinned = line.message.pinned_at.is_some();
    let all = [
        (REACT, texts.react, true),
        (ANSWER, texts.reply, true),
        (PIN, texts.pin, line.pinnable && !is_pinned),
        (UNPIN, texts.unpin, line.pinnable && is_pinned),
        (EDIT, texts.edit, line.own),
        (ASK_TO_DELETE, texts.delete, line.deletable),
    ];
    for (action, label, is_allowed) in all {
        if is_allowed {
            html.tags("<button class=\"message-action\" type=\"button\" value=\"").tags(action);
            let opener = match action {
                REACT => PICKER_OPENER,
                ASK_TO_DELETE => ASKING,
                _ => "\">",
            };
            html.tags(opener).tags(label).tags("</button>");
        }
    }
    // What is being written stays, and so does where the reader is.
    link(html, "message-action\" target=\"_blank\"", &line.message.room_id, line.message.seq, line.message.id);
    html.tags(texts.link).tags("</a></div>");
}

fn reactions(html: &mut Html, line: &Line, texts: &Texts) {
    if line.message.reactions.is_empty() {
        return;
    }
    html.tags("<div class=\"reactions\">");
    for reaction in &line.message.reactions {
        let is_own = line.me.as_ref().is_some_and(|me| reaction.is_by(me));
        html.tags("<button class=\"reaction\" type=\"button\" aria-pressed=\"");
        html.tags(if is_own { "true" } else { "false" }).tags("\" value=\"").words(&reaction.emoji);
        html.tags("\" title=\"");
        names(html, reaction, texts);
        html.tags("\">").words(&reaction.emoji).tags(" ").words(&reaction.count.to_string()).tags("</button>");
    }
    html.tags("</div>");
}

fn names(html: &mut Html, reaction: &Reaction, texts: &Texts) {
    for (place, who) in reaction.by.iter().enumerate() {
        html.tags(if place == 0 { "" } else { ", " }).words(&who.nickname);
    }
    let others = (reaction.count as usize).saturating_sub(reaction.by.len());
    if others > 0 {
        let (before, after) = texts.and_more;
        html.tags(before).words(&others.to_string()).tags(after);
    }
}

fn classes(line: &Line) -> String {
    let mut classes = String::from("message");
    let (is_alert, is_passage) = (line.message.kind == MessageKind::Alert, is_passage(&line.message));
    for (class, on) in [
        (" passage", is_passage),
        (" alert", is_alert && line.official && !is_passage),
        (" remark", is_alert && !line.official && !is_passage),
        (" own", line.own && !is_alert),
        (" calls", !line.own && line.message.mentions.iter().any(|who| Some(&who.id) == line.me.as_ref())),
        (" continues", line.continues),
        (" same-minute", line.same_minute),
    ] {
        if on {
            classes.push_str(class);
        }
    }
    classes
}
