"""From sending a POST until its job is in work, through nginx, responder, database and runner.

The whole service runs in a folder of its own. Each job is posted when the one before has ended (its address is refused as soon
as an attempt looks at it), and its `started_at` is compared with this program's clock before it sent the request.
"""

import datetime
import json
import sqlite3
import statistics
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Tests/Browser"))
from service import Service  # noqa: E402

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 50


def seconds(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc).timestamp()


with Service() as service:
    database = sqlite3.connect(f"file:{service.home}/reelcraft.db?mode=ro", uri=True, timeout=5)
    body = json.dumps({"url": "http://10.0.0.1/", "max_attempts": 1}).encode()
    taken = []
    for _ in range(COUNT):
        sent = time.time()
        request = urllib.request.Request(
            service.url + "/api/generate-video", body, {"Content-Type": "application/json"})
        job = json.load(urllib.request.urlopen(request))["job_id"]
        while True:
            status, started = database.execute("SELECT status, started_at FROM jobs WHERE id = ?", (job,)).fetchone()
            if status in ("completed", "failed", "cancelled"):
                break
            time.sleep(0.02)
        # Stored in whole milliseconds.
        taken.append(1000 * (seconds(started) - sent))
taken = sorted(taken[1:])
print(f"{len(taken)} jobs: POST to processing median {statistics.median(taken):.1f} ms, "
      f"90th percentile {taken[len(taken) * 9 // 10]:.1f} ms, most {taken[-1]:.1f} ms")
