//! How far a guest has read reaches their other pages, and the next welcome.

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
