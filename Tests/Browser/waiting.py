"""Waiting for what sends no signal of its own: asks again and again until it is true."""

import time


def eventually(what, condition, within=60):
    """The first true answer of `condition`. The limit only ends a test that has failed."""
    deadline = time.monotonic() + within
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come true within {within} s")
        time.sleep(0.02)
