"""The graph of the Python original, rewritten for the purpose with what it needs to run at 1080x1920 and 30 frames a second.

As it does: stills looped and moved with zoompan, a clip over a fill of itself blurred at full size, words drawn with
drawtext, every scene joined to the next by xfade over the whole chain, which ffmpeg 5.1 does in 4:4:4 only; medium, crf 23.
The splits without which its own graph does not compile are there; its captions are switched off, as they are in it.
"""


def arguments(folder, frames, text, target):
    seconds = frames / 30
    inputs, graph = [], []
    for index, name in enumerate(["0.jpg", "clip.mp4", "2.jpg", None, "4.jpg"]):
        # Each visual lasts as long as its narration, and 0.3 s longer, which the next transition takes.
        length = seconds + (0.3 if index < 4 else 0)
        count = round(length * 30)
        if name is None:
            inputs += ["-f", "lavfi", "-t", f"{length:.6f}", "-i", "color=c=0x1a1a2e:s=1080x1920:r=30"]
            graph.append(f"[{index}:v]drawtext=text='{text}':fontsize=72:fontcolor=white:x=(w-tw)/2:y=(h-th)/2,"
                         f"setsar=1,settb=1/30[v{index}]")
        elif name.endswith("mp4"):
            inputs += ["-t", f"{length:.6f}", "-i", f"{folder}/{name}"]
            graph.append(f"[{index}:v]fps=30,split[a][b];[a]scale=1080:1920:force_original_aspect_ratio=increase,"
                         f"crop=1080:1920,boxblur=20[bg];[b]scale=1080:-2[fg];[bg][fg]overlay=(W-w)/2:(H-h)/2,"
                         f"setsar=1,settb=1/30,trim=end_frame={count},setpts=N[v{index}]")
        else:
            inputs += ["-loop", "1", "-t", "0.04", "-i", f"{folder}/{name}"]
            graph.append(f"[{index}:v]zoompan=z='min(zoom+0.0008,1.12)':x='iw/2-(iw/zoom/2)':y='ih/2-(ih/zoom/2)':"
                         f"d={count}:s=1080x1920:fps=30,setsar=1,settb=1/30,trim=end_frame={count}[v{index}]")
    last = "v0"
    for index in range(1, 5):
        graph.append(f"[{last}][v{index}]xfade=transition=fade:duration=0.3:offset={index * seconds:.6f}[x{index}]")
        last = f"x{index}"
    return (["ffmpeg", "-nostdin", "-loglevel", "error", "-y"] + inputs
            + ["-filter_complex", ";".join(graph), "-map", f"[{last}]", "-an", "-c:v", "libx264", "-preset", "medium",
               "-crf", "23", "-threads", "2", target])
