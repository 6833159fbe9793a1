"""A bot without a connection of its own: hears by webhook, answers by HTTP. Python's own library is enough.

    TOKEN=sbt_… SECRET=sbs_… python3 examples/webhook.py http://127.0.0.1:3000 8000
"""

import hashlib
import hmac
import json
import os
import sys
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

house, port = sys.argv[1], int(sys.argv[2])


def is_genuine(header, body):
    """Whether the house signed this body, in the last five minutes."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    told, signature = parts.get("t", ""), parts.get("v1", "")
    expected = hmac.new(os.environ["SECRET"].encode(), told.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, signature) and abs(time.time() - int(told)) < 300


def say(room, content, client_id):
    """Writes a message; with the same clientId only once, however often the webhook is repeated."""
    request = urllib.request.Request(
        f"{house}/api/v1/rooms/{room}/messages",
        json.dumps({"content": content, "clientId": client_id}).encode(),
        {"Authorization": f"Bearer {os.environ['TOKEN']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        print("answered:", answer.status, flush=True)


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not is_genuine(self.headers.get("X-Sarangbang-Signature", ""), body):
            return self.answer(403)
        delivery = json.loads(body)
        for message in delivery["messages"]:
            if message["content"] == "!ping" and not message["editedAt"] and not message["author"].get("bot"):
                say(delivery["roomId"], "pong", f"pong-{message['id']}")
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()


server = HTTPServer(("127.0.0.1", port), Hook)
print("listening on", server.server_port, flush=True)
server.serve_forever()
