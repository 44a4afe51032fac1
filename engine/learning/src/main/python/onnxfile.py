"""Writes ONNX files: as much of onnx.proto (opset 17, IR version 8) as our models need, without the onnx package.

Numbers of fields are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""
import struct

FLOAT, UINT8, INT64, FLOAT16 = 1, 2, 7, 10


def model(name, nodes, initializers, inputs, outputs):
    graph = (b"".join(field(1, n) for n in nodes) + field(2, name) + b"".join(field(5, i) for i in initializers)
             + b"".join(field(11, i) for i in inputs) + b"".join(field(12, o) for o in outputs))
    return field(1, 8) + field(2, "labelops") + field(7, graph) + field(8, field(1, "") + field(2, 17))


def node(operator, inputs, outputs, **attributes):
    return (b"".join(field(1, i) for i in inputs) + b"".join(field(2, o) for o in outputs) + field(3, outputs[0])
            + field(4, operator) + b"".join(field(5, attribute(k, v)) for k, v in sorted(attributes.items())))


def attribute(name, value):
    if isinstance(value, int):
        return field(1, name) + field(3, value) + field(20, 2)
    if isinstance(value, str):
        return field(1, name) + field(4, value) + field(20, 3)
    return field(1, name) + b"".join(field(8, v) for v in value) + field(20, 7)


def tensor(name, shape, raw, element=FLOAT):
    """raw: the numbers, little endian, row-major."""
    return b"".join(field(1, d) for d in shape) + field(2, element) + field(8, name) + field(9, raw)


def floats(name, shape, numbers):
    return tensor(name, shape, struct.pack(f"<{len(numbers)}f", *numbers))


def value(name, shape, element=FLOAT):
    """shape: an int per fixed dimension, a str per free one."""
    dimensions = b"".join(field(1, field(1 if isinstance(d, int) else 2, d)) for d in shape)
    return field(1, name) + field(2, field(1, field(1, element) + field(2, dimensions)))


def field(number, content):
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    if isinstance(content, str):
        content = content.encode()
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(n):
    out = bytearray()
    n &= (1 << 64) - 1
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)
