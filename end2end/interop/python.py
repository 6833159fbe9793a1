"""The house as python-socketio sees it: `python.py <house>` talks in a room over each transport, and over a broken
connection, and ends with `ok`, or with what went wrong."""

import asyncio
import sys
import uuid

import socketio

PATIENCE = 15
V1 = "/v1"


class Guest:
    """A client that remembers what it heard."""

    def __init__(self, **options):
        self.client = socketio.AsyncClient(**options)
        self.heard = asyncio.Queue()
        self.client.on("*", self.hear, namespace=V1)

    async def hear(self, event, payload):
        await self.heard.put((event, payload))

    async def enter(self, house, auth, transports=None):
        await self.client.connect(house, namespaces=[V1], auth=auth, transports=transports, wait_timeout=PATIENCE)
        return await self.hears("welcome")

    async def hears(self, wanted):
        while True:
            event, payload = await asyncio.wait_for(self.heard.get(), PATIENCE)
            if event == wanted:
                return payload

    async def asks(self, request, payload):
        ack = await self.client.call(request, payload, namespace=V1, timeout=PATIENCE)
        assert ack["success"], f"{request}: {ack}"
        return ack["data"]

    async def says(self, room, content):
        message = {"roomId": room, "clientId": str(uuid.uuid4()), "content": content}
        return (await self.asks("sendMessage", message))["message"]


async def talks(house, name, transports, expected):
    """Makes a room, talks in it, and hears it."""
    guest = Guest()
    await guest.enter(house, {"nickname": name}, transports)
    room = (await guest.asks("createRoom", {"name": name}))["room"]["id"]
    await guest.asks("joinRoom", {"roomId": room})
    stored = await guest.says(room, "안녕 👋")
    told = await guest.hears("messages")
    assert told["messages"] == [stored], told
    refused = await guest.client.call("joinRoom", {"roomId": "missing"}, namespace=V1, timeout=PATIENCE)
    assert refused == {"success": False, "message": "room_not_found", "data": None}, refused
    assert guest.client.transport() == expected, guest.client.transport()
    await guest.client.disconnect()


async def comes_back(house):
    """After its connection broke: by itself, as the same guest, with what it missed."""
    other = Guest()
    await other.enter(house, {"nickname": "파이썬 친구"})
    room = (await other.asks("createRoom", {"name": "파이썬 재접속"}))["room"]["id"]
    await other.asks("joinRoom", {"roomId": room})

    guest = Guest(reconnection_delay=0.1, reconnection_delay_max=0.2)
    session = {"nickname": "파이썬 손님"}
    welcome = await guest.enter(house, lambda: session, ["websocket"])
    session.clear()
    session["token"] = welcome["me"]["token"]
    rev = (await guest.asks("joinRoom", {"roomId": room}))["rev"]
    # Without a word to the house or to the client, as when a network goes.
    guest.client.eio.ws._response.connection.transport.abort()
    missed = await other.says(room, "못 들은 말")
    again = await guest.hears("welcome")
    assert again["me"]["id"] == welcome["me"]["id"], again
    joined = await guest.asks("joinRoom", {"roomId": room, "rev": rev})
    assert joined["messages"] == [missed] and not joined["reset"], joined
    await guest.client.disconnect()
    await other.client.disconnect()


async def main(house):
    await talks(house, "파이썬 웹소켓", ["websocket"], "websocket")
    await talks(house, "파이썬 폴링", ["polling"], "polling")
    await talks(house, "파이썬 업그레이드", None, "websocket")
    await comes_back(house)
    print("ok")


asyncio.run(main(sys.argv[1]))
