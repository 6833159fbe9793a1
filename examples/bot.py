"""A bot in Python that answers `!ping`:

    pip install "python-socketio[asyncio_client]"
    TOKEN=sbt_… python3 examples/bot.py http://127.0.0.1:3000 <room id>
"""

import asyncio
import os
import sys
import uuid

import socketio

house, room = sys.argv[1:3]


class Bot(socketio.AsyncClientNamespace):
    rev = None  # Of what it has seen. Without one it begins with what comes next.
    # One thing after the other: events that come while `joinRoom` or `sync` is under way wait for its answer.
    turn = asyncio.Lock()

    async def on_welcome(self, _welcome):  # Every connection begins with it, also after a break.
        async with self.turn:
            await self.catch_up("joinRoom")

    async def on_messages(self, event):
        async with self.turn:
            if self.rev is not None and event["fromRev"] > self.rev:  # Something before it did not arrive.
                await self.catch_up("sync")
            elif self.rev is not None and event["toRev"] > self.rev:
                self.take(event["toRev"], event["messages"])

    async def catch_up(self, request):
        ack = await self.call(request, {"roomId": room, "rev": self.rev}, timeout=10)
        print(f"{request}: {ack['message']}", flush=True)
        found = ack["data"]
        self.take(found["rev"], [] if self.rev is None or found["reset"] else found["messages"])

    def take(self, newest, messages):
        self.rev = newest
        for message in messages:
            # An edit comes as a message too, and other bots answer as readily as this one.
            if message["content"] == "!ping" and not message["editedAt"] and not message["author"].get("bot"):
                pong = {"roomId": room, "clientId": str(uuid.uuid4()), "content": "pong"}
                self.client.start_background_task(self.call, "sendMessage", pong)


async def main():
    bot = Bot("/v1")
    while True:
        # A client of its own for every connection: the old one may take half a minute to see that the house ended it.
        client = socketio.AsyncClient(reconnection=False)
        client.register_namespace(bot)
        await client.connect(house, auth={"token": os.environ["TOKEN"]}, wait_timeout=10, retry=True)
        while client.connected:
            await asyncio.sleep(1)


asyncio.run(main())
