from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from bench.running import seconds_to_answers


class Preparing(BaseHTTPRequestHandler):
    """Says twice that it is not ready, then shows the page."""

    left = [503, 503, 200]

    def do_GET(self) -> None:
        self.send_response(self.left.pop(0))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library calls it so
        pass


def test_the_first_answer_is_told_apart_from_the_page() -> None:
    with HTTPServer(("127.0.0.1", 0), Preparing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told, ready = seconds_to_answers(server.server_port, "/en/")
        server.shutdown()

    assert 0 < told < ready
    assert Preparing.left == []
