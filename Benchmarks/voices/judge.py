"""Speaks scripts by voices and judges the sound: words misheard by Whisper-base, DNSMOS P.808, DistillMOS, word starts against
pocketsphinx's alignment, pitch, cost. Prints one table, and the words that were misheard.

    judge.py PROGRAM VOICES_FOLDER WORK_FOLDER WHISPER VOICE[+scripts=N]... -- SCRIPT.json...

A voice with a number speaks only so many scripts: slow ones. SCENES is how many of each script's scenes are spoken, all unless
given. P808_MODEL is the model's file, DISTILLMOS the folder of its package. What was spoken before is not spoken again."""

import collections
import json
import os
import re
import resource
import subprocess
import sys
import wave

import numpy as np
import onnxruntime


def cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def speak(program, voices, folder, text, voice):
    """Seconds of a processor that a scene took, kept beside it."""
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(folder + "/cpu"):
        request = {"text": text, "voice": voice, "pauses": {"leadIn": 0.1, "betweenSentences": 0.35, "after": 0.35}}
        before = cpu()
        done = subprocess.run(
            [program, "speak", folder, "--voices", voices], input=json.dumps(request).encode(), capture_output=True
        )
        if done.returncode:
            sys.exit(f"{voice}: {done.stderr.decode()[-300:]}\n{text}")
        with open(folder + "/cpu", "w") as file:
            file.write(str(cpu() - before))
    return float(open(folder + "/cpu").read())


def sound(folder):
    """At 16 kHz, -1 to 1."""
    path = folder + "/16k.wav"
    if not os.path.exists(path):
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-i", folder + "/speech.wav", "-ar", "16000", "-ac", "1", path], check=True
        )
    with wave.open(path) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768


# Words, as they are compared: British spelling and signs as Whisper writes them.
SPELLINGS = {"metre": "meter", "grey": "gray", "colour": "color", "neighbour": "neighbor", "labour": "labor", "centre": "center",
             "defence": "defense", "favour": "favor", "honour": "honor", "programme": "program", "travell": "travel"}
ONES = "zero one two three four five six seven eight nine ten eleven twelve".split()
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10)))
# Written one way, read another.
READ = {"gov": "governor", "oct": "october", "nov": "november", "dec": "december", "jan": "january", "feb": "february",
        "aug": "august", "sept": "september", "sen": "senator", "rep": "representative", "dr": "doctor", "mr": "mister",
        "inc": "incorporated", "corp": "corporation", "co": "company", "theatre": "theater", "i'm": "am", "am": "am",
        "8th": "eighth", "5th": "fifth", "4th": "fourth", "3rd": "third", "2nd": "second", "1st": "first"}


def words(text):
    text = text.lower().replace("’", "'").replace("%", " percent").replace("&", " and ").replace("+", " plus ")
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"[$£€](\d[\d.]*)( (?:million|billion|trillion))?", r"\1\2 dollars", text)
    for british, american in SPELLINGS.items():
        text = text.replace(british, american)
    text = re.sub(r"([a-z])isation", r"\1ization", text)
    text = re.sub(r"([a-z])is(e|ed|es|ing)\b", r"\1iz\2", text)
    text = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", text)
    found = re.findall(r"[a-z0-9]+(?:\.\d+)?(?:'[a-z]+)?", text.replace("-", " "))
    result = []
    for word in found:
        if result and result[-1] in TENS and word in ONES[1:10]:
            result[-1] = str(TENS[result[-1]] + ONES.index(word))
        else:
            result.append(ONES[int(word)] if word.isdigit() and int(word) < 13 else READ.get(word, word))
    return result


def edits(a, b):
    """The cheapest edits, in runs: what was written and what was heard, each a list of words."""
    cost = np.zeros((len(a) + 1, len(b) + 1), int)
    cost[:, 0], cost[0] = range(len(a) + 1), range(len(b) + 1)
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            cost[i, j] = min(cost[i - 1, j] + 1, cost[i, j - 1] + 1, cost[i - 1, j - 1] + (a[i - 1] != b[j - 1]))
    i, j, runs, is_open = len(a), len(b), [], False
    while i or j:
        written, heard = [], []
        if i and j and cost[i, j] == cost[i - 1, j - 1] + (a[i - 1] != b[j - 1]):
            i, j = i - 1, j - 1
            if a[i] == b[j]:
                is_open = False
                continue
            written, heard = [a[i]], [b[j]]
        elif i and cost[i, j] == cost[i - 1, j] + 1:
            i -= 1
            written = [a[i]]
        else:
            j -= 1
            heard = [b[j]]
        if not is_open:
            runs.append(([], []))
        runs[-1] = (written + runs[-1][0], heard + runs[-1][1])
        is_open = True
    # What is only parted otherwise ("policy makers") is no mistake.
    return [run for run in runs[::-1] if "".join(run[0]) != "".join(run[1])]


def names(text, is_known):
    """Words that begin with a capital within a sentence, and those that no dictionary has; a title in capitals has none."""
    tokens = text.split()
    is_title = sum(t[:1].isupper() for t in tokens) > len(tokens) * 0.6
    found = set()
    for index, token in enumerate(tokens):
        starts = index == 0 or tokens[index - 1][-1:] in ".!?”\""
        for word in words(token):
            if not is_known(word) or (token.lstrip("“‘'\"(")[:1].isupper() and not starts and not is_title):
                found.add(word)
    return found


def mel(audio, size, hop, count, rate=16000):
    """A power spectrogram on Slaney's mel scale, as librosa computes it."""
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
    padded = np.pad(audio, size // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop] * window
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2

    def hertz(m):
        return np.where(m < 15, m * 200 / 3, 1000 * np.exp((m - 15) * np.log(6.4) / 27))

    top = 15 + np.log(rate / 2 / 1000) / np.log(6.4) * 27
    edges = hertz(np.linspace(0, top, count + 2))
    bins = np.fft.rfftfreq(size, 1 / rate)
    lower = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    upper = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    weights = np.maximum(0, np.minimum(lower, upper)) * (2 / (edges[2:] - edges[:-2]))[:, None]
    return power @ weights.T


class P808:
    """DNSMOS P.808 (Microsoft, MIT): windows of 9.01 s, one each second; what is shorter is repeated."""

    LENGTH = int(9.01 * 16000)

    def __init__(self, model):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def __call__(self, audio):
        while len(audio) < self.LENGTH:
            audio = np.concatenate([audio, audio])
        scores = []
        for start in range(0, len(audio) - self.LENGTH + 1, 32000):
            power = mel(audio[start : start + self.LENGTH - 160], 321, 160, 120)
            decibels = 10 * np.log10(np.maximum(1e-10, power))
            decibels -= 10 * np.log10(max(1e-10, power.max()))
            given = (np.maximum(decibels, decibels.max() - 80) + 40) / 40
            scores.append(float(self.session.run(None, {"input_1": given[None, :900].astype(np.float32)})[0][0][0]))
        return float(np.mean(scores))


class Whisper:
    """Whisper-base (OpenAI, MIT) as CTranslate2 has it, without its times: five beams, 30 s at once."""

    def __init__(self, folder):
        import ctranslate2
        import tokenizers

        self.model = ctranslate2.models.Whisper(folder, compute_type="int8", intra_threads=1)
        self.tokenizer = tokenizers.Tokenizer.from_file(folder + "/tokenizer.json")
        names = "<|startoftranscript|>", "<|en|>", "<|transcribe|>", "<|notimestamps|>"
        self.prompt = [self.tokenizer.token_to_id(name) for name in names]

    def __call__(self, audio):
        import ctranslate2

        heard = []
        for start in range(0, len(audio), 480000):
            power = mel(np.pad(audio[start : start + 480000], (0, max(0, start + 480000 - len(audio)))), 400, 160, 80)
            given = np.log10(np.maximum(power[:3000].T, 1e-10))
            given = (np.maximum(given, given.max() - 8) + 4) / 4
            features = ctranslate2.StorageView.from_array(np.ascontiguousarray(given[None], np.float32))
            result = self.model.generate(features, [self.prompt], beam_size=5)
            heard.append(self.tokenizer.decode(result[0].sequences_ids[0], skip_special_tokens=True).strip())
        return " ".join(heard)


class Aligner:
    """Word starts by pocketsphinx's own model of American English, for texts of which it knows every word."""

    def __init__(self):
        from pocketsphinx import Decoder

        self.decoder = Decoder(samprate=16000, loglevel="FATAL", bestpath=False)

    def knows(self, word):
        return any(c.isdigit() for c in word) or self.decoder.lookup_word(word) is not None

    def errors(self, text, audio, told):
        spoken = [re.sub(r"[^a-z']", "", w.lower().replace("’", "'")) for w in text.split()]
        if re.search(r"[^A-Za-z ,.’'!?“”\"]", text) or any(
            not w or self.decoder.lookup_word(w) is None for w in spoken
        ):
            return []
        silence = np.zeros(4800, np.int16)
        pcm = np.concatenate([silence, (audio * 32767).astype(np.int16), silence]).tobytes()
        try:
            self.decoder.set_align_text(" ".join(spoken))
            self.decoder.start_utt()
            self.decoder.process_raw(pcm, full_utt=True)
            self.decoder.end_utt()
        except RuntimeError:
            return []
        heard = [
            (re.sub(r"\(\d+\)", "", s.word), s.start_frame / 100 - 0.3)
            for s in self.decoder.seg() or []
            if s.word[0] not in "<([" and s.word not in ("sil",)
        ]
        if [h[0] for h in heard] != spoken:
            return []
        return [t["start"] - h[1] for t, h in zip(told, heard)]


def main():
    program, voices, work, whisper_folder = sys.argv[1:5]
    split = sys.argv.index("--")
    asked, scripts = sys.argv[5:split], sys.argv[split + 1 :]
    whisper = Whisper(whisper_folder)
    p808 = P808(os.environ["P808_MODEL"])
    aligner = Aligner()
    scenes = int(os.environ.get("SCENES", "1000"))
    rows, misheard = [], {}
    for voice in asked:
        voice, _, count = voice.rpartition("+scripts=") if "+scripts=" in voice else (voice, "", "")
        total, wrong, seconds, spent = 0, collections.Counter(), 0.0, 0.0
        counts = [0, 0]
        scores, starts, folders = [], [], []
        for script in scripts[: int(count) if count else None]:
            for number, scene in enumerate(json.load(open(script))["scenes"][:scenes]):
                text = scene["script"]
                name = re.sub(r"\W", "_", voice) + "/" + os.path.basename(script)[:8] + f"-{number}"
                folder = os.path.join(work, name)
                spent += speak(program, voices, folder, text, voice)
                audio = sound(folder)
                seconds += len(audio) / 16000
                if not os.path.exists(folder + "/heard"):
                    open(folder + "/heard", "w").write(whisper(audio))
                written = words(text)
                total += len(written)
                known = names(text, aligner.knows)
                for one, other in edits(written, words(open(folder + "/heard").read())):
                    is_name = bool(known & set(one))
                    counts[is_name] += max(len(one), len(other))
                    wrong[("*" if is_name else "") + " ".join(one), " ".join(other)] += 1
                if not os.path.exists(folder + "/p808"):
                    open(folder + "/p808", "w").write(str(p808(audio)))
                scores.append(float(open(folder + "/p808").read()))
                starts += aligner.errors(text, audio, json.load(open(folder + "/words.json")))
                folders.append(folder)
        distill = distillmos(folders)
        off = np.abs(starts) * 1000 if starts else np.array([np.nan])
        rows.append(
            f"| `{voice}` | {total} | {100 * counts[0] / total:.1f} % + {100 * counts[1] / total:.1f} % | {np.mean(scores):.2f} ({min(scores):.2f}) | "
            + (f"{np.mean(distill):.2f} ({min(distill):.2f})" if distill else "-")
            + f" | {np.median(off):.0f} / {np.percentile(off, 95):.0f} ms ({np.median(starts) * 1000 if starts else 0:+.0f}, "
            + f"{len(starts)} words) | {spent / seconds:.3f} |"
        )
        misheard[voice] = wrong
        print(rows[-1], flush=True)
    print("\n| voice | words | misheard, and of names | P.808, mean (least) | DistillMOS, mean (least) | starts, median / 95 % | CPU |")
    print("|---|---|---|---|---|---|---|")
    print("\n".join(rows))
    for voice, wrong in misheard.items():
        print(f"\n{voice}: " + ", ".join(f"{a or '-'} → {b or '-'}" + (f" ({n})" if n > 1 else "")
                                         for (a, b), n in wrong.most_common(100)))


def distillmos(folders):
    """By Debian's Python, whose torch it needs; empty without it."""
    wanted = [f for f in folders if not os.path.exists(f + "/distillmos")]
    if wanted and subprocess.run(
        ["/usr/bin/python3", os.path.join(os.path.dirname(os.path.abspath(__file__)), "distill.py")],
        input="\n".join(wanted).encode(),
    ).returncode:
        return []
    return [float(open(f + "/distillmos").read()) for f in folders]


main()
