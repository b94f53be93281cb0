"""CPU seconds per second of video, with everything that a command starts; interleaved, medians."""
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

import imageio_ffmpeg

import inputs
import original

folder, runner, seconds, rounds = pathlib.Path(sys.argv[1]), sys.argv[2].split(), float(sys.argv[3]), int(sys.argv[4])
here = pathlib.Path(__file__).parent
results = {"seconds": seconds, "rounds": rounds}


def run(command):
    """User and system seconds of the command and its children, and the most memory that one of them held, in MB."""
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        raise SystemExit(f"{command[0]} ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compose(target, ffmpeg="ffmpeg"):
    return runner + [f"{folder}/order.json", "--output", str(target), "--ffmpeg", ffmpeg, "--encoders", "2"]


def say(name, cpu, memory, wanted=""):
    line = f"{name:44} {cpu / seconds:6.3f} CPU s/s  {memory:5.0f} MB  {wanted}"
    print(line, flush=True)


print("Making pictures and a clip …", flush=True)
# In a process of its own: what it holds at most would be told of every child that this one starts afterwards.
subprocess.run([sys.executable, str(here / "inputs.py"), str(folder), str(seconds)], check=True)
frames = inputs.frame_count(seconds) * 5
seconds = frames / 30

# Every composed frame, exactly: the stage as it is, with an ffmpeg that encodes without loss.
lossless = folder / "ffmpeg-lossless"
lossless.write_text("""#!/usr/bin/env bash
arguments=()
while [ $# -gt 0 ]; do
    case $1 in
        -crf) arguments+=(-qp 0); shift 2 ;;
        -preset) arguments+=(-preset ultrafast); shift 2 ;;
        -profile:v | -maxrate | -bufsize) shift 2 ;;
        *) arguments+=("$1"); shift ;;
    esac
done
exec ffmpeg "${arguments[@]}"
""")
lossless.chmod(0o755)
run(compose(folder / "lossless.mp4", str(lossless)))
raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", "1080x1920", "-framerate", "30"]
run(["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-i", f"{folder}/lossless.mp4", "-f", "rawvideo", "-pix_fmt",
     "yuv420p", f"{folder}/frames.yuv"])
encode = (["ffmpeg", "-nostdin", "-loglevel", "error", "-y"] + raw + ["-i", f"{folder}/frames.yuv", "-c:v", "libx264",
          "-preset", "veryfast", "-crf", "20", "-profile:v", "high", "-threads", "1", "-maxrate", "8M", "-bufsize", "16M",
          "-g", "60", "-x264-params", "stitchable=1:open-gop=0:8x8dct=1", f"{folder}/encoded.mp4"])

ours, limit = [], []
wall = time.monotonic()
for _ in range(rounds):
    ours.append(run(compose(folder / "composed.mp4")))
    limit.append(run(encode))
wall = time.monotonic() - wall
mine, least = (statistics.median(x[0] for x in values) for values in (ours, limit))
ratios = [a[0] / b[0] for a, b in zip(ours, limit)]
say("encoding the composed frames, one thread", least, max(x[1] for x in limit))
say("compose", mine, max(x[1] for x in ours),
    f"{mine / least:.2f} times (median of pairs {statistics.median(ratios):.2f}), at most 1.35")

words = inputs.SENTENCES[3]
theirs = []
for _ in range(2):
    theirs.append(run(original.arguments(folder, frames // 5, words, f"{folder}/original.mp4")))
say("the original's graph", min(x[0] for x in theirs), max(x[1] for x in theirs),
    f"{min(x[0] for x in theirs) / mine:.1f} times ours, at least 2.4")

font = subprocess.run(["fc-match", "-f", "%{file}", "Inter Display:extrabold"], capture_output=True, text=True).stdout
part = 1.5
cpu, memory = run([sys.executable, str(here / "moviepy_way.py"), str(folder), str(part), font, f"{folder}/moviepy.mp4"])
ratio = cpu / (2 * part) / (mine / seconds)
print(f"{'MoviePy, two scenes of ' + str(part) + ' s':44} {cpu / (2 * part):6.3f} CPU s/s  {memory:5.0f} MB  "
      f"{ratio:.1f} times ours, at least 12", flush=True)

# Both are told to be what they are, or ffmpeg converts one of them on its way into the filter.
same = "settb=1/30,setpts=N,setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
check = subprocess.run(
    [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-i", f"{folder}/composed.mp4"] + raw
    + ["-i", f"{folder}/frames.yuv", "-lavfi", f"[0:v]{same}[a];[1:v]{same}[b];[a][b]libvmaf=n_threads=2", "-f", "null",
       "-"], capture_output=True, text=True)
score = float(re.search(r"VMAF score: ([\d.]+)", check.stderr).group(1))
bits = os.path.getsize(folder / "composed.mp4") * 8 / seconds / 1e6
print(f"VMAF of the composed file against its own frames: {score:.1f}, at least 95; {bits:.2f} Mb/s")
