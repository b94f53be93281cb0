"""Makes reels, listens to their sound with a recogniser, and compares when each word is heard with when its caption says it.

The recogniser knows nothing of the script: it decodes the finished file's sound with its own model of American English.
Words that it hears otherwise than they are written (names, numbers) say nothing of the times and are left out.
"""

import difflib
import html
import json
import math
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

from pocketsphinx import Decoder

FRAMES = 30
TOLERANCE = 0.120
NEEDED = 0.80
# A scene lasts at least one frame longer than the transition into it (Timeline.swift).
SHORTEST = 10


def main(articles):
    offsets, cues, written, failed = [], [], 0, 0
    for article in articles:
        with tempfile.TemporaryDirectory() as folder:
            made = make(article, pathlib.Path(folder))
            if made is None:
                failed += 1
                continue
            words, starts, sound = made
            found = matched(words, heard(sound))
        offsets += found
        cues += starts
        written += len(words)
        print(line(pathlib.Path(article).stem, len(words), found), flush=True)
    if not offsets:
        sys.exit("No reel could be made of these files.")
    print(line("all", written, offsets))
    worst = max(abs(cue) for cue in cues)
    print(f"{len(cues)} cues begin within {worst * 1000:.0f} ms of their first word by the engine's account")
    if share(offsets) < NEEDED or worst > 1 / FRAMES:
        sys.exit(1)


def share(offsets):
    return sum(abs(offset) <= TOLERANCE for offset in offsets) / len(offsets) if offsets else 0


def line(name, written, offsets):
    if not offsets:
        return f"{name[:32]:32} {written:5} words, none heard"
    ordered = sorted(abs(offset) for offset in offsets)
    return (
        f"{name[:32]:32} {written:5} words, {len(offsets):5} heard, {share(offsets):6.1%} within 120 ms, median "
        f"{statistics.median(offsets) * 1000:+4.0f} ms, 95 % within {ordered[int(len(ordered) * 0.95)] * 1000:4.0f} ms"
    )


def make(article, folder):
    """A draft of the article: its words with their times, how far its cues are from them, and its sound at 16 kHz."""
    video = folder / "reel.mp4"
    environment = os.environ | {"REEL_HOME": str(folder / "home"), "REEL_DATABASE": str(folder / "reel.db")}
    result = subprocess.run(
        [os.environ["REEL_BENCH_BIN"] + "/ReelRunner", "make", article, "-o", video, "--quality", "draft"],
        env=environment, capture_output=True, text=True,
    )
    if result.returncode:
        print(f"{pathlib.Path(article).stem[:32]:32} no reel: {result.stderr.strip().splitlines()[-1][:90]}")
        return None
    cues = read_cues((folder / "reel.vtt").read_text())
    words = timeline(folder / "home/cache", [word for _, text in cues for word in text.split()])
    times, position = [], 0
    for start, text in cues:
        times.append(start - words[position][1])
        position += len(text.split())
    sound = subprocess.run(
        ["ffmpeg", "-nostdin", "-loglevel", "error", "-i", video, "-vn", "-ac", "1", "-ar", "16000", "-f", "s16le", "-"],
        capture_output=True, check=True,
    ).stdout
    return words, times, sound


def read_cues(text):
    cues = []
    for block in text.split("\n\n"):
        lines = block.strip().splitlines()
        place = next((index for index, line in enumerate(lines) if "-->" in line), None)
        if place is not None:
            hours, minutes, seconds = lines[place].split(" ")[0].split(":")
            spoken = html.unescape(re.sub(r"<[^>]*>", "", " ".join(lines[place + 1:])))
            cues.append((int(hours) * 3600 + int(minutes) * 60 + float(seconds), spoken))
    return cues


def timeline(cache, spoken):
    """Every word with its time in the reel: the scenes' own words, in the order in which the captions have them."""
    scenes = []
    for file in cache.glob("*/*/words.json"):
        length = (file.parent / "speech.wav").stat().st_size - 44
        rate = int.from_bytes((file.parent / "speech.wav").read_bytes()[28:32], "little")
        scenes.append((json.loads(file.read_text()), length / rate))
    words, frame = [], 0
    while len(words) < len(spoken):
        rest = spoken[len(words):]
        # The longest of those that fit: a short scene may begin as a longer one does.
        scene, length = max(
            (scene for scene in scenes if [word["text"] for word in scene[0]] == rest[:len(scene[0])]),
            key=lambda scene: len(scene[0]),
        )
        words += [(word["text"], frame / FRAMES + word["start"]) for word in scene]
        frame += max(SHORTEST, math.ceil(round(length * FRAMES, 6)))
    return words


def heard(sound):
    decoder = Decoder(samprate=16000.0, loglevel="FATAL")
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()
    rate = 100.0
    return [
        (re.sub(r"\(\d+\)$", "", segment.word), segment.start_frame / rate)
        for segment in decoder.seg()
        if segment.word[0] not in "<["
    ]


def matched(words, recognised):
    """Seconds by which each word that was understood is heard after its caption."""
    plain = [re.sub(r"[^a-z0-9']", "", word.lower().replace("’", "'")).strip("'") for word, _ in words]
    matcher = difflib.SequenceMatcher(a=plain, b=[word for word, _ in recognised], autojunk=False)
    return [
        recognised[block.b + step][1] - words[block.a + step][1]
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]


main(sys.argv[1:])
