//! What no server can go below that tells each member of each message by itself: a message is encoded once, and there is
//! one write to everybody who hears it. It understands just what `bin/bench` says, and trusts it.

use std::{
    collections::HashMap,
    io::{self, ErrorKind},
    sync::{Arc, Mutex},
};

use serde::Deserialize;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

#[derive(Deserialize)]
struct Words {
    room: String,
    #[serde(default)]
    nickname: String,
    #[serde(default)]
    message: String,
}

type Rooms = Mutex<HashMap<String, Vec<Arc<TcpStream>>>>;

#[tokio::main]
async fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("floor is open at http://{}", listener.local_addr()?);
    let rooms = Arc::new(Rooms::default());
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let rooms = rooms.clone();
        tokio::spawn(async move { serve(Arc::new(stream), &rooms).await });
    }
}

/// Until the client goes. Whoever has not read what fits into the kernel's buffers loses the rest.
async fn serve(stream: Arc<TcpStream>, rooms: &Rooms) -> io::Result<()> {
    let mut read = Vec::new();
    while !shake_hands(&stream, &mut read)? {
        receive(&stream, &mut read).await?;
    }
    let hello = r#"0{"sid":"floor","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":65536}"#;
    stream.try_write(&frame(hello))?;
    loop {
        while let Some((packet, length)) = first(&read) {
            hear(&stream, rooms, &packet)?;
            read.drain(..length);
        }
        receive(&stream, &mut read).await?;
    }
}

async fn receive(stream: &TcpStream, read: &mut Vec<u8>) -> io::Result<()> {
    let mut part = [0; 4096];
    stream.readable().await?;
    match stream.try_read(&mut part) {
        Ok(0) => Err(ErrorKind::UnexpectedEof.into()),
        Ok(length) => {
            read.extend_from_slice(&part[..length]);
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
        Err(error) => Err(error),
    }
}

/// Answers the request for a WebSocket, once it is there.
fn shake_hands(stream: &TcpStream, read: &mut Vec<u8>) -> io::Result<bool> {
    let Some(end) = memchr::memmem::find(read, b"\r\n\r\n") else { return Ok(false) };
    let request = String::from_utf8_lossy(&read[..end]).into_owned();
    read.drain(..end + 4);
    let key = request.lines().find_map(|line| line.strip_prefix("Sec-WebSocket-Key: ")).unwrap_or_default();
    let accept = derive_accept_key(key.as_bytes());
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
    );
    stream.try_write(answer.as_bytes()).map(|_| true)
}

fn hear(stream: &Arc<TcpStream>, rooms: &Rooms, packet: &str) -> io::Result<()> {
    let Some(event) = packet.strip_prefix("42/room,") else {
        if packet.starts_with("40/room,") {
            stream.try_write(&frame(r#"40/room,{"sid":"floor"}"#))?;
        }
        return Ok(());
    };
    let (name, words): (String, Words) = serde_json::from_str(event)?;
    let mut rooms = rooms.lock().expect("no panic while held");
    if name == "joinRoom" {
        rooms.entry(words.room).or_default().push(stream.clone());
    } else if name == "message" {
        let message = serde_json::json!({ "message": format!("{}: {}", words.nickname, words.message) });
        let frame = frame(&format!(r#"42/room,["message",{message}]"#));
        for member in rooms.get(&words.room).into_iter().flatten() {
            if !Arc::ptr_eq(member, stream) {
                let _ = member.try_write(&frame);
            }
        }
    }
    Ok(())
}

/// A text as the server's frame.
fn frame(text: &str) -> Vec<u8> {
    let mut frame = vec![0x81];
    match u16::try_from(text.len()).expect("messages are short") {
        short @ 0..126 => frame.push(short as u8),
        long => {
            frame.push(126);
            frame.extend(long.to_be_bytes());
        }
    }
    frame.extend(text.as_bytes());
    frame
}

/// The first of the client's frames, unmasked, and its length.
fn first(read: &[u8]) -> Option<(String, usize)> {
    let (&[_, length], rest) = read.split_first_chunk()?;
    let (length, rest) = match length & 0x7f {
        126 => rest.split_first_chunk().map(|(bytes, rest)| (usize::from(u16::from_be_bytes(*bytes)), rest))?,
        short => (usize::from(short), rest),
    };
    let (mask, rest) = rest.split_first_chunk::<4>()?;
    let masked = rest.get(..length)?;
    let text = masked.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect();
    Some((String::from_utf8(text).unwrap_or_default(), read.len() - rest.len() + length))
}
