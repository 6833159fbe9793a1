//! Pictures with whoever speaks S3: here a server that keeps them in memory and takes every signature.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use serde_json::{Value, json};

use super::{
    binary::Binary,
    patience::until,
    pictures::{get as ask, picture, send, upload, visitor},
};

/// What lies in the bucket, by its key.
#[derive(Clone, Default)]
struct Bucket(Arc<Mutex<BTreeMap<String, Bytes>>>);

impl Bucket {
    /// Opens it at `http://<address>/album`.
    async fn open(&self) -> SocketAddr {
        let object = get(Self::get).put(Self::put).delete(Self::delete);
        let routes = Router::new().route("/album/{*key}", object).with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, routes).await });
        address
    }

    async fn put(bucket: State<Self>, Path(key): Path<String>, headers: HeaderMap, object: Bytes) -> impl IntoResponse {
        let is_signed = headers.get(header::AUTHORIZATION).is_some_and(|signature| {
            signature.to_str().is_ok_and(|signature| signature.starts_with("AWS4-HMAC-SHA256 Credential=keeper/"))
        });
        if !is_signed {
            return StatusCode::FORBIDDEN.into_response();
        }
        bucket.objects().insert(key, object);
        [(header::ETAG, "\"1\"")].into_response()
    }

    async fn get(bucket: State<Self>, Path(key): Path<String>) -> impl IntoResponse {
        match bucket.objects().get(&key) {
            Some(object) => {
                let headers = [(header::ETAG, "\"1\""), (header::LAST_MODIFIED, "Sun, 01 Nov 2026 00:00:00 GMT")];
                (headers, object.clone()).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }

    async fn delete(bucket: State<Self>, Path(key): Path<String>) -> StatusCode {
        bucket.objects().remove(&key);
        StatusCode::NO_CONTENT
    }

    fn objects(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Bytes>> {
        self.0.lock().expect("no panic while held")
    }

    fn keys(&self) -> Vec<String> {
        self.objects().keys().cloned().collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_are_put_into_a_bucket_read_from_it_and_deleted() {
    let bucket = Bucket::default();
    let endpoint = format!("http://{}", bucket.open().await);
    let server = Binary::start_among(
        &[("PICTURES_URL", "s3://album/house/one")],
        &[
            ("AWS_ENDPOINT", &endpoint),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "ap-northeast-2"),
            ("AWS_ACCESS_KEY_ID", "keeper"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ],
    )
    .await;
    let (cookie, mut guest) = visitor(server.address, "철수").await;
    let room = guest.create_room("사진첩").await;
    guest.join(&room).await;

    let (status, answer) = upload(server.address, &room, &cookie, picture()).await;
    assert_eq!(status, 201, "{answer}");
    let id = answer["data"]["picture"]["id"].as_str().expect("an id");
    assert_eq!(bucket.keys(), [format!("house/one/{id}.full"), format!("house/one/{id}.thumb")]);
    let message = send(&mut guest, &room, "", json!([{ "id": id }])).await.expect("it is sent");
    let shown = ask(server.address, &format!("/p/{id}"), &cookie).await;
    assert_eq!((shown.status, Some(&shown.bytes)), (200, bucket.objects().get(&format!("house/one/{id}.full"))));

    let _: Value = guest.ask("deleteMessage", &json!({ "roomId": room, "id": message.id })).await.expect("deleted");
    until("the bucket is empty", async || bucket.keys().is_empty()).await;
    assert_eq!(ask(server.address, &format!("/p/{id}"), &cookie).await.status, 404);
    assert!(!server.folder.path().join("data/pictures").exists(), "nothing lies here");
}
