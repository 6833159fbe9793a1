//! Posts to where a guest says, without becoming that guest's hand in a private network: a name is looked up once, every
//! address that it leads to is looked at, and the connection is opened to one of those and not to the name. Nothing is
//! followed: no redirect, no proxy of the environment.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
    time::Duration,
};

use http_body_util::Full;
use hyper::{
    HeaderMap, Request, StatusCode,
    body::Bytes,
    client::conn::http1,
    header::{self, HeaderValue},
    rt::{Read, Write},
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::{Host, Position, Url};

use super::Gate;

/// For everything together: name, connection, request, answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most that is read of an answer: its head is all that counts.
const ANSWER: usize = 16 * 1024;

/// Why something could not be delivered: a stable code, which tells nothing of the house's own network. The page of
/// a webhook's owner has a sentence for each.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error("bad_address")]
    Address,
    /// One code for both: whether a name of a private network exists is nothing to find out here.
    #[error("no_public_host")]
    NoHost,
    #[error("no_connection")]
    Connection(io::Error),
    #[error("no_secure_connection")]
    Tls(io::Error),
    #[error("no_answer")]
    Http(#[from] hyper::Error),
    #[error("status_{}", .0.as_u16())]
    Status(StatusCode),
    #[error("too_slow")]
    TooSlow,
}

/// Opens a connection for each delivery; none is kept.
pub struct Sender {
    gate: Gate,
    /// Made with the first https address.
    tls: OnceLock<TlsConnector>,
}

impl Sender {
    /// Goes where the gate lets it.
    pub fn new(gate: Gate) -> Self {
        Self { gate, tls: OnceLock::new() }
    }

    /// Delivers something, of the kind that the headers say.
    ///
    /// # Errors
    /// Whenever the answer is not of the kind 2xx, or there is none.
    pub async fn post(&self, url: &str, headers: HeaderMap, body: Bytes) -> Result<(), Problem> {
        let url = Url::parse(url).map_err(|_| Problem::Address)?;
        timeout(PATIENCE, self.exchange(&url, headers, body)).await.unwrap_or(Err(Problem::TooSlow))
    }

    async fn exchange(&self, url: &Url, headers: HeaderMap, body: Bytes) -> Result<(), Problem> {
        let stream = TcpStream::connect(&*self.look_up(url).await?).await.map_err(Problem::Connection)?;
        let request = request(url, headers, body)?;
        let status = match url.scheme() {
            "http" => ask(TokioIo::new(stream), request).await?,
            "https" => {
                let name = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
                let name = ServerName::try_from(name.to_owned()).map_err(|_| Problem::Address)?;
                let stream = self.tls().connect(name, stream).await.map_err(Problem::Tls)?;
                ask(TokioIo::new(stream), request).await?
            }
            _ => return Err(Problem::Address),
        };
        if status.is_success() { Ok(()) } else { Err(Problem::Status(status)) }
    }

    /// The addresses that the host has now; none when one of them is not to be asked.
    async fn look_up(&self, url: &Url) -> Result<Vec<SocketAddr>, Problem> {
        let port = url.port_or_known_default().ok_or(Problem::Address)?;
        let addresses: Vec<SocketAddr> = match url.host().ok_or(Problem::Address)? {
            Host::Ipv4(address) => vec![(IpAddr::from(address), port).into()],
            Host::Ipv6(address) => vec![(IpAddr::from(address), port).into()],
            Host::Domain(name) => tokio::net::lookup_host((name, port)).await.map_err(|_| Problem::NoHost)?.collect(),
        };
        if addresses.is_empty() {
            return Err(Problem::NoHost);
        }
        let all_pass = addresses.iter().all(|address| self.gate.lets_through(address.ip()));
        if all_pass { Ok(addresses) } else { Err(Problem::NoHost) }
    }

    fn tls(&self) -> &TlsConnector {
        self.tls.get_or_init(|| {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if roots.is_empty() {
                // A container with nothing but this binary in it.
                roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
            }
            let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
                .with_safe_default_protocol_versions()
                .expect("the provider knows TLS 1.2 and 1.3");
            Arc::new(config.with_root_certificates(roots).with_no_client_auth()).into()
        })
    }
}

fn request(url: &Url, headers: HeaderMap, body: Bytes) -> Result<Request<Full<Bytes>>, Problem> {
    let mut request = Request::post(&url[Position::BeforePath..Position::AfterQuery]);
    if let Some(all) = request.headers_mut() {
        *all = headers;
        let host = HeaderValue::from_str(&url[Position::BeforeHost..Position::AfterPort]);
        all.insert(header::HOST, host.map_err(|_| Problem::Address)?);
        all.insert(header::USER_AGENT, HeaderValue::from_static(concat!("Sarangbang/", env!("CARGO_PKG_VERSION"))));
        all.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    request.body(Full::new(body)).map_err(|_| Problem::Address)
}

async fn ask(
    stream: impl Read + Write + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<StatusCode, Problem> {
    let (mut sender, connection) = http1::Builder::new().max_buf_size(ANSWER).handshake(stream).await?;
    let answer = sender.send_request(request);
    tokio::pin!(connection, answer);
    let answer = tokio::select! {
        answer = &mut answer => answer,
        // The answer may have come with the end of the connection.
        _ = &mut connection => answer.await,
    };
    Ok(answer?.status())
}
