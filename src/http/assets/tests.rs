use axum::body::{Body, to_bytes};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, Method, Request};
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use super::encoding::Encoding;
use super::*;

const GLUE: &[u8] = b"export default function init() {}";
const FORMS: [Encoding; 3] = [Encoding::Brotli, Encoding::Gzip, Encoding::Identity];

fn file(path: &str, content: &'static [u8]) -> (Cow<'static, str>, AssetFile) {
    let file = AssetFile::new(path, Cow::Borrowed(content), Sha256::digest(content).into(), Lifetime::Short)
        .with_forms(Some(Cow::Borrowed(b"as brotli")), Some(Cow::Borrowed(b"as gzip")));
    (Cow::Owned(path.to_owned()), file)
}

fn site() -> Vec<(Cow<'static, str>, AssetFile)> {
    vec![
        file(SCRIPT, GLUE),
        file(WASM, b"\0asm"),
        file(STYLE, b"main {}"),
        file(CHECK, b"run()"),
        file(PALETTE, b"export {}"),
        file(MENTION, b"export {}"),
        file(PASSKEY, b"make()"),
        file(APART, b".check {}"),
        file(PICTURES, b"take()"),
        file(BELL, b"show()"),
        file("made-up.txt", b"User-agent: *"),
        file(WORKER, b"serve()"),
    ]
}

fn assets() -> Arc<Assets> {
    Arc::new(Assets::index(site().into_iter()).expect("the site is complete"))
}

/// Sends one request to the router and returns the answer with its body.
async fn request(method: Method, path: &str, headers: &[(HeaderName, &str)]) -> (Response<()>, Vec<u8>) {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let mut router: Router = assets().router();
    if FROM_DISK {
        // A debug router knows the files on disk only; the ones made up here need their route.
        router = router.route("/made-up.txt", assets().handler());
    }
    let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    (Response::from_parts(parts, ()), to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

async fn fetch(path: &str, headers: &[(HeaderName, &str)]) -> (Response<()>, Vec<u8>) {
    request(Method::GET, path, headers).await
}

fn header<'r>(response: &'r Response<()>, name: &HeaderName) -> &'r str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

fn chosen(accept: &str) -> Encoding {
    let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, accept.parse().unwrap())]);
    Encoding::negotiate(&headers, &FORMS)
}

#[test]
fn prefers_brotli_among_codings_a_browser_likes_equally() {
    assert_eq!(chosen("gzip, deflate, br, zstd"), Encoding::Brotli);
    assert_eq!(chosen("GZIP, BR"), Encoding::Brotli);
    assert_eq!(chosen("*"), Encoding::Brotli);
}

#[test]
fn respects_the_weights_of_a_client() {
    assert_eq!(chosen("br;q=0.1, gzip;q=0.9"), Encoding::Gzip);
    assert_eq!(chosen("br; Q=0.001, identity;q=0.5"), Encoding::Identity);
    assert_eq!(chosen("*;q=0.2, gzip"), Encoding::Gzip);
}

#[test]
fn never_chooses_a_coding_that_was_refused() {
    assert_eq!(chosen("br;q=0, gzip"), Encoding::Gzip);
    assert_eq!(chosen("br;q=0, *;q=0.5"), Encoding::Gzip);
    assert_eq!(chosen("deflate"), Encoding::Identity);
    assert_eq!(chosen("identity;q=0, gzip;q=0.1"), Encoding::Gzip);
}

#[test]
fn answers_plainly_when_nothing_is_said_or_everything_is_refused() {
    assert_eq!(Encoding::negotiate(&HeaderMap::new(), &FORMS), Encoding::Identity);
    assert_eq!(chosen(""), Encoding::Identity);
    assert_eq!(chosen("*;q=0"), Encoding::Identity);
}

#[test]
fn chooses_only_among_the_forms_that_were_built() {
    let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, "br, gzip".parse().unwrap())]);
    assert_eq!(Encoding::negotiate(&headers, &[Encoding::Gzip, Encoding::Identity]), Encoding::Gzip);
}

#[test]
fn names_a_file_after_its_content() {
    let digest = hex::encode(Sha256::digest(GLUE));
    assert_eq!(assets().urls().js, format!("/pkg/sarangbang.{}.js", &digest[..12]));
}

#[test]
fn refuses_to_start_without_its_page() {
    let without_wasm = site().into_iter().filter(|(path, _)| path != WASM);
    let refusal = Assets::index(without_wasm).unwrap_err();
    assert_eq!(refusal, MissingSite(WASM));
    assert!(refusal.to_string().contains("bin/build"));
}

#[test]
fn keeps_the_builds_own_notes_and_compressed_forms_without_an_address() {
    let with_notes = site().into_iter().chain([file(".built-from", b"notes"), file("made-up.txt.br", b"")]);
    let assets = Assets::index(with_notes).unwrap();
    assert!(!assets.files.contains_key(".built-from"));
    assert!(!assets.files.contains_key("made-up.txt.br"));
}

#[tokio::test]
async fn serves_a_hashed_address_for_a_year_in_the_best_form() {
    let url = assets().urls().js.clone();
    let (response, body) = fetch(&url, &[(ACCEPT_ENCODING, "gzip, br")]).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(body, b"as brotli");
    assert_eq!(header(&response, &CONTENT_ENCODING), "br");
    assert_eq!(header(&response, &CONTENT_TYPE), "text/javascript; charset=utf-8");
    assert_eq!(header(&response, &CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(header(&response, &VARY), "accept-encoding");
    assert_eq!(header(&response, &X_CONTENT_TYPE_OPTIONS), "nosniff");
}

#[tokio::test]
async fn gives_wasm_the_type_that_streaming_compilation_asks_for() {
    let url = assets().urls().wasm.clone();
    let (response, body) = fetch(&url, &[]).await;
    assert_eq!(header(&response, &CONTENT_TYPE), "application/wasm");
    assert_eq!(header(&response, &CONTENT_ENCODING), "");
    assert_eq!(body, b"\0asm");
}

#[tokio::test]
async fn lets_browsers_ask_again_soon_for_an_address_without_a_hash() {
    let (response, _) = fetch("/made-up.txt", &[]).await;
    assert_eq!(header(&response, &CACHE_CONTROL), "public, max-age=300");
    assert_eq!(header(&response, &CONTENT_TYPE), "text/plain; charset=utf-8");
}

#[tokio::test]
async fn saves_the_body_when_the_client_has_the_same_form() {
    let url = assets().urls().css.clone();
    let (first, _) = fetch(&url, &[(ACCEPT_ENCODING, "br")]).await;
    let etag = header(&first, &ETAG).to_owned();

    let known = format!("\"other\", W/{etag}");
    let (again, body) = fetch(&url, &[(ACCEPT_ENCODING, "br"), (IF_NONE_MATCH, &known)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(body.is_empty());
    assert_eq!(header(&again, &ETAG), etag);
    assert_eq!(header(&again, &CACHE_CONTROL), header(&first, &CACHE_CONTROL));

    let (other_form, _) = fetch(&url, &[(ACCEPT_ENCODING, "gzip"), (IF_NONE_MATCH, &etag)]).await;
    assert_eq!(other_form.status(), StatusCode::OK, "another form has other bytes");
}

#[tokio::test]
async fn answers_head_with_the_length_and_no_body() {
    let url = assets().urls().js.clone();
    let (response, body) = request(Method::HEAD, &url, &[(ACCEPT_ENCODING, "gzip")]).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, &CONTENT_LENGTH), b"as gzip".len().to_string());
    assert!(body.is_empty());
}

#[tokio::test]
async fn answers_other_files_and_other_methods_as_missing_and_refused() {
    let (stale, _) = fetch("/pkg/sarangbang.000000000000.js", &[]).await;
    assert_eq!(stale.status(), StatusCode::NOT_FOUND);
    let (post, _) = request(Method::POST, &assets().urls().js, &[]).await;
    assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
}

const CLIENT: &str = "socket.io/socket.io.min.js";

#[tokio::test]
async fn pages_of_any_origin_may_load_the_client_and_ask_each_time_whether_it_is_still_the_same() {
    let names = ["socket.io/socket.io.js", CLIENT, "socket.io/socket.io.esm.min.js"];
    let with_client = site().into_iter().chain(names.map(|name| file(name, b"io()")));
    let assets = Arc::new(Assets::index(with_client).unwrap());
    assert!(assets.has_client());
    let response = assets.client(CLIENT, &HeaderMap::new()).map(|_| ());
    for (name, value) in [
        ("cross-origin-resource-policy", "cross-origin"),
        ("access-control-allow-origin", "*"),
        ("cache-control", "public, no-cache"),
        ("content-type", "text/javascript; charset=utf-8"),
    ] {
        assert_eq!(header(&response, &name.parse().unwrap()), value, "{name}");
    }
}

#[tokio::test]
async fn the_client_is_not_among_the_files_that_every_house_serves() {
    let with_client = site().into_iter().chain([file(CLIENT, b"io()")]);
    let router: Router = Arc::new(Assets::index(with_client).unwrap()).router();
    let request = Request::get(format!("/{CLIENT}")).body(Body::empty()).unwrap();
    assert_eq!(router.oneshot(request).await.unwrap().status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_service_worker_serves_the_whole_house_and_asks_nobody_else() {
    let router: Router = Router::new().route("/sw.js", assets().serve(WORKER));
    let request = Request::builder().uri("/sw.js?ko").body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap().map(drop);
    assert_eq!(header(&response, &HeaderName::from_static("service-worker-allowed")), "/");
    let policy = header(&response, &CONTENT_SECURITY_POLICY);
    assert!(policy.starts_with("default-src 'none'; connect-src 'self'"), "{policy}");
    assert!(header(&response, &CONTENT_TYPE).starts_with("text/javascript"));
    assert!(!header(&response, &CACHE_CONTROL).contains("immutable"));
}
