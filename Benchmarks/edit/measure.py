"""What an edit costs: the CPU time of a reel of nine scenes and 45 s, and of the same reel with one other sentence.

Each round has a cache of its own. Everything that a command starts is counted.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path(os.environ["REEL_BENCH_BIN"]) / "ReelRunner"
SENTENCES = [
    "The old lighthouse at the northern point was built by forty masons from the valley.",
    "Its lamp burned whale oil, and the keeper climbed two hundred steps to fill it.",
    "In the winter of 1891 a storm broke the windows, and the lamp went dark.",
    "Three ships waited outside the harbour, because no captain knew the rocks.",
    "The town repaired the windows within a week, and paid with a tax on herring.",
    "Electric light came to the tower in 1924, and the last keeper left in 1979.",
    "Today volunteers open the tower on Sundays and show the first lens in its case.",
    "The lens weighs more than a ton, yet a child can turn it with one finger.",
    "Last year eleven thousand people climbed the steps, more than ever before.",
]
OTHER = "A ship that could not wait until the morning found its way by the stars alone."


def make(folder, name, sentences):
    """CPU seconds, user and system."""
    script = {"title": "The Light at the Northern Point",
              "scenes": [{"scene_number": number + 1, "script": text} for number, text in enumerate(sentences)]}
    (folder / f"{name}.json").write_text(json.dumps(script))
    (folder / "article.md").write_text("# The Light at the Northern Point\n\n" + "\n\n".join(SENTENCES))
    child = subprocess.Popen(
        [PROGRAM, "make", folder / "article.md", "--script", folder / f"{name}.json",
         "--output", folder / f"{name}.mp4"],
        env={**os.environ, "REEL_HOME": str(folder / "home")}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"ReelRunner ended with {status}")
    return usage.ru_utime + usage.ru_stime


shares = []
for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
    with tempfile.TemporaryDirectory(prefix="reel-bench-") as folder:
        whole = make(Path(folder), "first", SENTENCES)
        edited = make(Path(folder), "second", SENTENCES[:3] + [OTHER] + SENTENCES[4:])
    shares.append(edited / whole)
    print(f"the reel {whole:.1f} s, with one other sentence {edited:.1f} s: {shares[-1]:.1%}", flush=True)
print(f"median {statistics.median(shares):.1%}, at most 20%")
