use super::{Day, Texts, Words, twelve_hours};
#[cfg(feature = "ssr")]
use crate::domain::Refusal;
use crate::domain::{NoticeKind, countdown::Left};

#[cfg(feature = "ssr")]
pub const WORDS: Words = Words {
    house: "Sarangbang",
    tagline: "The door is open. Pick a name and come in.",
    description: "Chat rooms that need nothing but a nickname",
    skip: "Skip links",
    skip_to_content: "Skip to content",
    skip_to_composer: "Skip to writing a message",
    language: "Language",
    close: "Close",
    refresh: "Refresh",
    search: "Search",
    palette: "Go to",
    help: "Help",
    invite: "Invite",
    bell: "Notifications",
    loading: "Loading…",

    nickname: "Nickname",
    nickname_question: "What should we call you?",
    nickname_hint: "2 to 20 characters. No account, no password.",
    nickname_placeholder: "e.g. Cheolsu",
    enter: "Come in",
    rename: "Change nickname",
    rename_submit: "Change",
    own_page: "My settings",
    bot: "bot",
    me: "you",

    room_list: "Rooms",
    no_rooms: "There are no rooms yet.",
    no_rooms_hint: "Open the first one. Its “Invite” gives you an address and a QR code: whoever has it comes in with just a nickname.",
    create_room: "Open a room",
    create_room_submit: "Open",
    room_name: "Room name",
    room_name_placeholder: "What is it called?",
    topic: "Topic (optional)",
    topic_placeholder: "What is it about?",
    locked: "Locked with a password",
    options: "Options",
    password_hint: "Only those who know it can come in.",
    capacity: "Capacity (people)",
    no_limit: "any number",
    life: "Ends",
    lives: ["Never", "After an hour", "After a day", "After a week"],
    unlisted: "Do not list it",
    settings: "Settings",
    extend: "Give it more time",
    export: "Export the conversation",
    last_activity: "Last active",

    notices: "Notices",
    house_notices: "News of the house",
    no_notices: "No news yet.",

    back_to_list: "Back to the rooms",
    leave: "Leave",
    join: "Join",
    join_hint: "Once you join, the others see you.",
    members: "People here",
    owner: "host",
    idle: "away",
    members_and_notices: "People and news",
    room_missing: "This room cannot be found.",
    room_missing_hint: "It may be gone, or the address may be wrong. Pick another room from the list.",
    room_closed_hint: "What was said here cannot be exported any more, and is soon deleted. Pick another room from the list.",
    room_full: "The room is full.",
    enter_again: "Try again",
    room_full_hint: "You can come in when somebody has left. Try again in a moment.",
    kick: "Send out",
    kicked: "The host sent you out of this room.",
    kicked_hint: "You can come in again when the host lets you. Pick another room from the list.",
    password: "Password",
    locked_hint: "Only those who know the password can come in.",
    page_missing: "This page cannot be found.",
    page_missing_hint: "Please check the address.",
    to_lobby: "See the rooms",

    messages: "Conversation",
    messages_hint: "Pick a message to get its buttons for answering and reacting.",
    no_messages: "Nobody has said anything yet.",
    no_messages_hint: "Say hello, or invite somebody.",
    older: "Show older messages",
    loading_older: "Loading older messages…",
    alert: "Notice",
    came: " came in.",
    went: " left.",
    took_over: " is the host now.",
    deleted: "This message was deleted.",
    departed: "A guest who left",
    edited: "(edited)",
    reply: "Reply",
    link: "Link",
    react: "React",
    choose_reaction: "Choose a reaction",
    pin: "Pin",
    unpin: "Unpin",
    pinned: "Pinned",
    and_more: (" and ", " more"),
    replying: ("Reply to ", ""),
    edit: "Edit",
    delete: "Delete",
    new_from_here: "New from here",
    called: "Somebody mentioned you. ",
    unread: "unread messages: ",
    editing: "Editing a message",
    cancel: "Cancel",
    sending: "Sending",
    failed: "Not sent.",
    edit_failed: "Not changed.",
    edit_again: "Edit again",
    retry: "Send again",
    copy: "Copy",
    discard: "Discard",
    typing: [" is typing…", " are typing…", "Several people are typing…"],
    and: " and ",

    message: "Message",
    add_pictures: "Add pictures",
    message_placeholder: "Write a message",
    composer_hint: "Enter sends, Shift+Enter starts a new line",
    send: "Send",

    reconnecting: "Reconnecting…",
    check_connection: "Check the connection",
    paused: "The house cannot store messages just now. Yours are sent as soon as it can.",
    scripts_failed: "The live connection could not start. You can still write; refresh to see what is new.",

    ends_soon: ["This room ends within ten minutes.", "This room ends within a minute."],
    room_endings: [
        "This room's time is over.",
        "The host has closed this room.",
        "This room was empty for so long that it was closed.",
        "This room has ended.",
    ],
};

pub const fn texts(words: Words) -> Texts {
    Texts {
        words,
        invited_to: |_room| ("You are invited to ", "."),
        people_of: |count, capacity| format!("{count}/{capacity} people"),
        left: |left| {
            let (count, unit) = match left {
                Left::Days(count) => (count, " day"),
                Left::Hours(count) => (count, " hour"),
                Left::Minutes(count) => (count, " minute"),
                Left::Seconds(count) => (count, " second"),
            };
            format!("{count}{unit}{} left", if count == 1 { "" } else { "s" })
        },
        people: |count| if count == 1 { "1 person".to_owned() } else { format!("{count} people") },
        notice: |kind, _room| match kind {
            NoticeKind::RoomCreated => (" opened ", ""),
            NoticeKind::RoomEntered => (" came into ", ""),
        },
        read_by: |read, members| format!("Read by {read} of {members}"),
        new_messages: |count| if count == 1 { "1 new message".to_owned() } else { format!("{count} new messages") },
        #[cfg(feature = "ssr")]
        refusal,
        #[cfg(not(feature = "ssr"))]
        refusal: super::refusal,

        clock: |hour, minute| {
            let (hour, afternoon) = twelve_hours(hour);
            let half = if afternoon { "PM" } else { "AM" };
            format!("{hour}:{minute:02} {half}")
        },
        day: |Day { year, month, day, weekday }| {
            let (weekday, month) = (WEEKDAYS[usize::from(weekday % 7)], month_name(month));
            match year {
                Some(year) => format!("{weekday}, {month} {day}, {year}"),
                None => format!("{weekday}, {month} {day}"),
            }
        },
        short_day: |Day { year, month, day, .. }| {
            let month = month_name(month).get(..3).unwrap_or_default();
            match year {
                Some(year) => format!("{month} {day}, {year}"),
                None => format!("{month} {day}"),
            }
        },
    }
}

const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(month: u8) -> &'static str {
    MONTHS[usize::from(month.saturating_sub(1) % 12)]
}

#[cfg(feature = "ssr")]
fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::BadRequest => "That request made no sense. Refresh the page and try again.",
        Refusal::UnknownEvent => "This server does not know that request. Please refresh the page.",
        Refusal::NicknameRequired => "Pick a nickname first.",
        Refusal::InvalidToken => "Your session has expired. Please pick a nickname again.",
        Refusal::NicknameTooShort => "That nickname is too short. Use at least two characters.",
        Refusal::NicknameTooLong => "That nickname is too long. Use at most 20 characters.",
        Refusal::NicknameForbidden => "That nickname has characters that cannot be used here. Please pick another one.",
        Refusal::NicknameTaken => "Someone has that nickname, or one that looks just like it. Please pick another one.",
        Refusal::NicknameReserved => {
            "Nicknames have no colon, and none of the names or marks that the house uses. Please pick another one."
        }
        Refusal::RoomNameTooShort => "Please give the room a name.",
        Refusal::RoomNameTooLong => "That room name is too long. Use at most 40 characters.",
        Refusal::RoomNameForbidden => {
            "That room name has characters that cannot be used here. Please pick another one."
        }
        Refusal::RoomNameTaken => {
            "There is a room of that name, or of one that looks just like it. Please pick another one."
        }
        Refusal::TopicTooLong => "That topic is too long. Use at most 120 characters.",
        Refusal::TopicForbidden => "That topic has characters that cannot be used here. Please change it.",
        Refusal::MessageEmpty => "Write something before you send it.",
        Refusal::MessageTooLong => {
            "That message is too long. At most 4,000 characters fit in one; please send it in parts."
        }
        Refusal::UnknownCommand => "There is no such command. /help lists them; start with // to send it as text.",
        Refusal::TooManyPictures => "You can send at most 4 pictures at once.",
        Refusal::PictureNotFound => "The server does not have that picture any more. Please add it again.",
        Refusal::PictureTooLarge => "That picture is too large. Please make it smaller.",
        Refusal::PictureUnreadable => "That picture cannot be read. Please use a PNG, JPEG, WebP or GIF file.",
        Refusal::PicturesFull => "There is no room for more pictures. Please delete some of yours and try again.",
        Refusal::AltTooLong => "That description is too long. Use at most 500 characters.",
        Refusal::BodyTooLarge => {
            "That was too large to be received and has not been kept. Your browser may still have it one page back; please send it in parts."
        }
        Refusal::RoomNotFound => "That room cannot be found. Please pick another one from the list.",
        Refusal::RoomClosed => "This room has ended. Please pick another one from the list.",
        Refusal::Kicked => "The host sent you out of this room. Please pick another one from the list.",
        Refusal::MemberNotFound => "They are not in the room. Please look at the list again.",
        Refusal::RoomFull => "The room is full. Please try again when somebody has left.",
        Refusal::PasswordRequired => "This room is locked. Please enter its password.",
        Refusal::WrongPassword => "That is not the password. Please check it and try again.",
        Refusal::PasswordTooLong => "That password is too long. Use at most 128 bytes.",
        Refusal::CapacityOutOfRange => "A room holds from 2 to 10,000 people. Use 0 for any number.",
        Refusal::LifeOutOfRange => "A room can live from a minute to a year.",
        Refusal::SpaceNotFound => "There is no such space. Check the address.",
        Refusal::ChatterNotFound => "That chatter is not yours. Enter the room anew.",
        Refusal::MessageNotFound => "That message cannot be found. It may have been deleted.",
        Refusal::NotInRoom => "You are not in this room. Please join it first.",
        Refusal::NotAuthor => "You can only change messages of your own.",
        Refusal::MessageChanged => "This message was changed elsewhere meanwhile. Please look at it and try again.",
        Refusal::NotOwner => "Only the room's host can do that.",
        Refusal::ReactionForbidden => "A reaction is one emoji. Choose another one.",
        Refusal::TooManyReactions => "A message takes 10 different reactions. Choose one that is there.",
        Refusal::TooManyPins => "A room takes 5 pinned messages. Let go of another one first.",
        Refusal::NotForBots => "Bots cannot do that.",
        Refusal::TooManyBots => "A room has at most 10 bots.",
        Refusal::WebhookForbidden => "Please enter an address that begins with http:// or https://.",
        Refusal::WebhookTooLong => "That address is too long. Use at most 1,000 bytes.",
        Refusal::WebhookWithPassword => "An address cannot hold a user name or a password.",
        Refusal::WebhookPrivate => {
            "Please enter an address on the internet: nothing is sent into the server's own network."
        }
        Refusal::QueryTooShort => "Please enter a word of at least 2 characters, or who wrote it.",
        Refusal::QueryTooLong => "That is too much to look for. Use at most 100 characters.",
        Refusal::TooManyRequests | Refusal::Busy => "That was too fast. Please try again in a moment.",
        Refusal::Unavailable => "That is not possible just now. Please try again in a moment.",
    }
}
