//! Bots and their webhooks.

use sarangbang::{
    chat::ports::{DeliveryOutcome, NewBot, NewWebhook, Store, StoreError, Subscription, WebhookSecret, Written},
    domain::{Bot, Failing, Guest, GuestId, Reach, Room, RoomId, Space, Webhook, name},
};

use super::house::{House, NOW, append, draft, guest, new_guest, room, say, token};
use crate::assert_refused;

fn new_bot(nickname: &str, reach: Reach) -> NewBot {
    let id = GuestId::new(format!("bot-{nickname}"));
    NewBot { id, nickname: name::nickname(nickname).unwrap(), reach, token: token(nickname), now: NOW }
}

async fn bot(store: &dyn Store, nickname: &str, room: &Room) -> Bot {
    store.bots().add_bot(new_bot(nickname, Reach::Room(room.id.clone()))).await.unwrap()
}

async fn room_with_owner(store: &dyn Store) -> (Guest, Room) {
    let owner = guest(store, "철수").await;
    let room = room(store, &owner, "개발").await;
    (owner, room)
}

async fn subscribe(store: &dyn Store, bot: &Bot, secret: &str) -> Subscription {
    let webhook = NewWebhook { url: "https://bot.example/".into(), secret: WebhookSecret(secret.into()) };
    store.bots().set_webhook(&bot.guest.id, Some(webhook)).await.unwrap();
    store.bots().webhook(&bot.guest.id).await.unwrap().expect("it was set")
}

pub async fn a_bot_is_found_by_its_token_with_its_reach(house: &impl House) {
    let store = house.open().await;
    let (_, room) = room_with_owner(&*store).await;
    let made = bot(&*store, "메아리", &room).await;
    assert_eq!(made.guest.bot, Some(Reach::Room(room.id.clone())));
    let everywhere = store.bots().add_bot(new_bot("파수꾼", Reach::Space(Space::main()))).await.unwrap();
    drop(store);
    let store = house.open().await;
    let found = async |nickname| store.bots().bot_of_token(&token(nickname)).await.unwrap();
    assert_eq!(found("메아리").await, Some(made.guest.clone()));
    assert_eq!(found("파수꾼").await.unwrap().bot, Some(Reach::Space(Space::main())));
    assert_eq!(found("철수").await, None, "a session is no bot");
    assert_eq!(store.guest_of_session(&token("메아리"), 0, NOW).await.unwrap(), None, "and a bot no session");
    assert_eq!(store.bots().bots(&room.id).await.unwrap(), std::slice::from_ref(&made));
    assert!(store.bots().is_bot(&everywhere.guest.id).await.unwrap());
    assert_eq!(store.bots().bots(&RoomId::new("none")).await.unwrap(), []);
}

pub async fn a_bot_keeps_its_nickname_when_the_store_is_opened_again(house: &impl House) {
    let store = house.open().await;
    let (_, room) = room_with_owner(&*store).await;
    bot(&*store, "메아리", &room).await;
    store.close().await.unwrap();
    let store = house.open().await;
    assert_refused!(store.create_guest(new_guest("메아리")).await, StoreError::NicknameTaken);
}

pub async fn a_bot_needs_a_free_nickname_and_a_place_that_exists(house: &impl House) {
    let store = house.open().await;
    let (_, room) = room_with_owner(&*store).await;
    let add = async |nickname, reach| store.bots().add_bot(new_bot(nickname, reach)).await;
    assert_refused!(add("철 수", Reach::Room(room.id.clone())).await, StoreError::NicknameTaken);
    assert_refused!(add("메아리", Reach::Room(RoomId::new("none"))).await, StoreError::Missing);
    assert_refused!(add("메아리", Reach::Space(Space::new("none"))).await, StoreError::Missing);
    store.close_room(&room.id, NOW).await.unwrap();
    assert_refused!(add("메아리", Reach::Room(room.id)).await, StoreError::Missing);
    guest(&*store, "메아리").await;
}

pub async fn a_bot_holds_its_nickname_until_it_is_removed_and_its_messages_stay_marked(house: &impl House) {
    let store = house.open().await;
    let (owner, room) = room_with_owner(&*store).await;
    let made = bot(&*store, "메아리", &room).await;
    assert_refused!(store.create_guest(new_guest("메아리")).await, StoreError::NicknameTaken);
    store.expire_sessions(NOW + 1).await.unwrap();
    assert_refused!(store.create_guest(new_guest("메아리")).await, StoreError::NicknameTaken);
    let written = append(&*store, vec![draft(&room, &made.guest, "안녕")]).await.unwrap();
    assert!(matches!(&*written, [Written::Message(message)] if message.author.is_bot));
    say(&*store, vec![draft(&room, &owner, "반가워")]).await;
    assert!(store.bots().remove_bot(&made.guest.id).await.unwrap());
    assert!(!store.bots().remove_bot(&made.guest.id).await.unwrap());
    assert!(!store.bots().is_bot(&made.guest.id).await.unwrap());
    assert_eq!(store.bots().bot_of_token(&token("메아리")).await.unwrap(), None);
    store.create_guest(new_guest("메아리")).await.unwrap();
    let page = store.latest(&room.id, 10).await.unwrap().messages;
    assert_eq!(page.iter().map(|message| message.author.is_bot).collect::<Vec<_>>(), [true, false]);
}

pub async fn the_nickname_of_a_purged_rooms_bot_is_free(house: &impl House) {
    let store = house.open().await;
    let (_, room) = room_with_owner(&*store).await;
    let made = bot(&*store, "메아리", &room).await;
    store.close_room(&room.id, NOW).await.unwrap();
    while store.purge_rooms(NOW + 1, 10).await.unwrap() {}
    assert!(!store.bots().is_bot(&made.guest.id).await.unwrap());
    store.create_guest(new_guest("메아리")).await.unwrap();
}

pub async fn a_webhook_begins_at_the_rooms_revision_and_moves_on(house: &impl House) {
    let store = house.open().await;
    let (owner, room) = room_with_owner(&*store).await;
    let made = bot(&*store, "메아리", &room).await;
    say(&*store, vec![draft(&room, &owner, "그 전")]).await;
    let subscription = subscribe(&*store, &made, "one").await;
    assert_eq!((subscription.cursor, &subscription.room, &subscription.owner), (1, &room.id, &owner.id));
    store.bots().note_delivery(&subscription, DeliveryOutcome::Delivered { rev: 5, at: None }).await.unwrap();
    assert_eq!(store.bots().webhooks().await.unwrap(), [Subscription { cursor: 5, ..subscription.clone() }]);
    let again = subscribe(&*store, &made, "two").await;
    store.bots().note_delivery(&subscription, DeliveryOutcome::Delivered { rev: 9, at: None }).await.unwrap();
    assert_eq!(store.bots().webhook(&made.guest.id).await.unwrap(), Some(again), "not by a delivery to the old one");
    store.bots().set_webhook(&made.guest.id, None).await.unwrap();
    assert_eq!(store.bots().webhooks().await.unwrap(), []);
}

pub async fn a_failing_webhook_says_why_until_it_is_given_up_or_well_again(house: &impl House) {
    let store = house.open().await;
    let (_, room) = room_with_owner(&*store).await;
    let made = bot(&*store, "메아리", &room).await;
    let subscription = subscribe(&*store, &made, "one").await;
    let seen = async || store.bots().bots(&room.id).await.unwrap().remove(0).webhook.expect("a webhook");
    let well = seen().await;
    assert_eq!(
        well,
        Webhook { url: subscription.url.clone(), cursor: 0, delivered_at: None, failing: None, off_at: None }
    );
    let (since, problem) = (NOW, "status_502".into());
    let failing = Some(Failing { since, problem });
    let outcome = DeliveryOutcome::Failed { since, problem: "status_502".into() };
    store.bots().note_delivery(&subscription, outcome).await.unwrap();
    assert_eq!(seen().await, Webhook { failing: failing.clone(), ..well.clone() });
    assert_eq!(store.bots().webhook(&made.guest.id).await.unwrap().unwrap().failing_since, Some(NOW));
    store.bots().note_delivery(&subscription, DeliveryOutcome::Delivered { rev: 0, at: None }).await.unwrap();
    assert_eq!(seen().await, well, "there was nothing to tell");
    store.bots().note_delivery(&subscription, DeliveryOutcome::Delivered { rev: 0, at: Some(NOW) }).await.unwrap();
    let well = Webhook { delivered_at: Some(NOW), ..well };
    assert_eq!(seen().await, well);
    let outcome = DeliveryOutcome::GivenUp { since, problem: "status_502".into(), at: NOW + 1 };
    store.bots().note_delivery(&subscription, outcome).await.unwrap();
    assert_eq!(seen().await, Webhook { failing, off_at: Some(NOW + 1), ..well });
    assert_eq!(store.bots().webhook(&made.guest.id).await.unwrap(), None);
}

pub async fn only_a_bot_of_a_live_room_has_a_webhook(house: &impl House) {
    let store = house.open().await;
    let (_, room) = room_with_owner(&*store).await;
    let made = bot(&*store, "메아리", &room).await;
    let everywhere = store.bots().add_bot(new_bot("파수꾼", Reach::Space(Space::main()))).await.unwrap();
    let set = async |bot: &GuestId| {
        let webhook = NewWebhook { url: "https://bot.example/".into(), secret: WebhookSecret("s".into()) };
        store.bots().set_webhook(bot, Some(webhook)).await
    };
    assert_refused!(set(&everywhere.guest.id).await, StoreError::Missing);
    assert_refused!(set(&GuestId::new("nobody")).await, StoreError::Missing);
    set(&made.guest.id).await.unwrap();
    store.close_room(&room.id, NOW).await.unwrap();
    assert_eq!(store.bots().webhooks().await.unwrap(), []);
    assert_refused!(set(&made.guest.id).await, StoreError::Missing);
}
