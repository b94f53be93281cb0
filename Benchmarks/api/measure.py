"""Compares the responder with a FastAPI and a Go service that do the same, nginx in front of each, in one run.

Started by `run`, in the environment that has FastAPI. Everything goes into a temporary folder. Prints a table in Markdown.
"""

import json
import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ROWS = 10_000
SECONDS = float(os.environ.get("BENCH_SECONDS", 4))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", 5))
CONNECTIONS = 64
TICK = os.sysconf("SC_CLK_TCK")


def wait_until(question, what, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if question():
                return
        except OSError:
            pass
        time.sleep(0.05)
    sys.exit(f"{what} did not come up")


class Peer:
    """A service behind an nginx of its own, on a Unix socket of its own and a port."""

    def __init__(self, name, port, command, environment, folder, upstream):
        self.name, self.port, self.folder = name, port, folder
        folder.mkdir(parents=True, exist_ok=True)
        log = (folder / "log").open("wb")
        self.process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=log, stderr=log, cwd=folder, start_new_session=True
        )
        conf = folder / "nginx.conf"
        conf.write_text(NGINX.format(
            folder=folder, port=port, upstream=upstream, root=ROOT, user="user root;" if os.geteuid() == 0 else ""))
        self.nginx = subprocess.Popen(
            ["nginx", "-e", folder / "nginx.err", "-p", folder, "-c", conf], stdout=log, stderr=log
        )
        wait_until(lambda: self.get("/api/jobs?limit=1"), name)

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return json.load(answer)

    def processes(self):
        group = str(os.getpgid(self.process.pid))
        for entry in Path("/proc").iterdir():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except (OSError, IndexError):
                continue
            if fields[2] == group:
                yield entry, fields

    def cpu(self):
        return sum(int(f[11]) + int(f[12]) for _, f in self.processes()) / TICK

    def memory(self):
        """MiB that are nobody else's."""
        total = 0
        for entry, _ in self.processes():
            try:
                lines = (entry / "smaps_rollup").read_text().splitlines()
            except OSError:
                continue  # It has ended meanwhile, or has no memory of its own.
            for line in lines:
                if line.startswith(("Private_Clean:", "Private_Dirty:")):
                    total += int(line.split()[1])
        return total / 1024

    def stop(self):
        self.nginx.terminate()
        os.killpg(self.process.pid, signal.SIGTERM)
        self.nginx.wait()
        self.process.wait()


NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.err;
{user}
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream peer {{ server {upstream[0]}; keepalive 64; }}
  server {{ listen 127.0.0.1:{port}; location / {{ {upstream[1]} }} }}
}}
"""
FASTCGI = "include {root}/nginx/reel_fastcgi_params; fastcgi_pass peer; fastcgi_keep_conn on;"
PROXY = 'proxy_pass http://peer; proxy_http_version 1.1; proxy_set_header Connection "";'


def wrk(peer, path, post=False):
    """Requests per second, and CPU milliseconds of the service for each."""
    script = HERE / "post.lua"
    before = peer.cpu()
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS:.0f}s", f"http://127.0.0.1:{peer.port}{path}"]
    if post:
        command[1:1] = ["-s", str(script)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in answer or "Socket errors" in answer:
        print(answer, file=sys.stderr)
    count = int(next(line for line in answer.splitlines() if "requests in" in line).split()[0])
    rate = float(next(line for line in answer.splitlines() if "Requests/sec" in line).split()[1])
    return rate, 1000 * (peer.cpu() - before) / count


def fill(database):
    """Ten thousand rows, by the columns that all three have."""
    connection = sqlite3.connect(database, timeout=10)
    names = {row[1] for row in connection.execute("PRAGMA table_info(jobs)")}
    ids = [str(uuid.uuid4()) for _ in range(ROWS)]
    for number, job in enumerate(ids):
        row = {
            "id": job, "status": "pending", "progress": 0, "progress_message": "Job created",
            "source_url": f"https://example.org/{number}",
            "created_at": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1_700_000_000 + number)) + ".000",
        }
        if "request_json" in names:
            # As the responder itself stores it.
            request = {"quality": "standard", "url": row["source_url"]}
            row["request_json"] = json.dumps(request, separators=(",", ":"))
        connection.execute(
            f"INSERT INTO jobs ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
        )
    connection.commit()
    connection.close()
    return ids


def peers(folder):
    binary = Path(os.environ["REEL_BENCH_BIN"]) / "ReelFCGI"
    home = folder / "reelcraft"
    (home / "run").mkdir(parents=True)
    database = str(home / "reelcraft.db")
    yield Peer(
        "ReelCraft", 8211, [binary],
        {"REEL_HOME": str(home), "REEL_DATABASE": database, "REEL_LOG_LEVEL": "error",
         "REEL_FCGI_QUEUE_LIMIT": "10000000"},
        home, (f"unix:{home}/run/fcgi.sock", FASTCGI.format(root=ROOT))), database
    for workers in (1, 2):
        at = folder / f"python{workers}"
        at.mkdir()
        database = str(at / "jobs.db")
        yield Peer(
            f"FastAPI, {workers} process{'es' if workers > 1 else ''}", 8211 + workers,
            [Path(sys.executable).parent / "uvicorn", "app:app", "--app-dir", HERE / "peers/python", "--port", str(8221 + workers),
             "--no-access-log", "--log-level", "error", "--workers", str(workers)],
            {"PEER_DATABASE": database}, at, (f"127.0.0.1:{8221 + workers}", PROXY)), database
    if os.environ.get("BENCH_GO"):
        at = folder / "go"
        at.mkdir()
        subprocess.run(
            ["go", "build", "-o", at / "peer", "."], cwd=HERE / "peers/go", check=True,
            env={**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "",
                 "GOCACHE": str(folder / "gocache")})
        database = str(at / "jobs.db")
        yield Peer(
            "Go", 8214, [at / "peer"], {"PEER_DATABASE": database, "PEER_SOCKET": str(at / "s.sock")}, at,
            (f"unix:{at}/s.sock", PROXY)), database


def main():
    folder = Path(tempfile.mkdtemp(prefix="reel-bench-"))
    os.chmod(folder, 0o755)
    started = []
    try:
        for peer, database in peers(folder):
            started.append((peer, fill(database)))
        results = {peer.name: {} for peer, _ in started}
        # In turn, so that the noise of the machine meets all of them.
        for _ in range(ROUNDS):
            for what, post in (("GET a job", False), ("list 50 of 10,000", False), ("durable POST", True)):
                for peer, ids in started:
                    path = {"GET a job": f"/api/jobs/{ids[7]}", "list 50 of 10,000": "/api/jobs?limit=50"}.get(
                        what, "/api/generate-video")
                    results[peer.name].setdefault(what, []).append(wrk(peer, path, post))
        print("| | " + " | ".join(peer.name for peer, _ in started) + " |")
        print("|---" * (len(started) + 1) + "|")
        names = [peer.name for peer, _ in started]
        for what in results[names[0]]:
            ours = statistics.median(rate for rate, _ in results[names[0]][what])
            cells = []
            for name in names:
                rate = statistics.median(r for r, _ in results[name][what])
                cpu = statistics.median(c for _, c in results[name][what])
                times = "" if name == names[0] else f", {ours / rate:.1f}x"
                cells.append(f"{rate:,.0f}/s{times}, {cpu:.3f} ms CPU")
            print(f"| {what} | " + " | ".join(cells) + " |")
        print("| memory afterwards | " + " | ".join(f"{peer.memory():.0f} MiB" for peer, _ in started) + " |")
    finally:
        for peer, _ in started:
            peer.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()
