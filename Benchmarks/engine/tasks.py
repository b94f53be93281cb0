"""The peers' no-op tasks: each answers with the time at which it began, seconds of the wall clock."""

import os
import time

import celery
import huey

REDIS = os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6399/0")

# fsync: PRAGMA synchronous = FULL, as the engine has it.
queue = huey.SqliteHuey("bench", filename=os.environ["BENCH_HUEY"], fsync=True)


@queue.task()
def huey_noop():
    return time.time()


app = celery.Celery("tasks", broker=REDIS, backend=REDIS)
# A task is acknowledged when it has ended, so that a worker's end loses none: that is what the engine promises.
app.conf.update(task_acks_late=True, broker_connection_retry_on_startup=True, worker_hijack_root_logger=False)


@app.task
def celery_noop():
    return time.time()


def rq_noop():
    return time.time()
