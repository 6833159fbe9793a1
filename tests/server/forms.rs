//! What a page without scripts posts: what is refused comes back to be mended, to its writer alone.

use http_body_util::Full;

use super::{
    house::House,
    http::{self, Answer},
};

/// A guest in a browser without scripts.
pub struct Reader<'a> {
    house: &'a House,
    pub cookie: String,
}

impl<'a> Reader<'a> {
    pub async fn enter(house: &'a House, nickname: &str) -> Self {
        let form = [("nickname", nickname), ("back", "/")];
        let entered = http::post_form(house.address, "/do/enter", None, &form).await;
        Self { house, cookie: entered.session_cookie().expect("the nickname is free") }
    }

    /// Posts a form; the address that the answer leads to.
    pub async fn post(&self, action: &str, form: &[(&str, &str)]) -> String {
        let answer = http::post_form(self.house.address, action, Some(&self.cookie), form).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.header("location").expect("a redirect").to_owned()
    }

    pub async fn create_room(&self, name: &str, topic: &str) -> String {
        self.post("/do/create-room", &[("name", name), ("topic", topic)]).await
    }

    async fn write(&self, room: &str, content: &str) -> String {
        self.write_as("6f1c1f7e-0000-4000-8000-000000000001", room, content).await
    }

    async fn write_as(&self, client_id: &str, room: &str, content: &str) -> String {
        let room = room.trim_start_matches("/r/");
        self.post("/do/post-message", &[("room_id", room), ("client_id", client_id), ("content", content)]).await
    }

    /// The page at this address: what is in its body, without the data block that repeats it.
    async fn page(&self, path: &str) -> String {
        let page = http::get(self.house.address, path, &[("cookie", &self.cookie)]).await;
        page.body[page.body.find("<body").expect("a document")..].to_owned()
    }

    /// The text that stands in the composer, ready to be sent.
    async fn composer(&self, path: &str) -> String {
        let page = self.page(path).await;
        let field = page.split("<textarea").nth(1).expect("a composer");
        let text = &field[field.find('>').expect("a tag") + 1..field.find("</textarea>").expect("its end")];
        text.strip_prefix('\n').unwrap_or(text).to_owned()
    }
}

/// 12,003 bytes: longer than a message may be, but no longer than a form.
fn too_long() -> String {
    "가".repeat(4_001)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_to_rooms_that_are_none_use_up_the_same_allowance() {
    let house = House::open_with(|settings| settings.limits.enabled = true).await;
    let reader = Reader::enter(&house, "철수").await;
    let (burst, long) = (house.settings.limits.messages_burst.get(), "c".repeat(60_000));
    let mut limited = 0;
    for number in 0..3 * burst {
        let answer = reader.write_as(&long, &format!("none{number}"), "x").await;
        limited += usize::from(answer.contains("refused=too_many_requests"));
    }
    assert!(limited > 0, "none of {} was refused for being too many", 3 * burst);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_that_cannot_be_one_is_not_repeated_in_the_answer() {
    let house = House::open().await;
    let reader = Reader::enter(&house, "철수").await;
    assert_eq!(reader.write(&"r".repeat(50_000), "안녕").await, "/?refused=room_not_found");
    assert_eq!(reader.post("/do/join-room", &[("room_id", "a/b")]).await, "/?refused=room_not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_room_is_shown_to_those_who_are_in_it_alone() {
    let house = House::open().await;
    let (owner, other) = (Reader::enter(&house, "철수").await, Reader::enter(&house, "영희").await);
    let late = Reader::enter(&house, "민수").await;
    let room = owner.post("/do/create-room", &[("name", "쪽방"), ("topic", ""), ("capacity", "2")]).await;
    let (id, frame) = (room.trim_start_matches("/r/"), format!("{room}/live"));
    owner.write(&room, "둘만 아는 이야기").await;
    assert!(late.page(&room).await.contains("둘만 아는 이야기"), "there is a place");

    other.post("/do/join-room", &[("room_id", id)]).await;
    for page in [late.page(&room).await, late.page(&frame).await] {
        assert!(page.contains("방이 가득 찼습니다.") && !page.contains("둘만 아는"), "{page}");
    }
    let refused = late.post("/do/join-room", &[("room_id", id)]).await;
    assert_eq!(refused, format!("{room}?refused=room_full"));
    assert_eq!(late.page(&refused).await.matches("가득").count(), 1, "said once");
    let unsaid = late.write(&room, "나도 끼워 줘").await;
    assert!(late.page(&unsaid).await.contains("나도 끼워 줘"), "it is not lost");
    for inside in [&owner, &other] {
        assert!(inside.page(&room).await.contains("둘만 아는 이야기"));
    }

    other.post("/do/leave-room", &[("room_id", id)]).await;
    assert!(late.page(&room).await.contains("둘만 아는 이야기"), "there is one again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_text_stands_in_the_composer_until_one_is_taken() {
    let house = House::open().await;
    let (reader, other) = (Reader::enter(&house, "철수").await, Reader::enter(&house, "영희").await);
    let room = reader.create_room("서당", "").await;
    let refused = reader.write(&room, &too_long()).await;
    assert_eq!(refused, format!("{room}?refused=message_too_long"));
    assert_eq!(reader.composer(&refused).await, too_long());
    assert_eq!(reader.composer(&refused).await, too_long(), "loaded again");
    assert_eq!(other.composer(&refused).await, "", "somebody else's");

    assert_eq!(reader.write(&room, "하늘 천").await, format!("{room}#composer"));
    assert_eq!(reader.composer(&refused).await, "", "it was mended");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_text_does_not_go_for_what_others_post() {
    let house = House::open().await;
    let (reader, other) = (Reader::enter(&house, "철수").await, Reader::enter(&house, "영희").await);
    let room = reader.create_room("서당", "").await;
    let refused = reader.write(&room, &too_long()).await;
    for number in 0..600 {
        other.write(if number % 2 == 0 { &room } else { "none" }, " ").await;
    }
    assert_eq!(reader.composer(&refused).await, too_long());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_link_fills_in_what_a_guest_would_say() {
    let house = House::open().await;
    let reader = Reader::enter(&house, "철수").await;
    let room = reader.create_room("서당", "").await;
    for query in ["typed=hello", "typed=hello&refused=unavailable", "draft=hello&refused=unavailable"] {
        assert_eq!(reader.composer(&format!("{room}?{query}")).await, "", "{query}");
        assert!(!reader.page(&format!("/?{query}")).await.contains("hello"), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_room_need_not_be_typed_again() {
    let house = House::open().await;
    let reader = Reader::enter(&house, "철수").await;
    reader.create_room("서당", "").await;
    let refused = reader.create_room("서당", "글 \"읽는\" 방").await;
    assert_eq!(refused, "/?refused=room_name_taken");
    let page = reader.page(&refused).await;
    assert!(page.contains("value=\"서당\"") && page.contains("value=\"글 &quot;읽는&quot; 방\""), "{page}");
    assert!(!reader.page("/").await.contains("value=\"서당\""), "without a complaint the form is empty");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_too_large_leads_back_to_its_page_with_the_reason() {
    let house = House::open().await;
    let reader = Reader::enter(&house, "철수").await;
    let room = reader.create_room("서당", "").await;
    let origin = format!("http://{}", house.address);
    let body = http::encode(&[("room_id", &room["/r/".len()..]), ("client_id", "c"), ("content", &"가".repeat(8_000))]);
    let post = async |referer: &str| -> Answer {
        let headers = [("origin", &*origin), ("cookie", &reader.cookie), ("referer", referer)];
        http::post(house.address, "/do/post-message", &headers, Full::from(body.clone())).await
    };
    let back = post(&format!("{origin}{room}?refused=unavailable")).await;
    assert_eq!((back.status, back.header("location")), (303, Some(&*format!("{room}?refused=body_too_large"))));
    assert!(reader.page(back.header("location").unwrap()).await.contains("너무 커서"));
    assert_eq!(post(&format!("{origin}/elsewhere")).await.status, 413, "from no page of the house");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_for_a_room_that_has_just_ended_stands_on_the_page_that_says_why() {
    let house = House::open().await;
    let (host, reader) = (Reader::enter(&house, "방장").await, Reader::enter(&house, "철수").await);
    let room = host.create_room("서당", "").await;
    host.post("/do/close-room", &[("room_id", &room["/r/".len()..])]).await;
    let refused = reader.write(&room, "하늘 <천> 따 지").await;
    assert_eq!(refused, format!("{room}?refused=room_closed"));
    let page = reader.page(&refused).await;
    assert!(page.contains("방장이 닫은 방입니다.") && page.contains("하늘 &lt;천&gt; 따 지"), "{page}");
    assert!(!host.page(&refused).await.contains("하늘"), "somebody else's");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_writes_by_forms_is_in_the_list_of_people_until_they_leave() {
    let house = House::open().await;
    let (host, reader) = (Reader::enter(&house, "방장").await, Reader::enter(&house, "철수").await);
    let room = host.create_room("서당", "").await;
    let listed = |page: String| {
        let list = page.split("class=\"member-list\"").nth(1).unwrap();
        list.split("</ul>").next().unwrap().contains("철수")
    };
    assert!(!listed(host.page(&room).await), "not yet");
    reader.write(&room, "하늘 천").await;
    assert!(listed(host.page(&room).await));
    reader.post("/do/leave-room", &[("room_id", &room["/r/".len()..])]).await;
    assert!(!listed(host.page(&room).await));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_room_without_terms_can_be_asked_for_again_at_once() {
    let house = House::open().await;
    let reader = Reader::enter(&house, "철수").await;
    reader.create_room("서당", "").await;
    let form = [("name", "서당"), ("topic", ""), ("password", ""), ("capacity", ""), ("life", "0")];
    let page = reader.page(&reader.post("/do/create-room", &form).await).await;
    let field = page.split("id=\"capacity\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(field.contains("value=\"\""), "a 0 that nobody typed is below what the browser lets through: {field}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_a_term_is_told_beside_its_field() {
    let house = House::open().await;
    let reader = Reader::enter(&house, "철수").await;
    let long = "a".repeat(129);
    for (password, capacity, id, words) in
        [("", "1", "capacity", "정원은 2명에서"), (&*long, "", "new-password", "128바이트")]
    {
        let form = [("name", "서당"), ("topic", ""), ("password", password), ("capacity", capacity), ("life", "")];
        let page = reader.page(&reader.post("/do/create-room", &form).await).await;
        let field = page.split(&format!("id=\"{id}\"")).nth(1).unwrap().split('>').next().unwrap();
        assert!(field.contains("aria-invalid=true"), "{field}");
        let beside = page.split(&format!("id={id}-refusal")).nth(1).unwrap().split("</p>").next().unwrap();
        assert!(beside.contains(words), "{beside}");
        assert_eq!(page.matches("aria-invalid=true").count(), 1, "and at no other");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_language_is_chosen_at_the_address_where_one_is() {
    let house = House::open().await;
    let origin = format!("http://{}", house.address);
    let choose = async |back: &str, page: &str| {
        let referer = format!("{origin}{page}");
        let headers = [("origin", &*origin), ("referer", &referer)];
        let body = http::encode(&[("language", "en"), ("back", back)]);
        let answer = http::post(house.address, "/do/choose-language", &headers, Full::from(body)).await;
        answer.header("location").expect("a way back").to_owned()
    };
    assert_eq!(choose("", "/nosuch").await, "/nosuch");
    assert_eq!(choose("/s/anonymous", "/nosuch").await, "/s/anonymous");
    assert_eq!(choose("", "//evil.example").await, "/");
}
