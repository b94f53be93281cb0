"""Writes tiny.onnx, a network with the inputs and outputs of a voice of Piper: each phoneme is a hum of 12 hops (64
samples) at a pitch that all share, with a little noise. Needs PyPI's onnx: python3 make.py FOLDER"""

import sys

from onnx import TensorProto, checker, helper, save

HOP = 64


def constant(name, kind, values, shape=()):
    return helper.make_tensor(name, kind, shape, values)


nodes = [
    helper.make_node("Cast", ["input"], ["letters"], to=TensorProto.FLOAT),
    helper.make_node("Mul", ["letters", "zero"], ["none"]),
    helper.make_node("Slice", ["scales", "one_int", "two_int"], ["length_scale"]),
    helper.make_node("Mul", ["length_scale", "twelve"], ["hops"]),
    helper.make_node("Add", ["none", "hops"], ["long"]),
    helper.make_node("Ceil", ["long"], ["durations"]),
    helper.make_node("ReduceSum", ["durations"], ["total_hops"], keepdims=0),
    helper.make_node("Mul", ["total_hops", "hop"], ["total"]),
    helper.make_node("Range", ["zero", "total", "one"], ["times"]),
    helper.make_node("Mul", ["times", "step"], ["phase"]),
    helper.make_node("Sin", ["phase"], ["hum"]),
    helper.make_node("RandomNormalLike", ["hum"], ["noise"], scale=0.01),
    helper.make_node("Mul", ["hum", "loudness"], ["quiet"]),
    helper.make_node("Add", ["quiet", "noise"], ["wave"]),
    helper.make_node("Reshape", ["wave", "shape"], ["output"]),
]
graph = helper.make_graph(
    nodes,
    "tiny",
    [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "letters"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ],
    [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples"])],
    [
        constant("zero", TensorProto.FLOAT, [0]),
        constant("one", TensorProto.FLOAT, [1]),
        constant("twelve", TensorProto.FLOAT, [12]),
        constant("hop", TensorProto.FLOAT, [HOP]),
        constant("step", TensorProto.FLOAT, [2 * 3.14159265 * 180 / 16000]),
        constant("loudness", TensorProto.FLOAT, [0.3]),
        constant("one_int", TensorProto.INT64, [1], [1]),
        constant("two_int", TensorProto.INT64, [2], [1]),
        constant("shape", TensorProto.INT64, [1, 1, 1, -1], [4]),
    ],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
checker.check_model(model)
save(model, sys.argv[1] + "/tiny.onnx")
