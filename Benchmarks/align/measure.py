"""Finds words in speech whose times are known, and compares.

Each text is spoken by one engine, made an MP3 or Opus file and a WAVE file again, and aligned by `ReelSpeak align`, which
compares it with another engine's rendering. pocketsphinx, which knows the words too, is the second opinion on `heart`.
"""

import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import wave

from pocketsphinx import Decoder

SPEAK = os.environ["REEL_BENCH_BIN"] + "/ReelSpeak"
TEXTS = (pathlib.Path(__file__).parent / "texts.txt").read_text().split("\n")[:-1]
CODECS = {"mp3": ["libmp3lame", "64k", "mp3"], "opus": ["libopus", "32k", "ogg"]}
MEDIAN, MOST = 60, 120


def main(voices):
    ok = True
    # Without a voices folder rms is the best English voice: the rendering that others are compared with.
    for spoken, folder, by in [
        ("espeak:en-us", voices, "heart"), ("espeak:en-us+f3", voices, "heart"), ("rms", voices, "heart"),
        ("slt", voices, "heart"), ("heart", None, "rms"), ("slt", None, "rms"), ("espeak:en-us", None, "rms"),
    ]:
        for codec in CODECS:
            errors, spread, cost, length = [], 0, 0, 0
            for text in TEXTS:
                with tempfile.TemporaryDirectory() as work:
                    sound, known = speak(text, spoken, voices, pathlib.Path(work))
                    foreign = through(sound, codec)
                    answer, seconds = align(text, foreign, folder)
                    cost, length = cost + seconds, length + duration(foreign)
                spread += answer["method"] != "aligned"
                errors += [found["start"] - word["start"] for found, word in zip(answer["words"], known)]
            ok &= report(f"{spoken} by {by}, {codec}", errors, spread)
            print(f"{'':34} {cost / length * 1000:.0f} ms of processor time for a second of sound")
    report("heart's own, pocketsphinx", *second_opinion("heart", voices, None))
    ok &= report("heart by rms, pocketsphinx", *second_opinion("heart", voices, "mp3"))
    ok &= report("slt by heart, pocketsphinx", *second_opinion("slt", voices, "opus", voices))
    sys.exit(0 if ok else 1)


def report(name, errors, spread):
    ordered = sorted(abs(error) * 1000 for error in errors)
    middle, most = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    print(
        f"{name:34} {len(errors):4} words, bias {statistics.median(errors) * 1000:+4.0f}, median {middle:3.0f}, "
        f"95 % {most:3.0f}, worst {ordered[-1]:4.0f} ms; {spread} of {len(TEXTS)} texts spread", flush=True)
    return middle <= MEDIAN and most <= MOST and spread == 0


def speak(text, voice, voices, folder):
    request = {"text": text, "voice": voice, "pauses": {"leadIn": 0.1, "betweenSentences": 0.35, "after": 0.35}}
    subprocess.run(
        [SPEAK, "speak", folder, "--voices", voices], input=json.dumps(request).encode(), check=True)
    return folder / "speech.wav", json.loads((folder / "words.json").read_text())


def through(sound, codec):
    encoder, rate, ending = CODECS[codec]
    encoded, decoded = sound.parent / f"x.{ending}", sound.parent / "foreign.wav"
    quiet = ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i"]
    subprocess.run([*quiet, sound, "-c:a", encoder, "-b:a", rate, encoded], check=True)
    subprocess.run([*quiet, encoded, "-ac", "1", "-ar", "24000", "-c:a", "pcm_s16le", decoded], check=True)
    return decoded


def align(text, sound, voices):
    request = {"words": text.split(), "language": "en", "audio": str(sound)}
    before = os.times()
    result = subprocess.run(
        [SPEAK, "align", *(["--voices", voices] if voices else [])], input=json.dumps(request).encode(),
        capture_output=True, check=True)
    after = os.times()
    return json.loads(result.stdout)["alignment"], after.children_user - before.children_user


def duration(sound):
    with wave.open(str(sound)) as file:
        return file.getnframes() / file.getframerate()


def second_opinion(voice, voices, codec, by=None):
    """Our times less pocketsphinx's for the words that it knows; the engine's own times where there is no codec."""
    errors, spread = [], 0
    for text in TEXTS:
        with tempfile.TemporaryDirectory() as work:
            sound, words = speak(text, voice, voices, pathlib.Path(work))
            if codec:
                sound = through(sound, codec)
                answer, _ = align(text, sound, by)
                spread += answer["method"] != "aligned"
                words = answer["words"]
            heard = listen(sound, [plain(word["text"]) for word in words])
        errors += [word["start"] - heard[index] for index, word in enumerate(words) if index in heard]
    return errors, spread


def plain(word):
    return re.sub(r"[^a-z']", "", word.lower())


def listen(sound, words):
    """By the index of the word: when pocketsphinx's forced alignment says that it begins. Texts with words that it does not
    know, such as numbers, are left out: it can align whole texts only."""
    samples = subprocess.run(
        ["ffmpeg", "-nostdin", "-loglevel", "error", "-i", sound, "-ac", "1", "-ar", "16000", "-f", "s16le", "-"],
        capture_output=True, check=True).stdout
    decoder = Decoder(samprate=16000.0, loglevel="FATAL", bestpath=False)
    if any(not word or decoder.lookup_word(word) is None for word in words):
        return {}
    decoder.set_align_text(" ".join(words))
    decoder.start_utt()
    decoder.process_raw(samples, full_utt=True)
    decoder.end_utt()
    heard = [segment for segment in decoder.seg() if segment.word[0] not in "<[("]
    return {index: segment.start_frame / 100 for index, segment in enumerate(heard)} if len(heard) == len(words) else {}


main(sys.argv[1])
