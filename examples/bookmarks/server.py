"""A server of openapi.yaml with the standard library alone. Two things in it are not as the description has them;
the guide finds both.

    python3 server.py [PORT]
"""

import itertools
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

bookmarks = {}
numbers = itertools.count(1)
lock = threading.Lock()


class Refused(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def number(query, name, default, least):
    text = query.get(name, [str(default)])[-1]
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise Refused(400, f"{name} must be an integer from {least}")
    return int(text)


def content(body):
    try:
        value = json.loads(body)
    except ValueError:
        raise Refused(400, "the body is not JSON")
    if not isinstance(value, dict):
        raise Refused(400, "the body must be an object")
    for name, text in value.items():
        longest = {"url": 200, "title": 100}.get(name)
        if longest is None:
            raise Refused(400, f"{name} is not known")
        if not isinstance(text, str) or len(text) > longest:
            raise Refused(400, f"{name} must be a text of at most {longest} characters")
    if not value.get("url"):
        raise Refused(400, "url is missing")
    return value


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One write for an answer: head and content apart would wait for each other.
    wbufsize = -1

    def answer(self, method):
        # Read whatever happens: what is left of a body would be taken for the next request.
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            status, value = self.act(method, body)
        except Refused as refused:
            status, value = refused.status, {"message": str(refused)}
        text = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if value is not None:
            self.send_header("Content-Type", "application/json")
        if status == 405:
            self.send_header("Allow", "GET, POST, DELETE")
        if status != 204:
            self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def act(self, method, body):
        address = urlsplit(self.path)
        query = parse_qs(address.query, keep_blank_values=True)
        parts = [unquote(part) for part in address.path.split("/")[1:]]
        with lock:
            match (method, parts):
                case ("GET", ["bookmarks"]):
                    first = number(query, "offset", 0, 0)
                    # The description says: 50 at most.
                    limit = number(query, "limit", 20, 1)
                    items = list(bookmarks.values())
                    return 200, {"items": items[first : first + limit], "total": len(items)}
                case ("POST", ["bookmarks"]):
                    if not self.headers.get("Content-Type", "").startswith("application/json"):
                        raise Refused(415, "send application/json")
                    made = {"id": f"bookmark_{next(numbers):07}", **content(body), "created": time.time()}
                    bookmarks[made["id"]] = made
                    return 201, made
                case ("GET", ["bookmarks", id]) if id in bookmarks:
                    return 200, bookmarks[id]
                case ("DELETE", ["bookmarks", id]) if id in bookmarks:
                    del bookmarks[id]
                    return 204, None
                case ("GET" | "DELETE", ["bookmarks", _]):
                    raise Refused(404, "there is no such bookmark")
                case (_, ["bookmarks"] | ["bookmarks", _]):
                    raise Refused(405, "not here")
        raise Refused(404, "there is nothing here")

    def do_GET(self):
        self.answer("GET")

    def do_POST(self):
        self.answer("POST")

    def do_DELETE(self):
        self.answer("DELETE")

    def do_PUT(self):
        self.answer("PUT")

    def do_PATCH(self):
        self.answer("PATCH")

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
