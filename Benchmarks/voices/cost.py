"""What `heart` costs beside hibari's own Python, in one run, on one core: a ratio, because machines differ.

    cost.py PROGRAM VOICES_FOLDER SCRIPT.json...

HIBARI names the folder of the package `hibari`. Ends with 1 when ReelSpeak takes more than 1.3 times what the Python takes
for a second of speech, a script of 45 s more than 2.5 s, a first sentence more than 0.4 s, or a process more than 200 MB."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import wave


def children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


THEIRS = """
import json, os, resource, sys
sys.path.insert(0, os.environ["HIBARI"])
def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
from hibari import Hibari
texts = json.load(sys.stdin)
speaker = Hibari()
speaker("Warm up.")
started = cpu()
seconds = sum(len(speaker(text, seed=1)) / 24000 for text in texts)
print(json.dumps({"start": started, "spent": cpu() - started, "seconds": seconds}))
"""


def ours(program, voices, text):
    """Seconds of a processor, of speech and of the clock, and megabytes, of one process."""
    with tempfile.TemporaryDirectory() as folder:
        request = {"text": text, "voice": "heart", "pauses": {"leadIn": 0, "betweenSentences": 0, "after": 0}}
        before, began = children(), time.monotonic()
        command = [program, "speak", folder, "--voices", voices]
        subprocess.run(command, input=json.dumps(request).encode(), check=True)
        took, spent = time.monotonic() - began, children() - before
        with wave.open(folder + "/speech.wav") as file:
            return spent, file.getnframes() / file.getframerate(), took


def main():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    program, voices = sys.argv[1:3]
    scripts = [[scene["script"] for scene in json.load(open(name))["scenes"]] for name in sys.argv[3:]]
    texts = [text for script in scripts for text in script]
    before = children()
    subprocess.run([program, "voices", "--voices", voices], check=True, stdout=subprocess.DEVNULL)
    check = children() - before
    first = ours(program, voices, texts[0].split(". ")[0] + ".")
    costs = [[ours(program, voices, text) for text in script] for script in scripts]
    spent, seconds = (sum(cost[k] for script in costs for cost in script) for k in (0, 1))
    # A text as long as a process of the Python is given: what starting costs is shared by as much speech.
    long = ours(program, voices, " ".join(texts[:40]))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    answer = subprocess.run(
        [sys.executable, "-c", THEIRS], input=json.dumps(texts[:40]).encode(), capture_output=True, check=True
    )
    theirs = json.loads(answer.stdout)
    whole = (theirs["start"] + theirs["spent"]) / theirs["seconds"]
    started = theirs["spent"] / theirs["seconds"]
    ratio, once = (long[0] / long[1]) / whole, (long[0] / long[1]) / started
    script = max(
        (check + sum(c[0] for c in script)) * 45 / max(sum(c[1] for c in script), 1) for script in costs
    )
    print(f"checking model and library, once for each job: {check:.3f} s")
    print(f"first sentence, with the check: {check + first[2]:.2f} s after the script")
    print(f"a process for each scene: {spent / seconds * 1000:.1f} ms for each second of speech ({seconds:.0f} s)")
    print(f"one process: {long[0] / long[1] * 1000:.1f} ms for each second of speech ({long[1]:.0f} s)")
    print(f"hibari's Python, one process: {whole * 1000:.1f} ms; once started {started * 1000:.1f} ms")
    print(f"ratio of the processes: {ratio:.2f}; to the Python once started: {once:.2f}")
    print(f"the narration of 45 s: {script:.2f} s of a processor at most; memory: {memory:.0f} MB")
    sys.exit(ratio > 1.3 or script > 2.5 or check + first[2] > 0.4 or memory > 200)


main()
