//! One connection to a server, and what it hears.

use std::{
    cell::{Cell, RefCell},
    io::{self, ErrorKind},
    rc::Rc,
};

use tokio::{net::TcpStream, sync::Notify, task::JoinHandle};

use crate::{
    dialect::Dialect,
    frame::{self, Frame},
};

/// What is told to whoever waits for what members hear.
pub trait Ear {
    /// A message with this stamp.
    fn message(&self, stamp: u64);
    /// The end of a packet that told of messages.
    fn packet(&self) {}
    /// The answer to the request of this number.
    fn answer(&self, _number: u64) {}
}

/// One who is connected. Dropping it hangs up.
pub struct Member {
    inner: Rc<Inner>,
    reader: JoinHandle<()>,
}

struct Inner {
    stream: TcpStream,
    dialect: Dialect,
    ear: Rc<dyn Ear>,
    /// Answers to what was asked before the talk began, and the events that came with them.
    heard: RefCell<Vec<String>>,
    is_settled: Cell<bool>,
    is_lost: Cell<bool>,
    news: Notify,
}

impl Member {
    /// Connects to `address`, comes to the dialect's namespace as `who`, and listens from then on.
    pub async fn come(address: &str, dialect: Dialect, who: &str, ear: Rc<dyn Ear>) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2FyYW5nYmFuZyBsb2FkIQ==\r\n\r\n"
        );
        write(&stream, request.as_bytes()).await?;
        let inner = Rc::new(Inner {
            stream,
            dialect,
            ear,
            heard: RefCell::default(),
            is_settled: Cell::new(false),
            is_lost: Cell::new(false),
            news: Notify::new(),
        });
        let reader = tokio::task::spawn_local({
            let inner = inner.clone();
            async move {
                if inner.listen().await.is_err() {
                    inner.is_lost.set(true);
                }
                inner.news.notify_waiters();
            }
        });
        let member = Self { inner, reader };
        member.hears("0{").await?;
        member.send(&dialect.connect(who)).await?;
        member.hears(&format!("40{},", dialect.namespace())).await?;
        Ok(member)
    }

    /// Waits for a packet that begins so, and takes it.
    pub async fn hears(&self, beginning: &str) -> io::Result<String> {
        loop {
            let news = self.inner.news.notified();
            if let Some(packet) = self.inner.take(beginning) {
                return Ok(packet);
            }
            if self.inner.is_lost.get() {
                return Err(io::Error::new(ErrorKind::ConnectionReset, format!("hung up before {beginning}")));
            }
            news.await;
        }
    }

    /// From now on only messages and answers count.
    pub fn settles(&self) {
        self.inner.is_settled.set(true);
        self.inner.heard.take();
    }

    pub async fn send(&self, packet: &str) -> io::Result<()> {
        write(&self.inner.stream, &frame::text(packet)).await
    }

    pub fn is_lost(&self) -> bool {
        self.inner.is_lost.get()
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

thread_local! {
    /// One for all connections: what a thousand buffers of their own would cost is not the server's.
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; 1 << 18]);
}

impl Inner {
    async fn listen(&self) -> io::Result<()> {
        let mut is_upgraded = false;
        // The beginning of a frame of which the rest has not come yet.
        let mut rest: Vec<u8> = Vec::new();
        loop {
            self.stream.readable().await?;
            let mut pongs = Vec::new();
            SCRATCH.with_borrow_mut(|scratch| {
                let read = match self.stream.try_read(scratch) {
                    Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                    Ok(read) => &scratch[..read],
                    Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                    Err(error) => return Err(error),
                };
                let whole: &[u8] = if rest.is_empty() {
                    read
                } else {
                    rest.extend_from_slice(read);
                    &rest
                };
                let mut used = 0;
                if !is_upgraded {
                    let Some(end) = memchr::memmem::find(whole, b"\r\n\r\n") else {
                        rest = whole.to_vec();
                        return Ok(());
                    };
                    if !whole.starts_with(b"HTTP/1.1 101") {
                        return Err(ErrorKind::ConnectionRefused.into());
                    }
                    is_upgraded = true;
                    used = end + 4;
                }
                while let Some((frame, length)) = frame::first(&whole[used..]) {
                    match frame {
                        Frame::Text(b"2") => pongs.extend(frame::text("3")),
                        Frame::Text(packet) => self.hear(packet),
                        Frame::Ping(payload) => pongs.extend(frame::pong(payload)),
                        Frame::Close => return Err(ErrorKind::ConnectionReset.into()),
                        Frame::Other => {}
                    }
                    used += length;
                }
                let left = whole[used..].to_vec();
                rest = left;
                Ok(())
            })?;
            if !pongs.is_empty() {
                write(&self.stream, &pongs).await?;
            }
        }
    }

    fn take(&self, beginning: &str) -> Option<String> {
        let mut heard = self.heard.borrow_mut();
        let at = heard.iter().position(|packet| packet.starts_with(beginning))?;
        Some(heard.remove(at))
    }

    fn hear(&self, packet: &[u8]) {
        if let Some(number) = self.dialect.answer(packet) {
            self.ear.answer(number);
        }
        if self.is_settled.get() {
            if self.dialect.messages(packet, |stamp| self.ear.message(stamp)) {
                self.ear.packet();
            }
            return;
        }
        self.heard.borrow_mut().push(String::from_utf8_lossy(packet).into_owned());
        self.news.notify_waiters();
    }
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match stream.try_write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => stream.writable().await?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
