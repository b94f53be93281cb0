"""DistillMOS of the folders on standard input, each a line, into a file beside their 16k.wav. Its one use of torchaudio is
reading files, which is done here. DISTILLMOS names the folder of its package."""

import os
import sys
import types
import wave

import numpy as np

sys.path.insert(0, os.environ["DISTILLMOS"])
sys.modules["torchaudio"] = types.ModuleType("torchaudio")
import distillmos
import torch

torch.set_num_threads(1)
model = distillmos.ConvTransformerSQAModel()
model.eval()
with torch.no_grad():
    for folder in sys.stdin.read().split("\n"):
        with wave.open(folder + "/16k.wav") as file:
            audio = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768
        score = float(model(torch.from_numpy(audio)[None])[0])
        with open(folder + "/distillmos", "w") as file:
            file.write(str(score))
