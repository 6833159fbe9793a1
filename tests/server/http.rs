//! Asking by HTTP, one request a connection, with exactly the headers that the test names.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request,
    body::{Body, Bytes},
    client::conn::http1,
    header,
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::patience::within;

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: hyper::HeaderMap,
    pub body: String,
    /// The same, for what is no text.
    pub bytes: Bytes,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The session that the answer gives, as the `Cookie` header that gives it back.
    pub fn session_cookie(&self) -> Option<String> {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.filter_map(|cookie| cookie.split(';').next());
        pairs.into_iter().find(|pair| pair.starts_with("sarangbang=")).map(str::to_owned)
    }
}

/// `GET path` with these headers and no others but `Host`.
pub async fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Answer {
    ask(address, Method::GET, path, headers, Full::default()).await
}

/// Posts a form as a page of the house does.
pub async fn post_form(address: SocketAddr, path: &str, cookie: Option<&str>, form: &[(&str, &str)]) -> Answer {
    let origin = format!("http://{address}");
    let mut headers = vec![("origin", &*origin)];
    headers.extend(cookie.map(|cookie| ("cookie", cookie)));
    post(address, path, &headers, Full::from(encode(form))).await
}

/// Posts a form's body with these headers.
pub async fn post<B>(address: SocketAddr, path: &str, headers: &[(&str, &str)], body: B) -> Answer
where
    B: Body<Data = Bytes, Error: std::error::Error + Send + Sync> + Send + 'static,
{
    let form = ("content-type", "application/x-www-form-urlencoded");
    let headers: Vec<_> = headers.iter().copied().chain([form]).collect();
    ask(address, Method::POST, path, &headers, body).await
}

pub async fn ask<B>(address: SocketAddr, method: Method, path: &str, headers: &[(&str, &str)], body: B) -> Answer
where
    B: Body<Data = Bytes, Error: std::error::Error + Send + Sync> + Send + 'static,
{
    try_ask(address, method, path, headers, body).await.expect("an answer")
}

/// `None` when the server hung up instead of answering, or before it was asked.
pub async fn try_ask<B>(
    address: SocketAddr,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: B,
) -> Option<Answer>
where
    B: Body<Data = Bytes, Error: std::error::Error + Send + Sync> + Send + 'static,
{
    let stream = within("a connection", TcpStream::connect(address)).await.ok()?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("no bytes yet");
    tokio::spawn(connection);
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, address.to_string());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body).expect("a request");
    let response = within("an answer", sender.send_request(request)).await.ok()?;
    let (parts, body) = response.into_parts();
    let body = within("a body", body.collect()).await.ok()?.to_bytes();
    let (bytes, body) = (body.clone(), String::from_utf8_lossy(&body).into_owned());
    Some(Answer { status: parts.status.as_u16(), headers: parts.headers, body, bytes })
}

/// A form's fields as a browser encodes them.
pub fn encode(form: &[(&str, &str)]) -> String {
    let percent = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pairs: Vec<_> = form.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
    pairs.join("&")
}
