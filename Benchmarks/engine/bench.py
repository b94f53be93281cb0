"""No-op jobs per second, accepted to completed, with one and three runners, and the time from enqueueing to the start.

bench.py PROGRAMS FOLDER JOBS ROUNDS: PROGRAMS is the folder of the programs, FOLDER an empty folder on the disk to be measured. Eight threads
enqueue all jobs while the runners work; the clock runs from the first call to the last job's completion as the system's
own store tells it. The systems take turns, so that the noise of the machine meets all of them.
"""

import os
import shutil
import signal
import socket
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

PROGRAMS, FOLDER, JOBS, ROUNDS = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
HERE = Path(__file__).resolve().parent
PRODUCERS = 8
AT_ONCE = 8
SINGLES = 40
PORT = 6399
os.environ["BENCH_REDIS"] = f"redis://127.0.0.1:{PORT}/0"
# tasks.py opens a database of Huey's wherever it is imported.
UNUSED = str(FOLDER / "unused.db")
os.environ["BENCH_HUEY"] = UNUSED


def until(question, what, seconds=120, pause=0.01):
    end = time.monotonic() + seconds
    while not question():
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come true")
        time.sleep(pause)


def start(command, log, **environment):
    output = (FOLDER / log).open("ab")
    return subprocess.Popen(
        [str(word) for word in command], stdout=output, stderr=output, cwd=HERE, env={**os.environ, **environment})


def stop(processes):
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Engine:
    """ReelFCGI takes the jobs, ReelRunner runs a process for each. The database lies on the disk in both variants."""

    def __init__(self, runners, files_on_disk):
        self.name = "ReelCraft, files on the disk" if files_on_disk else "ReelCraft, files in memory"
        self.database = FOLDER / "engine"
        self.database.mkdir()
        self.home = Path(tempfile.mkdtemp(prefix="reel-", dir=FOLDER if files_on_disk else "/dev/shm"))
        environment = {
            "REEL_HOME": str(self.home), "REEL_DATABASE": str(self.database / "reelcraft.db"),
            "REEL_JOBS": str(AT_ONCE), "REEL_DISK_RESERVE": "1", "REEL_LOG_LEVEL": "error",
            "REEL_FCGI_QUEUE_LIMIT": "1000000"}
        self.processes = [start([PROGRAMS / "ReelFCGI"], "engine.log", **environment)]
        self.socket = str(self.home / "run/fcgi.sock")
        until(lambda: os.path.exists(self.socket), "the responder")
        for _ in range(runners):
            self.processes.append(
                start([PROGRAMS / "ReelRunner", "run", "--attempt-program", FOLDER / "noop"], "engine.log", **environment))
        until(lambda: len(list((self.home / "run/runners").glob("*.sock"))) == runners, "the runners")
        self.rows = sqlite3.connect(f"file:{self.database}/reelcraft.db?mode=ro", uri=True, timeout=30)

    def enqueue(self):
        body = b'{"url": "https://example.org/a"}'
        parameters = {
            "REQUEST_METHOD": "POST", "DOCUMENT_URI": "/api/generate-video", "QUERY_STRING": "",
            "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body))}
        words = b"".join(
            struct.pack("BB", len(name), len(value)) + name.encode() + value.encode() for name, value in parameters.items())

        def record(kind, content):
            return struct.pack(">BBHHBB", 1, kind, 1, len(content), 0, 0) + content

        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(self.socket)
            connection.sendall(
                record(1, struct.pack(">HB5x", 1, 0)) + record(4, words) + record(4, b"") + record(5, body) + record(5, b""))
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert b"Status: 202" in answer, answer

    def completed(self):
        return self.rows.execute("SELECT rows FROM row_counts WHERE name = 'jobs completed'").fetchone()[0]

    def began(self):
        """When the last job was claimed, and when its process was there."""
        claimed, path = self.rows.execute(
            "SELECT (julianday(attempts.started_at) - 2440587.5) * 86400, file_path FROM attempts JOIN jobs ON jobs.id = job_id "
            "JOIN videos ON videos.id = video_id ORDER BY videos.id DESC LIMIT 1").fetchone()
        return claimed, float((self.home / path).with_suffix(".jpg").read_text())

    def close(self):
        self.rows.close()
        stop(self.processes)
        shutil.rmtree(self.home)
        shutil.rmtree(self.database)


class Peer:
    def began(self):
        return (self.last,) * 2


class Huey(Peer):
    name = "Huey on SQLite, fsync"

    def __init__(self, workers):
        self.folder = FOLDER / "huey"
        self.folder.mkdir()
        os.environ["BENCH_HUEY"] = str(self.folder / "huey.db")
        sys.modules.pop("tasks", None)
        import tasks

        self.tasks = tasks
        consumer = [Path(sys.executable).parent / "huey_consumer", "tasks.queue", "-w", AT_ONCE, "-k", "thread"]
        # It polls; without these it sleeps for up to ten seconds.
        consumer += ["-d", "0.01", "-m", "0.01", "-b", "1"]
        self.processes = [start(consumer, "huey.log") for _ in range(workers)]
        self.check = tasks.huey_noop
        self.check()(blocking=True, timeout=30)
        self.first = self.completed()

    def enqueue(self):
        return self.tasks.huey_noop()

    def single(self):
        self.last = self.enqueue()(blocking=True, timeout=30, preserve=True, backoff=1, max_delay=0.005)

    def completed(self):
        return self.tasks.queue.storage.result_store_size() - getattr(self, "first", 0)

    def close(self):
        stop(self.processes)
        shutil.rmtree(self.folder)
        os.environ["BENCH_HUEY"] = UNUSED


class OnRedis(Peer):
    def __init__(self):
        import redis

        self.folder = FOLDER / "redis"
        self.folder.mkdir()
        self.server = start(
            ["redis-server", "--port", PORT, "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync",
             "always", "--dir", self.folder], "redis.log")
        self.redis = redis.Redis(port=PORT)

        def answers():
            try:
                return self.redis.ping()
            except redis.ConnectionError:
                return False

        until(answers, "redis")

    def close(self):
        stop(self.processes)
        self.redis.close()
        stop([self.server])
        shutil.rmtree(self.folder)


class RQ(OnRedis):
    name = "RQ on Redis, appendfsync always"

    def __init__(self, workers):
        super().__init__()
        import rq

        self.queue = rq.Queue(connection=self.redis)
        self.processes = [
            start([Path(sys.executable).parent / "rq", "worker", "-q", "--url", os.environ["BENCH_REDIS"]], "rq.log",
                  PYTHONPATH=str(HERE)) for _ in range(workers)]
        self.first = 0
        self.single()
        self.first = self.completed()

    def enqueue(self):
        return self.queue.enqueue("tasks.rq_noop", result_ttl=3600)

    def single(self):
        job = self.enqueue()
        until(lambda: job.get_status() == "finished", "an RQ job", pause=0.002)
        self.last = job.return_value()

    def completed(self):
        return len(self.queue.finished_job_registry) - self.first


class Celery(OnRedis):
    name = "Celery on Redis, appendfsync always"

    def __init__(self, workers):
        super().__init__()
        import tasks

        self.task = tasks.celery_noop
        worker = [Path(sys.executable).parent / "celery", "-A", "tasks", "worker", "-c", AT_ONCE, "-l", "ERROR"]
        self.processes = [start(worker + ["-n", f"w{number}@bench"], "celery.log") for number in range(workers)]
        self.first = 0
        self.single()
        self.first = self.completed()

    def enqueue(self):
        return self.task.delay()

    def single(self):
        self.last = self.enqueue().get(timeout=60, interval=0.002)

    def completed(self):
        # Counting the results is slow; there is no need before there are as many keys.
        if self.first and self.redis.dbsize() < self.first + JOBS:
            return 0
        return sum(1 for _ in self.redis.scan_iter("celery-task-meta-*", count=10000)) - self.first


def throughput(system):
    before = system.completed()
    left = iter(range(JOBS))
    lock = threading.Lock()

    def produce():
        while True:
            with lock:
                if next(left, None) is None:
                    return
            system.enqueue()

    began = time.monotonic()
    threads = [threading.Thread(target=produce) for _ in range(PRODUCERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    accepted = time.monotonic()
    until(lambda: system.completed() - before >= JOBS, f"{system.name}: all jobs to end")
    return JOBS / (time.monotonic() - began), JOBS / (accepted - began)


def latency(system):
    """Milliseconds from the call to the claim and to the job's first instruction, one job at a time."""
    claims, starts = [], []
    for _ in range(SINGLES):
        time.sleep(0.05)
        before = system.completed()
        called = time.time()
        if isinstance(system, Peer):
            system.single()
        else:
            system.enqueue()
            until(lambda: system.completed() > before, "a job", pause=0.002)
        claimed, began = system.began()
        claims.append(1000 * (claimed - called))
        starts.append(1000 * (began - called))
    return statistics.median(claims), statistics.median(starts)


def flushes():
    """Milliseconds that one flush takes here, median of 100."""
    times = []
    with (FOLDER / "flush").open("wb") as file:
        for _ in range(100):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


BARE = []
GUARDED = [
    "setpriv", "--pdeathsig", "KILL", "--", "prlimit", "--core=0", "--as=4294967296", "--cpu=3600",
    "--fsize=4294967296", "--"]


def starts(guards):
    """Processes per second, AT_ONCE at a time, behind the programs by which an attempt is started."""
    command = [*guards, str(FOLDER / "noop"), "attempt", "--work-folder"]
    folder = tempfile.mkdtemp(dir="/dev/shm")

    def work():
        for _ in range(100):
            subprocess.run(command + [folder], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)

    began = time.monotonic()
    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shutil.rmtree(folder)
    return 100 * AT_ONCE / (time.monotonic() - began)


SYSTEMS = [
    lambda count: Engine(count, False), lambda count: Engine(count, True), Huey, RQ, Celery,
]


def main():
    print(f"a flush to this disk takes {flushes():.1f} ms; load {os.getloadavg()[0]:.1f}", flush=True)
    rates, waits, names = {}, {}, []
    for _ in range(ROUNDS):
        for make in SYSTEMS:
            for count in (1, 3):
                system = make(count)
                try:
                    if system.name not in names:
                        names.append(system.name)
                    rates.setdefault((system.name, count), []).append(throughput(system))
                    print(f"{system.name}, {count}: {rates[system.name, count][-1][0]:.0f}/s", file=sys.stderr, flush=True)
                    if count == 1:
                        waits.setdefault(system.name, []).append(latency(system))
                finally:
                    system.close()
    print(
        f"the same program started {AT_ONCE} at a time by nobody's engine: {starts(GUARDED):.0f}/s as an attempt is, "
        f"{starts(BARE):.0f}/s without setpriv and prlimit; load {os.getloadavg()[0]:.1f}\n")
    print("| | jobs/s, 1 runner | jobs/s, 3 runners | accepted/s | call to claim, ms | call to start, ms |\n|---|---|---|---|---|---|")
    for name in names:
        one, three = ([statistics.median(part) for part in zip(*rates[name, count])] for count in (1, 3))
        claim, began = (statistics.median(part) for part in zip(*waits[name]))
        print(f"| {name} | {one[0]:.0f} | {three[0]:.0f} | {one[1]:.0f} | {claim:.1f} | {began:.1f} |")


main()
