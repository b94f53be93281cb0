"""A web server with the same article on every path, whose answers can be held back until a test lets them go.

The same article, because what a reel of it needs is made once and found again by the next job.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TITLE = "The Light at the Northern Point"
SAMPLE = Path(__file__).parents[2] / "web" / "sample"

PARAGRAPHS = [
    "The old lighthouse at the northern point was built in 1868 by a crew of forty masons from the valley.",
    "Its lamp burned whale oil at first, and the keeper climbed two hundred steps every four hours to fill it.",
    "In the winter of 1891 a storm broke the gallery windows, and the lamp went dark for a single night.",
    "Three ships waited outside the harbour until the morning, because no captain knew the rocks without the light.",
    "The town repaired the windows within a week, and it paid for the work with a tax on herring.",
    "Electric light came to the tower in 1924, and the last keeper left the house beside it in 1979.",
    "Today volunteers open the tower on Sundays, and visitors can see the first lens in a glass case.",
    "The lens weighs more than a ton, yet a child can turn it with one finger because it floats on mercury.",
    "Last year eleven thousand people climbed the steps, which is more than ever before.",
]


class Gate:
    """Holds an answer back until the test calls `open`."""

    def __init__(self):
        self._opened = threading.Event()

    def wait(self, drip):
        """Calls `drip` twice a second meanwhile: a transfer that stands still would be given up."""
        while not self._opened.wait(timeout=0.5):
            drip()

    def open(self):
        self._opened.set()


class ArticleServer:
    """Serves `/NAME` as an article with one picture, and `/missing` as an error. Use as a context."""

    def __init__(self):
        self._gates = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                path = self.path.split("?")[0]
                try:
                    server._answer(self, path, server._gates.get(path))
                except OSError:
                    pass  # Who asked has gone: a cancelled job, for one.

            def log_message(self, *_):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.host = f"127.0.0.1:{self._http.server_port}"

    def __enter__(self):
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        for gate in self._gates.values():
            gate.open()
        self._http.shutdown()

    def url(self, name):
        return f"http://{self.host}/{name}"

    def hold_article(self, name):
        """Holds the article itself: its job stays at the first milestone."""
        return self._gates.setdefault(f"/{name}", Gate())

    def hold_picture(self, name):
        """Holds the article's picture: its job stays at "Downloading visual assets"."""
        return self._gates.setdefault(f"/{name}.jpg", Gate())

    def _answer(self, request, path, gate):
        if path.endswith(".jpg"):
            body, kind, status = (SAMPLE / "tower-at-dusk.jpg").read_bytes(), "image/jpeg", 200
        elif path.startswith("/missing"):
            body, kind, status = b"<p>Nothing here.</p>", "text/html", 404
        else:
            name = path.strip("/")
            text = "\n".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
            body = (
                f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>'
                f'<meta property="og:image" content="/{name}.jpg"></head><body><article><h1>{TITLE}</h1>'
                f'<img src="/{name}.jpg" alt="The tower">{text}</article></body></html>'
            ).encode()
            kind, status = "text/html; charset=utf-8", 200
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.end_headers()
        if gate:
            # Of a picture some of its own bytes, before a page nothing but spaces.
            rest = memoryview(body)
            is_picture = kind.startswith("image/")

            def drip():
                nonlocal rest
                request.wfile.write(rest[:300] if is_picture else b" " * 300)
                rest = rest[300:] if is_picture else rest

            gate.wait(drip)
            body = rest
        request.wfile.write(body)
