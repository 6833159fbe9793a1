// The tutorial's rooms as it writes them, with NestJS and its Socket.IO adapter: nothing is stored. The decorators are
// called by hand, so that no compiler is needed.
import 'reflect-metadata'

import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets'

class RoomGateway {
  rooms = []

  createRoom(socket, { room, nickname }) {
    this.rooms.push(room)
    this.server.emit('notice', { message: `${nickname}님이 ${room}방을 만들었습니다.` })
    this.server.emit('rooms', this.rooms)
  }

  joinRoom(socket, { room, toLeaveRoom }) {
    socket.leave(toLeaveRoom)
    socket.join(room)
  }

  message(socket, { message, nickname, room }) {
    socket.broadcast.to(room).emit('message', { message: `${nickname}: ${message}` })
  }
}
for (const name of ['createRoom', 'joinRoom', 'message']) {
  SubscribeMessage(name)(RoomGateway.prototype, name, Object.getOwnPropertyDescriptor(RoomGateway.prototype, name))
}
WebSocketServer()(RoomGateway.prototype, 'server')
WebSocketGateway({ namespace: 'room' })(RoomGateway)

class App {}
Module({ providers: [RoomGateway] })(App)

const app = await NestFactory.create(App, { logger: false })
await app.listen(0, '127.0.0.1')
console.log(`nest is open at ${await app.getUrl()}`)
