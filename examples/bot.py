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
socket = socketio.AsyncClient()
# Of what this bot has seen. Without one it begins with what comes next.
rev = None


@socket.on("welcome", namespace="/v1")
async def come_in(_welcome):
    """Every connection begins with it, also after a break."""
    global rev
    ack = await socket.call("joinRoom", {"roomId": room, "rev": rev}, namespace="/v1")
    print("joinRoom:", ack["message"], flush=True)
    if not ack["success"]:
        return
    missed = [] if rev is None or ack["data"]["reset"] else ack["data"]["messages"]
    rev = ack["data"]["rev"]
    await answer(missed)


@socket.on("messages", namespace="/v1")
async def hear(event):
    global rev
    # What came in between was told with the answer to `joinRoom`, or is asked for at the next connection.
    if rev is None or event["toRev"] <= rev or event["fromRev"] > rev:
        return
    rev = event["toRev"]
    await answer(event["messages"])


async def answer(messages):
    for message in messages:
        # An edit comes as a message too, and other bots answer as readily as this one.
        if message["content"] == "!ping" and not message["editedAt"] and not message["author"].get("bot"):
            reply = {"roomId": room, "clientId": str(uuid.uuid4()), "content": "pong"}
            ack = await socket.call("sendMessage", reply, namespace="/v1")
            print("sendMessage:", ack["message"], flush=True)


async def main():
    await socket.connect(house, namespaces=["/v1"], auth={"token": os.environ["TOKEN"]})
    await socket.wait()


asyncio.run(main())
