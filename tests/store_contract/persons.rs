//! What is the guests' own: passkeys, sessions, and being forgotten.

use sarangbang::{
    chat::ports::{Change, NewPasskey, Revision, Store, StoreError, Trace, Traces, Write},
    domain::{Author, Guest, GuestId, MessageKind, NoticeKind, Room, Space, message::CAME},
};

use super::house::{House, NOW, contents, draft, entry, everything, guest, new_guest, notice, room, say, tell, token};
use crate::assert_refused;

pub fn passkey(credential: u8) -> NewPasskey {
    NewPasskey { credential: vec![credential; 16], public_key: vec![7; 77], sign_count: 1, now: NOW }
}

/// Somebody else who wants the nickname.
async fn asks_for(store: &dyn Store, nickname: &str) -> Result<Guest, StoreError> {
    let mut other = new_guest(nickname);
    (other.id, other.token) = (GuestId::new("other"), token("other"));
    store.create_guest(other).await
}

/// Has everything forgotten that is left of a departing guest in a room, two messages at a time.
async fn forget_in(store: &dyn Store, room: &Room, guest: &Guest) {
    let mut after = Some(0);
    while let Some(seq) = after {
        let left = store.persons().left_of(&room.id, &guest.id, seq, 2).await.unwrap();
        let forgotten = left.messages.into_iter().map(|message| {
            let (room, by) = (room.id.clone(), guest.id.clone());
            Write::Revision(Revision { room, message, by, change: Change::Forget, at: NOW })
        });
        store.commit(forgotten.collect()).await.unwrap();
        after = left.next;
    }
}

pub async fn a_passkey_holds_the_nickname_without_a_session(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    assert!(store.persons().add_passkey(&chulsoo.id, passkey(1)).await.unwrap());
    store.end_session(&token("철수")).await.unwrap();
    assert_refused!(asks_for(&*store, "철수").await, StoreError::NicknameTaken);
    store.persons().return_with(&[1; 16], 2, &token("again"), NOW).await.unwrap();
    store.expire_sessions(NOW + 1).await.unwrap();
    store.close().await.unwrap();
    let store = house.open().await;
    assert_refused!(asks_for(&*store, "철수").await, StoreError::NicknameTaken);
    store.persons().remove_passkey(&chulsoo.id, &[1; 16]).await.unwrap();
    asks_for(&*store, "철수").await.unwrap();
}

pub async fn a_passkey_is_one_guests(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    assert!(store.persons().add_passkey(&chulsoo.id, passkey(1)).await.unwrap());
    assert!(!store.persons().add_passkey(&younghee.id, passkey(1)).await.unwrap());
    assert_refused!(store.persons().add_passkey(&GuestId::new("nobody"), passkey(2)).await, StoreError::Missing);
    store.persons().remove_passkey(&younghee.id, &[1; 16]).await.unwrap();
    let known = store.persons().passkey(&[1; 16]).await.unwrap().unwrap();
    assert_eq!((known.guest, known.sign_count), (chulsoo.id.clone(), 1));
    assert_eq!(store.persons().passkey(&[2; 16]).await.unwrap(), None);
    assert_eq!(store.persons().passkeys(&chulsoo.id).await.unwrap().len(), 1);
    assert_eq!(store.persons().passkeys(&younghee.id).await.unwrap(), []);
}

pub async fn whoever_returns_has_a_session_of_their_own(house: &impl House) {
    let store = house.open().await;
    let chulsoo = guest(&*store, "철수").await;
    store.persons().add_passkey(&chulsoo.id, passkey(1)).await.unwrap();
    let back = store.persons().return_with(&[1; 16], 5, &token("again"), NOW + 1).await.unwrap();
    assert_eq!(back, chulsoo);
    for session in ["철수", "again"] {
        assert_eq!(store.guest_of_session(&token(session), 0, NOW).await.unwrap().as_ref(), Some(&chulsoo));
    }
    assert_eq!(store.persons().passkeys(&chulsoo.id).await.unwrap()[0].used_at, Some(NOW + 1));
    assert_eq!(store.persons().passkey(&[1; 16]).await.unwrap().unwrap().sign_count, 5);
    assert_refused!(store.persons().return_with(&[9; 16], 5, &token("x"), NOW).await, StoreError::Missing);
}

pub async fn all_sessions_of_a_guest_end_and_nobody_elses(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    store.persons().add_passkey(&chulsoo.id, passkey(1)).await.unwrap();
    store.persons().return_with(&[1; 16], 2, &token("again"), NOW).await.unwrap();
    assert_eq!(store.persons().end_sessions(&chulsoo.id).await.unwrap(), 2);
    for session in ["철수", "again"] {
        assert_eq!(store.guest_of_session(&token(session), 0, NOW).await.unwrap(), None);
    }
    assert_eq!(store.guest_of_session(&token("영희"), 0, NOW).await.unwrap(), Some(younghee));
    assert_eq!(store.persons().end_sessions(&chulsoo.id).await.unwrap(), 0);
}

pub async fn what_a_guest_wrote_is_read_room_by_room(house: &impl House) {
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let (own, other) = (room(&*store, &chulsoo, "서재").await, room(&*store, &younghee, "마당").await);
    let said = say(&*store, vec![draft(&own, &chulsoo, "하나"), draft(&own, &younghee, "둘")]).await;
    say(&*store, vec![draft(&own, &chulsoo, "셋"), draft(&other, &chulsoo, "넷")]).await;
    store.close_room(&other.id, NOW).await.unwrap();

    let trace = |room: &Room, is_own| Trace { room: room.id.clone(), name: room.name.clone(), is_own };
    assert_eq!(store.persons().traces(&chulsoo.id).await.unwrap(), [trace(&own, true), trace(&other, false)]);
    let written = async |room: &Room, after, limit| {
        let messages = store.persons().written(&room.id, &chulsoo.id, after, limit).await.unwrap();
        messages.iter().map(|message| message.content.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(written(&own, 0, 10).await, ["하나", "셋"]);
    assert_eq!(written(&own, 0, 1).await, ["하나"]);
    assert_eq!(written(&own, said[0].seq, 10).await, ["셋"]);
    assert_eq!(written(&other, 0, 10).await, ["넷"], "of a room that ended, until it is purged");
}

pub async fn nothing_is_left_of_whoever_is_forgotten(house: &impl House) {
    const SECRET: &str = "아무도모를비밀이야기";
    let store = house.open().await;
    let (chulsoo, younghee) = (guest(&*store, "철수").await, guest(&*store, "영희").await);
    let parlour = room(&*store, &younghee, "개발").await;
    let over = room(&*store, &younghee, "옛방").await;
    store.commit(vec![entry(&parlour, &chulsoo), entry(&parlour, &younghee)]).await.unwrap();
    let mut came = draft(&parlour, &chulsoo, &["철수", CAME].concat());
    (came.kind, came.author) = (MessageKind::Alert, Author::house());
    say(&*store, vec![came]).await;
    let said = say(&*store, vec![draft(&parlour, &chulsoo, SECRET), draft(&over, &chulsoo, SECRET)]).await;
    let mut answer = draft(&parlour, &younghee, "@철수 정말?");
    answer.reply_to = Some(said[0].id);
    let answer = say(&*store, vec![answer, draft(&parlour, &chulsoo, "응")]).await.remove(0);
    let change = Change::React { emoji: "👍".into(), is_given: true };
    let (reacted_in, by) = (parlour.id.clone(), chulsoo.id.clone());
    let reaction = Revision { room: reacted_in, message: answer.id, by, change, at: NOW };
    store.commit(vec![Write::Revision(reaction)]).await.unwrap();
    tell(&*store, notice(NoticeKind::RoomEntered, "철수")).await;
    store.persons().add_passkey(&chulsoo.id, passkey(1)).await.unwrap();
    store.close_room(&over.id, NOW).await.unwrap();
    house.rest().await;
    let rev = everything(&*store, &parlour).await.last().unwrap().rev;

    store.persons().depart(&chulsoo.id).await.unwrap();
    assert_eq!(store.persons().departing().await.unwrap(), std::slice::from_ref(&chulsoo.id));
    assert_eq!(store.guest_of_session(&token("철수"), 0, NOW).await.unwrap(), None);
    assert_eq!(store.persons().passkey(&[1; 16]).await.unwrap(), None);
    assert_eq!(store.notices(&Space::main(), 10).await.unwrap(), []);
    for room in [&parlour, &over] {
        forget_in(&*store, room, &chulsoo).await;
        let left = store.persons().left_of(&room.id, &chulsoo.id, 0, 10).await.unwrap();
        assert_eq!(left, Traces::default());
    }
    store.persons().departed(&chulsoo.id).await.unwrap();
    assert_eq!(store.persons().departing().await.unwrap(), []);

    let left = store.since(&parlour.id, rev, 100).await.unwrap().messages;
    let mut all = everything(&*store, &parlour).await;
    all.sort_by_key(|message| message.seq);
    assert_eq!(contents(&all), ["떠난 손님님이 입장했습니다.", "", "@철수 정말?", ""]);
    assert_eq!(left.len(), 4, "every reader hears of all that changed, the quote too");
    let names: Vec<_> = all.iter().map(|message| &*message.author.nickname).collect();
    assert_eq!(names, ["사랑방", "떠난 손님", "영희", "떠난 손님"]);
    assert_eq!((&*all[2].mentions, &*all[2].reactions), (&[][..], &[][..]), "what others wrote is still theirs");
    let quote = all[2].reply_to.clone().unwrap();
    assert_eq!((&*quote.nickname, &*quote.excerpt), ("떠난 손님", ""));
    asks_for(&*store, "철수").await.unwrap();
    store.close().await.unwrap();
    assert!(!house.holds(SECRET));
}

pub async fn a_room_goes_to_its_oldest_member_who_can_come_back(house: &impl House) {
    let store = house.open().await;
    let host = guest(&*store, "집주인").await;
    let (gone, second, third) =
        (guest(&*store, "간 사람").await, guest(&*store, "둘째").await, guest(&*store, "셋째").await);
    let room = room(&*store, &host, "서재").await;
    for guest in [&host, &gone, &second, &third] {
        store.commit(vec![entry(&room, guest)]).await.unwrap();
    }
    store.end_session(&token("간 사람")).await.unwrap();
    store.persons().depart(&host.id).await.unwrap();
    assert_eq!(store.persons().hand_on(&room.id).await.unwrap(), Some(second.clone()));
    assert_eq!(store.room(&room.id).await.unwrap().unwrap().owner, second.id);
    store.persons().end_sessions(&third.id).await.unwrap();
    assert_eq!(store.persons().hand_on(&room.id).await.unwrap(), None);
}
