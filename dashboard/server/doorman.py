"""Who opens the door while the laboratory is still being unpacked: a page at once, which gives way to the real one."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template

from ..words import words_of

MARK = "Govsim-Unpacking"  # a header that only this server sends: how long the page waits before it knocks again, ms
KNOCK = "/favicon.ico"  # which the real server has too
PATIENCE_S = 20.0  # a knock is answered then at the latest
HANDOVER_MS = 700  # for the real server to take the port
PAGE = Path(__file__).parents[1] / "page" / "unpacking.html"


class _Door(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a browser that has left before it was answered


class Doorman:
    """Answers on the port of the dashboard until `leave`. Raises OSError when the port cannot be had."""

    def __init__(self, address: str, port: int, language: str) -> None:
        words = words_of(language)
        said = {
            "html_language": words["html_language"],
            "brand": words["brand"],
            "unpacking": words["state"]["unpacking"],
        }
        page = Template(PAGE.read_text("utf-8")).substitute(said, mark=MARK, knock=KNOCK).encode()
        leaving = self._leaving = threading.Event()

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                ends = self.path.startswith(KNOCK) and leaving.wait(PATIENCE_S)  # a knock is answered late
                self.send_response(200)
                self.send_header(MARK, str(HANDOVER_MS if ends else 0))
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = _Door((address, port), Answer)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def leave(self) -> None:
        """Free the port, once those who wait have been told to come again."""
        self._leaving.set()
        time.sleep(0.1)
        self._server.shutdown()
        self._server.server_close()
