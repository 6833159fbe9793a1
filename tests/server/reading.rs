//! How far a guest has read, and where they were addressed, reaches all their pages and the next welcome.

use sarangbang::{
    domain::{Mark, RoomId},
    protocol::{Event, payload::Done},
};
use serde_json::json;

use super::{guest::Guest, house::House};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_read_on_one_device_is_read_on_the_others() {
    let house = House::open().await;
    let mut writer = house.enter("철수").await;
    let room = writer.create_room("개발").await;
    writer.join(&room).await;
    let mut phone = house.enter("영희").await;
    phone.join(&room).await;
    let token = phone.token().to_owned();
    let mut desk = Guest::come_back(house.address, &token).await;
    for text in ["하나", "둘", "셋"] {
        writer.write(&room, text).await;
    }
    let _: Done = phone.ask("markRead", &json!({ "roomId": room, "seq": 2 })).await.unwrap();
    let read = desk.event("read", |event| if let Event::Read(mark) = event { Some(mark) } else { None }).await;
    let mark = Mark { room_id: RoomId::new(&*room), seq: 2 };
    assert_eq!(read, mark);

    let later = Guest::come_back(house.address, &token).await;
    assert_eq!((&*later.welcome.read, later.welcome.rooms[0].last_seq), (&[mark][..], 3));
    let heard = writer.events_so_far();
    assert!(!heard.iter().any(|event| matches!(event, Event::Read(_))), "nobody else's");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_mentioned_hears_of_it_wherever_they_are() {
    let house = House::open().await;
    let mut writer = house.enter("철수").await;
    let room = writer.create_room("개발").await;
    writer.join(&room).await;
    let mut phone = house.enter("영희").await;
    phone.join(&room).await;
    let token = phone.token().to_owned();
    let mut desk = Guest::come_back(house.address, &token).await;
    writer.write(&room, "다들 안녕하세요").await;
    let message = writer.write(&room, "@영희님도 안녕하세요").await;
    assert_eq!(&*message.html, "<span class=\"mention\">@영희</span>님도 안녕하세요");

    let mark = Mark { room_id: RoomId::new(&*room), seq: 2 };
    for page in [&mut desk, &mut phone] {
        let mentioned = |event| if let Event::Mentioned(mark) = event { Some(mark) } else { None };
        assert_eq!(page.event("mentioned", mentioned).await, mark);
    }
    let later = Guest::come_back(house.address, &token).await;
    assert_eq!(later.welcome.mentions, [mark]);
    let _: Done = phone.ask("markRead", &json!({ "roomId": room, "seq": 2 })).await.unwrap();
    let later = Guest::come_back(house.address, &token).await;
    assert_eq!(later.welcome.mentions, []);
    let heard = writer.events_so_far();
    assert!(!heard.iter().any(|event| matches!(event, Event::Mentioned(_))), "nobody else does");
}
