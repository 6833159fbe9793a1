//! The tutorial's rooms on the engine as it comes: nothing is stored, and nobody is asked who they are.

use axum::{Router, serve::ListenerExt};
use serde::{Deserialize, Serialize};
use socketioxide::{
    SocketIo,
    extract::{Data, SocketRef},
};
use tokio::net::TcpListener;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Join {
    room: String,
    to_leave_room: String,
}

#[derive(Deserialize)]
struct Say {
    message: String,
    nickname: String,
    room: String,
}

#[derive(Serialize)]
struct Said {
    message: String,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let (layer, io) = SocketIo::new_layer();
    io.ns("/room", async |socket: SocketRef| {
        socket.on("createRoom", async || {});
        socket.on("joinRoom", async |socket: SocketRef, Data(join): Data<Join>| {
            socket.leave(join.to_leave_room);
            socket.join(join.room);
        });
        socket.on("message", async |socket: SocketRef, Data(say): Data<Say>| {
            let said = Said { message: format!("{}: {}", say.nickname, say.message) };
            let _ = socket.to(say.room).emit("message", &said).await;
        });
    });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("bare is open at http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, Router::new().layer(layer)).await
}
