//! The description of the HTTP API in Korean.

/// A text of the description; line breaks in it count as spaces. A test keeps the list whole.
pub fn said(english: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(said, _)| *said == english).map(|(_, korean)| *korean)
}

const TEXTS: &[(&str, &str)] = &[
    ("What a room is like.", "방 알아보기"),
    ("What is new in a room.", "새 글 받기"),
    ("Write a message.", "글 쓰기"),
    (
        "Everything that was written, edited or deleted after the revision `rev`, in the order of `rev`; or, with `reset`, \
         the latest page, when you are more than 500 messages behind or told no `rev`. Ask again with the `rev` of the \
         answer.",
        "판 번호 `rev` 뒤에 쓰거나 고치거나 지운 메시지를 `rev` 순서로 모두 받습니다. 500개 넘게 밀렸거나 `rev`를 보내지 않으면 \
         `reset`과 함께 최근 한 쪽을 받습니다. 다음에는 응답에 있는 `rev`로 묻습니다.",
    ),
    ("The room's id, as in its address `/r/<id>`.", "방의 id. 방 주소 `/r/<id>`에 있습니다."),
    ("The room's id.", "방의 id"),
    (
        "The room's revision that you know; without it you get the latest page.",
        "이미 받은 방의 판 번호. 없으면 최근 한 쪽을 받습니다.",
    ),
    ("The room.", "방"),
    ("The seq of its latest message; 0 when it has none.", "마지막 메시지의 seq. 메시지가 없으면 0"),
    (
        "The beginning of the message that this one answers; not in tombstones.",
        "이 메시지가 답하는 메시지의 앞부분. 지운 메시지에는 없습니다.",
    ),
    (
        "What a message answers: enough of it to know it by, as it is now.",
        "답장이 가리키는 메시지를 알아볼 만큼, 지금 모습대로",
    ),
    (
        "The beginning of the text, in one line; empty when the message was deleted. 🖼 stands for a picture without text.",
        "글의 앞부분 한 줄. 지운 메시지면 빈 문자열이고, 글 없이 그림만 있으면 🖼",
    ),
    ("The messages, and the revision up to which they lead.", "메시지와, 그것까지 더한 판 번호"),
    ("The message, now stored.", "방금 저장한 메시지"),
    ("The message, stored when it was sent for the first time.", "처음 보냈을 때 이미 저장한 메시지"),
    ("`bad_request`: the body or the query has another shape.", "`bad_request`: 본문이나 질의의 형식이 다릅니다."),
    (
        "`invalid_token`: no token came, or one that is worth nothing any more.",
        "`invalid_token`: 토큰이 없거나 더 이상 쓸 수 없습니다.",
    ),
    (
        "`password_required`: the room is locked, and the bot has not come into it with its password yet. `kicked`: the room's owner sent the bot out.",
        "`password_required`: 비밀번호가 있는 방인데, 봇이 아직 비밀번호로 들어온 적이 없습니다. `kicked`: 방장이 봇을 내보냈습니다.",
    ),
    (
        "`room_not_found`: there is no such room, or it is none of this bot's.",
        "`room_not_found`: 그런 방이 없거나 이 봇의 방이 아닙니다.",
    ),
    ("`room_closed`: the room has ended.", "`room_closed`: 이미 끝난 방입니다."),
    (
        "`message_too_long`: the body is far larger than a message can be.",
        "`message_too_long`: 본문이 메시지라기에는 너무 큽니다.",
    ),
    (
        "`message_empty`, `message_too_long`: the text cannot be written.",
        "`message_empty`, `message_too_long`: 쓸 수 없는 글입니다.",
    ),
    (
        "`too_many_requests`: again after the seconds in `Retry-After`.",
        "`too_many_requests`: 너무 빠릅니다. `Retry-After`에 적힌 초만큼 지난 뒤에 다시 보냅니다.",
    ),
    (
        "`unavailable`, `busy`: the house is out of order; again after the seconds in `Retry-After`, with the same \
         `clientId`.",
        "`unavailable`, `busy`: 지금은 할 수 없습니다. `Retry-After`에 적힌 초만큼 지난 뒤에 같은 `clientId`로 다시 보냅니다.",
    ),
    ("A message to be written.", "쓸 메시지"),
    ("Plain text, at most 4,000 characters.", "꾸밈없는 글, 4,000자까지"),
    (
        "Yours for this message, the same in every retry, which then writes it only once: a UUID, or 1 to 64 other \
         printable ASCII characters.",
        "보내는 쪽이 정하는 메시지 번호. 다시 보낼 때도 같으면 한 번만 저장됩니다. UUID나, 눈에 보이는 ASCII 문자 1~64개입니다.",
    ),
    ("A message, the same bytes for everyone.", "메시지. 누구에게나 같습니다."),
    ("Its place in the room: 1, 2, 3… without holes.", "방에서 몇 번째 메시지인지: 빠짐없이 1, 2, 3…"),
    (
        "The room's revision that wrote, edited or deleted it last, or changed what stands around its text.",
        "마지막으로 쓰거나 고치거나 지운 때, 또는 본문 둘레가 바뀐 때의 방의 판 번호",
    ),
    ("In the order in which they were given first.", "처음 달린 순서대로"),
    ("Members whom it addresses by name, with an `@` before it.", "이름 앞에 `@`를 붙여 부른 멤버들"),
    ("Since when the room's owner keeps it in sight of everyone.", "방장이 공지로 고정한 때"),
    ("One emoji under a message.", "메시지에 달린 이모지 하나"),
    ("Who did, in the order in which they came; the first 30.", "누른 사람들, 누른 순서대로, 처음 30명"),
    ("How many people gave it.", "누른 사람 수"),
    ("The text as it was written; empty when deleted.", "쓴 그대로의 글. 지운 메시지는 비어 있습니다."),
    (
        "The text as safe HTML with the pictures below it, ready to insert.",
        "바로 넣어도 안전한 HTML로 바꾼 글. 그 아래에 그림이 있습니다.",
    ),
    ("Its pictures, in the order in which `html` shows them.", "메시지의 그림. `html`에 나오는 순서대로"),
    (
        "A picture of a message. It lies at `/p/<id>`, and small at `/p/<id>/thumb`.",
        "메시지의 그림. `/p/<id>`에 있고, 작은 것은 `/p/<id>/thumb`에 있습니다.",
    ),
    ("A picture's id, as in `/p/<id>`.", "그림의 id. `/p/<id>`에 있습니다."),
    ("In pixels, as the height.", "픽셀 단위. 높이도 같습니다."),
    ("What is to be seen on it; empty when its sender did not say.", "그림 설명. 보낸 사람이 쓰지 않았으면 빈 문자열"),
    ("Who wrote a message: the guest and the nickname they had at that moment.", "글쓴이와, 쓸 때의 닉네임"),
    ("Whether a program wrote it.", "프로그램이 썼는지"),
    (
        "The ink of their seal, if they chose one. Not of that moment, but the one that they have when this is read.",
        "고른 도장 색. 쓸 때가 아니라 읽을 때의 색입니다.",
    ),
    ("What a line of a room's timeline is.", "메시지의 종류"),
    ("A room as the list of rooms shows it.", "채팅방 목록에 보이는 방"),
    ("How many people are in it now.", "지금 있는 사람 수"),
    ("How many people it holds.", "정원"),
    ("When it ends.", "끝나는 때"),
    ("Whether one has to know a password to get in.", "비밀번호가 있는지"),
    ("Whether only those find it who are given its address.", "주소를 아는 사람만 찾을 수 있는지"),
    ("What a client is missing.", "아직 받지 못한 것"),
    ("In the order of seq when `reset`, in the order of rev otherwise.", "`reset`이면 seq 순서, 아니면 rev 순서"),
    ("The room's revision with these messages.", "이 메시지까지 더한 방의 판 번호"),
    ("The messages are the latest page; forget what you had.", "최근 한 쪽입니다. 전에 받은 것은 잊으세요."),
    ("Why a request was not granted.", "요청을 들어주지 못한 까닭"),
    ("Stable, for programs.", "프로그램이 읽는, 바뀌지 않는 코드"),
    ("For their authors.", "만드는 사람이 읽는 설명"),
    (
        "The sender's own id for a message (a UUID as a rule), by which a retry is recognised.",
        "보내는 쪽이 정한 메시지 번호. 다시 보낸 것을 알아봅니다.",
    ),
    (
        "A guest's id. Public: it says who wrote a message, it does not let anyone act as that guest.",
        "손님의 id. 누가 썼는지 알려 줄 뿐, 안다고 그 손님이 될 수는 없습니다.",
    ),
    ("A room's id, as in `/r/<id>`.", "방의 id. `/r/<id>`에 있습니다."),
];
