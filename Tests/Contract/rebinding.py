"""A name that changes its answer: public when it is looked up first, this machine's own when it is looked up again.

Runs `ReelRunner extract` in a network of its own (unshare), in which a "public" address is one of the loopback device and
a name server of ours answers. Needs root; without it, says so and ends well.
"""

import http.server
import os
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).parents[2]
PUBLIC = "93.184.216.34"
ARTICLE = (ROOT / "Tests/Fixtures/pages/lighthouse.html").read_bytes()


def serve_names(answers):
    """A name server: the A record of every name is the next of `answers`, the last one for ever."""
    door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    door.bind(("127.0.0.1", 53))

    def run():
        while True:
            question, client = door.recvfrom(512)
            end = question.index(0, 12) + 5
            wants_v4 = question[end - 4:end - 2] == b"\0\1"
            header = question[:2] + b"\x84\0\0\1" + (b"\0\1" if wants_v4 else b"\0\0") + b"\0\0\0\0"
            reply = header + question[12:end]
            if wants_v4:
                address = answers.pop(0) if len(answers) > 1 else answers[0]
                reply += b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4" + socket.inet_aton(address)
            door.sendto(reply, client)

    threading.Thread(target=run, daemon=True).start()


class Pages(http.server.BaseHTTPRequestHandler):
    """The public server: an article, and a way on to another name."""

    def do_GET(self):
        if self.path == "/on":
            self.send_response(302)
            self.send_header("Location", "http://other.example/secret")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(ARTICLE)

    def log_message(self, *_):
        pass


class Secret(Pages):
    """What listens on the machine itself. Nobody may come."""

    visits = 0

    def do_GET(self):
        Secret.visits += 1
        super().do_GET()


def serve(address, handler):
    server = http.server.ThreadingHTTPServer((address, 80), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def extract(url, home):
    return subprocess.run(
        [ROOT / ".build/release/ReelRunner", "extract", url], capture_output=True, text=True, timeout=60,
        env=os.environ | {"REEL_HOME": home, "REEL_FETCH_TIMEOUT": "20"})


def inside():
    subprocess.run("ip link set lo up && ip addr add %s/32 dev lo" % PUBLIC, shell=True, check=True)
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as resolver, tempfile.TemporaryDirectory() as home:
        resolver.write("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
        resolver.flush()
        subprocess.run(["mount", "--bind", resolver.name, "/etc/resolv.conf"], check=True)
        serve(PUBLIC, Pages)
        serve("127.0.0.1", Secret)
        # One lookup is for robots.txt, if that is asked for; what comes after the article's is this machine's.
        answers = [PUBLIC] * 8
        serve_names(answers)
        first = extract("http://changing.example/", home)
        assert first.returncode == 0 and "Skarn Head" in first.stdout, first
        answers[:] = ["127.0.0.1"]
        second = extract("http://changing.example/again", home)
        assert second.returncode != 0 and "not part of the public internet" in second.stderr, second
        answers[:] = [PUBLIC, "127.0.0.1"]
        onwards = extract("http://first.example/on", home)
        assert onwards.returncode != 0 and "not part of the public internet" in onwards.stderr, onwards
        assert Secret.visits == 0, f"{Secret.visits} requests reached this machine"


if "--inside" in sys.argv:
    inside()
elif os.geteuid() != 0:
    print("skipped: a network of its own needs root")
else:
    done = subprocess.run(["unshare", "--net", "--mount", sys.executable, __file__, "--inside"])
    if done.returncode != 0:
        sys.exit("A name that changes its answer is not refused (above).")
    print("a name that changes its answer is refused")
