"""Reads the weights that torch.save() wrote before PyTorch 1.6, without torch.

The file is three pickles of metadata, a pickle of the dictionary, a pickle of the storages' keys, then each storage:
its length as 64-bit integer, its numbers. A pickle may call any function, so each name but the four that such a
dictionary needs is refused.
"""
import array
import collections
import io
import math
import pickle
import struct

TYPES = {"FloatStorage": "f", "LongStorage": "q"}


class Storage:
    def __init__(self, typecode):
        self.typecode = typecode
        self.numbers = None


class Tensor:
    """shape: tuple of int; numbers: array, row-major whatever the order in the file (TensorFlow's survives there)."""

    def __init__(self, storage, offset, shape, stride):
        self.storage, self.offset, self.shape, self.stride = storage, offset, tuple(shape), tuple(stride)

    @property
    def count(self):
        return math.prod(self.shape)

    @property
    def numbers(self):
        places = [self.offset]
        for size, stride in zip(self.shape, self.stride):
            places = [place + i * stride for place in places for i in range(size)]
        stored = self.storage.numbers
        return array.array(self.storage.typecode, [stored[place] for place in places])


def load(content):
    """content: bytes of the file. Returns a dictionary from name to Tensor."""
    file = io.BytesIO(content)
    storages = {}
    for _ in range(3):
        Reader(file, storages).load()
    tensors = Reader(file, storages).load()
    for key in Reader(file, storages).load():
        storage = storages[key]
        (count,) = struct.unpack("<q", file.read(8))
        storage.numbers = array.array(storage.typecode)
        storage.numbers.frombytes(file.read(count * storage.numbers.itemsize))
    return tensors


class Reader(pickle.Unpickler):
    def __init__(self, file, storages):
        super().__init__(file)
        self.storages = storages

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, stride, *_: Tensor(storage, offset, shape, stride)
        if module == "torch" and name in TYPES:
            return TYPES[name]
        raise pickle.UnpicklingError(f"refused {module}.{name}")

    def persistent_load(self, pid):
        _, typecode, key = pid[:3]
        return self.storages.setdefault(key, Storage(typecode))
