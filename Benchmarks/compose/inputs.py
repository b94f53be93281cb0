"""Pictures, a clip and the description of a reel, the same in every run.

The pictures are noise whose power falls with the square of its frequency, as that of photographs does, with hard edges in
it. Five scenes: still, clip, still, words, still.
"""
import json
import pathlib
import subprocess

import numpy
from PIL import Image

RATE = 30
SENTENCES = [
    "Nearly two thirds of the replanted reef is alive today.",
    "Divers planted every coral by hand over ten long years.",
    "Each fragment grows on a small frame made of steel.",
    "The reef is alive again",
    "Experts expect it to double within the next decade.",
]


def photograph(width, height, seed):
    random = numpy.random.default_rng(seed)
    down = numpy.fft.fftfreq(height)[:, None]
    across = numpy.fft.rfftfreq(width)[None, :]
    weight = 1 / numpy.maximum(numpy.hypot(down, across), 2 / max(width, height)) ** 1.25
    planes = []
    shared = random.normal(size=(height, width))
    for _ in range(3):
        noise = 0.8 * shared + 0.3 * random.normal(size=(height, width))
        plane = numpy.fft.irfft2(numpy.fft.rfft2(noise) * weight, s=(height, width))
        planes.append(128 + 46 * (plane - plane.mean()) / plane.std())
    picture = numpy.stack(planes, axis=2)
    for _ in range(14):
        x, y = random.integers(0, width), random.integers(0, height)
        w, h = random.integers(40, width // 3), random.integers(40, height // 3)
        picture[y : y + h, x : x + w] *= random.uniform(0.55, 1.35)
    return Image.fromarray(picture.clip(0, 255).astype(numpy.uint8))


def frame_count(seconds):
    """Frames of one scene."""
    return int(seconds * RATE / len(SENTENCES))


def make(folder, seconds):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [(2400, 3600), (1920, 1080), (1600, 1066), (1210, 2150), (2000, 3200)]
    for index, (width, height) in enumerate(sizes):
        photograph(width, height, index).save(folder / f"{index}.jpg", quality=90)
    # A clip is what Gather makes of one: a walk over a picture with a little grain, as wide as the frame, H.264, 30 frames a
    # second.
    photograph(2600, 1500, 99).save(folder / "wide.jpg", quality=92)
    frames = frame_count(seconds)
    subprocess.run(
        ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-loop", "1", "-framerate", str(RATE), "-i",
         str(folder / "wide.jpg"), "-vf",
         "crop=1920:1080:x='300+200*sin(t/2)':y='200+150*cos(t/3)',noise=alls=5:allf=t,"
         "scale=1080:608:out_color_matrix=bt709:out_range=tv,format=yuv420p",
         "-frames:v", str(frames + 30), "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-g", "60",
         str(folder / "clip.mp4")], check=True)
    scenes, visuals, script, start = [], [], [], 0
    motions = ["zoomIn", "panLeft", "zoomOut", "zoomIn", "panRight"]
    for index, sentence in enumerate(SENTENCES):
        words, each = sentence.split(), (frames / RATE - 0.4) / len(sentence.split())
        spoken = [{"text": w, "start": 0.1 + each * i, "end": 0.1 + each * (i + 0.9)} for i, w in enumerate(words)]
        scenes.append({"sceneNumber": index + 1, "startFrame": start, "frameCount": frames, "words": spoken})
        script.append({"scene_number": index + 1, "script": sentence, "asset_keywords": [], "asset_type": "image",
                       "scene_type": "text" if index == 3 else "media"})
        visual = {"sceneNumber": index + 1, "file": (folder / f"{index}.jpg").resolve().as_uri(),
                  "size": {"width": sizes[index][0], "height": sizes[index][1]},
                  "choice": {"kind": "backdrop" if index == 3 else "picture", "motion": motions[index]}}
        if index == 1:
            visual["clip"] = (folder / "clip.mp4").resolve().as_uri()
            visual["choice"]["kind"] = "clip"
            visual["size"] = {"width": 1080, "height": 608}
        visuals.append(visual)
        start += frames
    order = {"script": {"title": "Benchmark", "scenes": script},
             "timeline": {"frameRate": RATE, "transitionFrames": 9, "scenes": scenes},
             "visuals": {"scenes": visuals, "palette": {"name": "dusk", "colours": ["#101620", "#27384e", "#4c6f95", "#ff9d5c"]}}}
    (folder / "order.json").write_text(json.dumps(order))


if __name__ == "__main__":
    import sys
    make(sys.argv[1], float(sys.argv[2]))
