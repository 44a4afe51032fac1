"""usage: tiny_models.py FOLDER

Writes the models of BackboneTest: each a few hundred bytes that average pixels, so that a test knows their results.
Run from engine/learning: python3 src/test/python/tiny_models.py src/test/resources/dev/labelops/learning/backbone
"""
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "main" / "python"))
from onnxfile import FLOAT, FLOAT16, INT64, UINT8, floats, model, node, tensor, value  # noqa: E402


def pool(x, y, size):
    return node("AveragePool", [x], [y], kernel_shape=[size, size], strides=[size, size])


def means(x, y):
    return [node("GlobalAveragePool", [x], [y + ".pooled"]), node("Flatten", [y + ".pooled"], [y])]


def integers(name, numbers):
    return tensor(name, [len(numbers)], struct.pack(f"<{len(numbers)}q", *numbers), INT64)


def to_nchw(x, y):
    return node("Transpose", [x], [y], perm=[0, 3, 1, 2])


free = ["N", 3, "H", "W"]
models = {
    # Free sizes, two maps and an embedding.
    "nchw": ([pool("image", "c3", 8), pool("image", "c4", 16)] + means("image", "embedding"), [],
             [value("image", free)],
             [value("c4", ["N", 3, "h16", "w16"]), value("c3", ["N", 3, "h8", "w8"]), value("embedding", ["N", 3])]),
    # Names for all dimensions, as exporters of transformers write; a map alone.
    "all-free": ([pool("pixel_values", "features", 16)], [],
                 [value("pixel_values", ["batch_size", "num_channels", "height", "width"])],
                 [value("features", ["batch_size", "c", "h", "w"])]),
    "nhwc": ([to_nchw("input", "first"), pool("first", "pooled", 8),
              node("Transpose", ["pooled"], ["map"], perm=[0, 2, 3, 1])] + means("first", "embedding"), [],
             [value("input", [1, 32, 48, 3])], [value("map", [1, 4, 6, 3]), value("embedding", [1, 3])]),
    "uint8": ([node("Cast", ["input"], ["cast"], to=FLOAT),
               node("ReduceMean", ["cast"], ["image_embeds"], axes=[1, 2], keepdims=0)], [],
              [value("input", ["N", "H", "W", 3], UINT8)], [value("image_embeds", ["N", 3])]),
    # A class token and two registers before the 2 x 2 patches of 14 pixels.
    "tokens": ([pool("pixel_values", "patches", 14), node("Reshape", ["patches", "shape"], ["flat"]),
                node("Transpose", ["flat"], ["tokens"], perm=[0, 2, 1]),
                node("Concat", ["extra", "tokens"], ["last_hidden_state"], axis=1)],
               [integers("shape", [1, 3, 4]), floats("extra", [1, 3, 3], [9.0] * 9)],
               [value("pixel_values", [1, 3, 28, 28])], [value("last_hidden_state", [1, 7, 3])]),
    "wrong-tokens": ([pool("pixel_values", "patches", 2), node("Reshape", ["patches", "shape"], ["flat"]),
                      node("Transpose", ["flat"], ["last_hidden_state"], perm=[0, 2, 1])],
                     [integers("shape", [1, 3, 196])],
                     [value("pixel_values", [1, 3, 28, 28])], [value("last_hidden_state", [1, 196, 3])]),
    "wrong-channels": (means("image", "embedding"), [], [value("image", ["N", 4, "H", "W"])],
                       [value("embedding", ["N", 4])]),
    "wrong-batch": (means("image", "embedding"), [], [value("image", [4, 3, 32, 32])], [value("embedding", [4, 3])]),
    "wrong-type": (means("image", "embedding"), [], [value("image", free, FLOAT16)],
                   [value("embedding", ["N", 3], FLOAT16)]),
    "wrong-inputs": (means("pixel_values", "image_embeds") + [node("Identity", ["input_ids"], ["text_embeds"])], [],
                     [value("pixel_values", free), value("input_ids", ["N", "T"], INT64)],
                     [value("image_embeds", ["N", 3]), value("text_embeds", ["N", "T"], INT64)]),
    "wrong-outputs": ([node("ReduceMean", ["image"], ["score"], axes=[1, 2, 3], keepdims=0)], [],
                      [value("image", free)], [value("score", ["N"])]),
    "wrong-embeddings": (means("image", "a") + [node("Identity", ["a"], ["b"])], [], [value("image", free)],
                         [value("a", ["N", 3]), value("b", ["N", 3])]),
    "wrong-map": ([node("AveragePool", ["image"], ["map"], kernel_shape=[8, 32], strides=[8, 32])], [],
                  [value("image", free)], [value("map", ["N", 3, "h", "w"])]),
    "not-finite": (means("image", "means") + [node("Div", ["means", "zero"], ["embedding"])],
                   [floats("zero", [1], [0.0])], [value("image", free)], [value("embedding", ["N", 3])]),
}

folder = pathlib.Path(sys.argv[1])
for name, (nodes, initializers, inputs, outputs) in models.items():
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "model.onnx").write_bytes(model(name, nodes, initializers, inputs, outputs))
