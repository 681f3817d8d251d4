"""The official Python library does everything with file links that it can, against the server at TRUELINE_URL.

Each test is one thing that users of the library do. The library is unchanged; only its base addresses are set.
"""

import http.server
import io
import os
import socketserver
import threading
import time
import unittest
import urllib.error
import urllib.request

import stripe

URL = os.environ["TRUELINE_URL"]
KEY = "sk_test_123"
FILE = "file_1Mr23iLkdIwHu7ixQkCV3CBR"


def client(base=URL, key=KEY, retries=0):
    return stripe.StripeClient(
        key, base_addresses={"api": base, "files": base}, max_network_retries=retries
    ).v1


class Links(unittest.TestCase):
    def setUp(self):
        self.links = client().file_links

    def test_create_retrieve_update(self):
        made = self.links.create({"file": FILE, "metadata": {"order": "6735"}})
        self.assertIsInstance(made, stripe.FileLink)
        self.assertEqual((made.object, made.file, made.expired, made.expires_at, made.livemode),
                         ("file_link", FILE, False, None, False))
        self.assertEqual(made.metadata.to_dict(), {"order": "6735"})
        self.assertEqual(self.links.retrieve(made.id), made)
        soon = int(time.time()) + 3600
        changed = self.links.update(made.id, {"expires_at": soon, "metadata": {"a b": "ü+&=[]"}})
        self.assertEqual(changed.expires_at, soon)
        self.assertEqual(changed.metadata.to_dict(), {"order": "6735", "a b": "ü+&=[]"})
        self.assertEqual(self.links.retrieve(made.id), changed)

    def test_unset_one_key_and_all(self):
        made = self.links.create({"file": FILE, "metadata": {"a": "1", "b": "2"}})
        self.assertEqual(self.links.update(made.id, {"metadata": {"a": ""}}).metadata.to_dict(), {"b": "2"})
        self.assertEqual(self.links.update(made.id, {"metadata": ""}).metadata.to_dict(), {})

    def test_unset_the_expiry(self):
        made = self.links.create({"file": FILE, "expires_at": int(time.time()) + 3600})
        self.assertIsNotNone(made.expires_at)
        self.assertIsNone(self.links.update(made.id, {"expires_at": ""}).expires_at)

    def test_expire_now(self):
        made = self.links.create({"file": FILE})
        gone = self.links.update(made.id, {"expires_at": "now"})
        self.assertTrue(gone.expired)
        with self.assertRaises(stripe.InvalidRequestError):
            self.links.update(made.id, {"metadata": {"late": "yes"}})

    def test_auto_paging_forward_and_backward(self):
        made = [self.links.create({"file": FILE}).id for _ in range(7)]
        newest_first = list(reversed(made))
        forward = []
        for link in self.links.list({"limit": 3}).auto_paging_iter():
            forward.append(link.id)
            if len(forward) == 7:
                break
        self.assertEqual(forward, newest_first)
        # Backward: the library walks from the oldest of these to the newest.
        page = self.links.list({"limit": 3, "ending_before": made[0]})
        backward = [link.id for link in page.auto_paging_iter()]
        self.assertEqual(backward[:6], made[1:7])

    def test_filters(self):
        dead = self.links.create({"file": FILE})
        self.links.update(dead.id, {"expires_at": "now"})
        live = self.links.create({"file": FILE})
        expired = {link.id for link in self.links.list({"expired": True, "limit": 100}).auto_paging_iter()}
        current = {link.id for link in self.links.list({"expired": False, "limit": 100}).auto_paging_iter()}
        self.assertIn(dead.id, expired)
        self.assertIn(live.id, current)
        self.assertFalse(expired & current)
        at = {link.id for link in self.links.list(
            {"created": {"gte": live.created, "lte": live.created}, "file": FILE, "limit": 100})}
        self.assertIn(live.id, at)
        self.assertEqual(self.links.list({"created": live.created + 1000}).data, [])

    def test_expansion(self):
        made = self.links.create({"file": FILE, "expand": ["file"]})
        self.assertIsInstance(made.file, stripe.File)
        self.assertEqual(made.file.id, FILE)
        self.assertEqual(self.links.retrieve(made.id).file, FILE)
        listed = self.links.list({"limit": 1, "expand": ["data.file"]})
        self.assertEqual(listed.data[0].file.id, FILE)

    def test_errors_are_of_their_class(self):
        with self.assertRaises(stripe.InvalidRequestError) as missing:
            self.links.create({})
        self.assertEqual((missing.exception.param, missing.exception.http_status), ("file", 400))
        with self.assertRaises(stripe.InvalidRequestError) as unknown:
            self.links.retrieve("link_that_is_not_there")
        self.assertEqual((unknown.exception.http_status, unknown.exception.code), (404, "resource_missing"))
        self.assertTrue(unknown.exception.request_id)
        with self.assertRaises(stripe.AuthenticationError):
            client(key="sk_test_wrong").file_links.list()
        with self.assertRaises(stripe.InvalidRequestError):
            self.links.create({"file": FILE, "colour": "red"})

    def test_idempotency_keys(self):
        options = {"idempotency_key": f"python-{time.time_ns()}"}
        first = self.links.create({"file": FILE, "metadata": {"n": "1"}}, options)
        again = self.links.create({"file": FILE, "metadata": {"n": "1"}}, options)
        self.assertEqual(first.id, again.id)
        with self.assertRaises(stripe.IdempotencyError):
            self.links.create({"file": FILE, "metadata": {"n": "2"}}, options)


class Retries(unittest.TestCase):
    """An answer is lost on its way; the library asks again with the same key; there is one link."""

    def test_a_lost_answer_is_asked_for_again(self):
        keys = []

        class Losing(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                keys.append(self.headers["idempotency-key"])
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                answer = urllib.request.urlopen(urllib.request.Request(URL + self.path, body, headers))
                text = answer.read()
                if len(keys) == 1:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                self.send_header("content-type", answer.headers["content-type"])
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Losing) as proxy:
            threading.Thread(target=proxy.serve_forever, daemon=True).start()
            mark = f"lost-{time.time_ns()}"
            made = client(f"http://127.0.0.1:{proxy.server_address[1]}", retries=2).file_links.create(
                {"file": FILE, "metadata": {"mark": mark}})
            proxy.shutdown()
        self.assertEqual(len(keys), 2)
        self.assertEqual(keys[0], keys[1])
        marked = [link.id for link in client().file_links.list({"limit": 100}).auto_paging_iter()
                  if link.metadata.to_dict().get("mark") == mark]
        self.assertEqual(marked, [made.id])


class Uploads(unittest.TestCase):
    def test_upload_link_and_fetch(self):
        content = b"what the file says \xc3\xbc"
        document = io.BytesIO(content)
        document.name = "evidence.txt"
        api = client()
        made = api.files.create({"purpose": "dispute_evidence", "file": document})
        self.assertEqual((made.object, made.purpose, made.size), ("file", "dispute_evidence", len(content)))
        self.assertEqual(api.files.retrieve(made.id).id, made.id)
        link = api.file_links.create({"file": made.id})
        with urllib.request.urlopen(link.url) as answer:
            self.assertEqual(answer.read(), content)
        api.file_links.update(link.id, {"expires_at": "now"})
        with self.assertRaises(urllib.error.HTTPError):
            urllib.request.urlopen(link.url)

    def test_upload_and_link_at_once(self):
        document = io.BytesIO(b"at once")
        document.name = "once.txt"
        made = client().files.create({
            "purpose": "dispute_evidence", "file": document,
            "file_link_data": {"create": True, "metadata": {"from": "upload"}}})
        self.assertEqual(len(made.links.data), 1)
        self.assertEqual(made.links.data[0].metadata["from"], "upload")

    def test_a_purpose_that_forbids_links(self):
        document = io.BytesIO(b"who I am")
        document.name = "passport.jpg"
        api = client()
        made = api.files.create({"purpose": "identity_document", "file": document})
        with self.assertRaises(stripe.InvalidRequestError):
            api.file_links.create({"file": made.id})


if __name__ == "__main__":
    unittest.main()
