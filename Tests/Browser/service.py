"""The whole service on a port and in a folder of its own: the real nginx, responder, runner and bridge."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from waiting import eventually

ROOT = Path(__file__).parents[2]
BUILT = Path(os.environ.get("REEL_BENCH_BIN", ROOT / ".build" / "release"))
NGINX = """. scripts/lib.sh; . scripts/nginx.sh
prepare_nginx "$1" "$2" "$3"; exec "${nginx[@]}"
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Service:
    """Use as a context. `extra_pages` are copied beside the page, as a site of one's own would lie there."""

    def __init__(self, allowed_hosts=(), extra_pages=()):
        self.home = Path(tempfile.mkdtemp(prefix="reel-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._allowed = [*allowed_hosts, f"127.0.0.1:{self.port}"]
        self._processes = {}
        self._web = self.home / "web"
        shutil.copytree(ROOT / "web", self._web)
        for folder in extra_pages:
            shutil.copytree(folder, self._web / Path(folder).name)

    def __enter__(self):
        try:
            for part in ("nginx", "ReelFCGI", "ReelRunner", "ReelBridge"):
                self.start(part)
            eventually("the service to be healthy", lambda: self.health().get("status") == "healthy")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for part in list(self._processes):
            self.stop(part, signal.SIGTERM)
        shutil.rmtree(self.home, ignore_errors=True)

    # Processes

    def start(self, part):
        if part == "nginx":
            command = ["bash", "-c", NGINX, "nginx", str(self.home), str(self._web), f"127.0.0.1:{self.port}"]
        else:
            command = [str(BUILT / part)] + (["run"] if part == "ReelRunner" else [])
        environment = os.environ | {
            "REEL_HOME": str(self.home),
            "REEL_DATABASE": str(self.home / "reelcraft.db"),
            "REEL_FETCH_ALLOW": ",".join(self._allowed),
            # Held answers shall not run out of time.
            "REEL_FETCH_TIMEOUT": "120",
            "REEL_JOBS": "3",
            # Held jobs would be waited for at the end.
            "REEL_STOP_GRACE": "1",
            "REEL_DISK_RESERVE": "1",
            # The shortest reel there is.
            "REEL_SCRIPT_SECONDS": "33",
        }
        with open(self.home / "log.txt", "ab") as log:
            self._processes[part] = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def stop(self, part, how=signal.SIGKILL):
        process = self._processes.pop(part)
        process.send_signal(how)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def restart(self, part):
        """Kills it and starts it again, as a supervisor does."""
        self.stop(part)
        self.start(part)

    @property
    def log(self):
        return (self.home / "log.txt").read_text(errors="replace")

    # The API, for what a test prepares or checks behind the page's back

    def ask(self, path, body=None, method=None):
        """(status, JSON) of one request."""
        request = urllib.request.Request(
            self.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")

    def health(self):
        try:
            return self.ask("/health")[1] or {}
        except OSError:
            return {}

    def accept(self, url, **options):
        status, answer = self.ask("/api/generate-video", {"url": url, "quality": "draft", **options})
        assert status == 202, answer
        return answer["job_id"]

    def job(self, job_id):
        return self.ask(f"/api/jobs/{job_id}")[1]

    def cancel(self, job_id):
        status, answer = self.ask(f"/api/jobs/{job_id}/cancel", method="POST")
        assert status == 200, answer

    def until(self, job_id, status, within=120):
        return eventually(
            f"{job_id} to be {status}", lambda: (lambda job: job["status"] == status and job)(self.job(job_id)), within)

    def make(self, url, **options):
        """A finished reel: its video as the list gives it."""
        job = self.until(self.accept(url, **options), "completed")
        return self.ask(f"/api/videos/{job['video_id']}")[1]
