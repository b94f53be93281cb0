"""The same with MoviePy 2 as programs that make such reels usually do: each picture becomes a clip file by zooming, each
clip file is fitted into the frame and written again, all are joined and written again, and the captions are laid over that
and written a last time. No transitions. Two scenes: a still and the clip.
"""
import json
import sys

from moviepy import (ColorClip, CompositeVideoClip, ImageClip, TextClip, VideoFileClip, concatenate_videoclips)

folder, seconds, font, target = sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4]
scenes = json.load(open(f"{folder}/order.json"))["timeline"]["scenes"]
write = {"fps": 30, "codec": "libx264", "audio": False, "threads": 2, "logger": None}

still = ImageClip(f"{folder}/0.jpg").resized(width=1210).with_duration(seconds).with_position("center")
zoom = still.resized(lambda t: 1 + 0.12 * t / seconds)
CompositeVideoClip([zoom], size=(1210, 1815)).write_videofile(f"{folder}/mp-still.mp4", **write)

fitted = []
for index, name in enumerate(["mp-still.mp4", "clip.mp4"]):
    clip = VideoFileClip(f"{folder}/{name}").subclipped(0, seconds)
    scale = min(1080 / clip.w, 1920 / clip.h)
    ground = ColorClip((1080, 1920), color=(0, 0, 0)).with_duration(seconds)
    part = f"{folder}/mp-fit-{index}.mp4"
    CompositeVideoClip([ground, clip.resized(scale).with_position("center")]).write_videofile(part, **write)
    fitted.append(VideoFileClip(part))
concatenate_videoclips(fitted).write_videofile(f"{folder}/mp-joined.mp4", **write)

captions = []
for index in (0, 1):
    for word in scenes[index]["words"]:
        text = TextClip(font=font, text=word["text"], font_size=80, color="white", stroke_color="black", stroke_width=5,
                        size=(900, 200), method="caption")
        start = index * seconds + word["start"]
        captions.append(text.with_start(start).with_duration(word["end"] - word["start"]).with_position(("center", 1200)))
CompositeVideoClip([VideoFileClip(f"{folder}/mp-joined.mp4"), *captions]).write_videofile(target, **write)
