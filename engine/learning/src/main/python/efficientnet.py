"""EfficientNet-Lite0's PyTorch weights as ONNX.

Definition: tensorflow/tpu, models/official/efficientnet/lite/efficientnet_lite_builder.py (Apache-2.0): ReLU6, batch
normalization with epsilon 1e-3, mean 127, deviation 128. Folded: y = conv(x) * g + (beta - mean * g) with
g = gamma / sqrt(variance + epsilon) is one convolution with other weights.

Input  `image` (N, 3, H, W): float32, RGB, 0 to 255; H and W multiples of 32.
Outputs `c2` (N, 24, H/4, W/4), `c3` (N, 40, H/8, W/8), `c4` (N, 112, H/16, W/16), `c5` (N, 320, H/32, W/32) and
`embedding` (N, 1280). The classifier is left out.

Computed in double precision with operations that IEEE 754 rounds correctly, so the file is the same on each machine.
"""
import math

from onnxfile import floats, model, node, value

EPSILON = 1e-3
# Of the first block of each stage.
STRIDES = (1, 2, 2, 2, 1, 2, 1)
TAPS = {4: "c2", 8: "c3", 16: "c4", 32: "c5"}


class Graph:
    def __init__(self, weights):
        self.weights, self.nodes, self.initializers = weights, [], []

    def constant(self, name, shape, numbers):
        self.initializers.append(floats(name, shape, numbers))
        return name

    def add(self, operator, inputs, output, **attributes):
        self.nodes.append(node(operator, inputs, [output], **attributes))
        return output

    def convolution(self, x, name, weight, norm, stride=1, relu6=True):
        kernel = self.weights[weight + ".weight"]
        gamma, beta, mean, variance = (self.weights[norm + part].numbers for part in
                                       (".weight", ".bias", ".running_mean", ".running_var"))
        channels = kernel.shape[0]
        each = kernel.count // channels
        gain = [gamma[c] / math.sqrt(variance[c] + EPSILON) for c in range(channels)]
        numbers = kernel.numbers
        folded = [numbers[i] * gain[i // each] for i in range(kernel.count)]
        y = self.add(
            "Conv",
            [x, self.constant(name + ".w", kernel.shape, folded),
             self.constant(name + ".b", [channels], [beta[c] - mean[c] * gain[c] for c in range(channels)])],
            name, auto_pad="SAME_UPPER", group=channels if "depthwise" in weight else 1,
            kernel_shape=list(kernel.shape[2:]), strides=[stride, stride])
        return self.add("Clip", [y, "zero", "six"], name + ".a") if relu6 else y


def to_onnx(weights):
    """weights: dictionary from name to checkpoint.Tensor. Returns the bytes of the ONNX file."""
    g = Graph(weights)
    g.constant("zero", [], [0.0])
    g.constant("six", [], [6.0])
    g.add("Sub", ["image", g.constant("mean", [1, 1, 1, 1], [127.0])], "centred")
    g.add("Mul", ["centred", g.constant("scale", [1, 1, 1, 1], [1 / 128])], "normalised")
    x = g.convolution("normalised", "stem", "_conv_stem", "_bn0", stride=2)
    stride, stage, channels, sizes = 2, -1, g.weights["_conv_stem.weight"].shape[0], {}
    stage_channels = None

    def tap(x):
        g.add("Identity", [x], TAPS[stride])
        sizes[stride] = channels

    block = 0
    while f"_blocks.{block}._project_conv.weight" in weights:
        prefix, name = f"_blocks.{block}.", f"b{block}"
        out = weights[prefix + "_project_conv.weight"].shape[0]
        step = 1
        if out != stage_channels:
            stage += 1
            stage_channels, step = out, STRIDES[stage]
        if step == 2:
            if stride in TAPS:
                tap(x)
            stride *= 2
        y, norms = x, iter(("_bn0", "_bn1", "_bn2"))
        if prefix + "_expand_conv.weight" in weights:
            y = g.convolution(y, name + "e", prefix + "_expand_conv", prefix + next(norms))
        else:
            next(norms)
        y = g.convolution(y, name + "d", prefix + "_depthwise_conv", prefix + next(norms), stride=step)
        y = g.convolution(y, name + "p", prefix + "_project_conv", prefix + next(norms), relu6=False)
        x = g.add("Add", [x, y], name) if step == 1 and out == channels else y
        channels = out
        block += 1
    tap(x)
    head = g.convolution(x, "head", "_conv_head", "_bn1")
    g.add("Flatten", [g.add("GlobalAveragePool", [head], "pooled")], "embedding")
    outputs = [value(TAPS[s], ["N", c, f"h{s}", f"w{s}"]) for s, c in sorted(sizes.items())]
    outputs.append(value("embedding", ["N", weights["_conv_head.weight"].shape[0]]))
    return model("efficientnet_lite0", g.nodes, g.initializers, [value("image", ["N", 3, "H", "W"])], outputs)
