"""What does a tree of Python files look like? Generated ones, the same for everybody.

Files are sized as in real code: half of them have less than 3 KB, and 6 KB is the mean.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from pathlib import Path

SEED = 20240318
MEDIAN, MEAN = 3_000, 6_000
PER_FOLDER = 40

# The modules of a package of a linked tree that use hub, some of them through one another.
LINKED = {
    "handles.py": """\
ENCODER = "https://tfhub.dev/google/universal-sentence-encoder/{version}"
VECTORS = "https://tfhub.dev/google/nnlm-en-dim128/" + "{version}"
""",
    "compat.py": """\
import tensorflow as tf
import tensorflow_hub as hub

__all__ = ["hub", "tf"]
""",
    "layers.py": """\
import tensorflow_hub as hub

from package_{number}.handles import ENCODER


def encoder(trainable=False):
    return hub.KerasLayer(ENCODER, input_shape=[], trainable=trainable)
""",
    "vectors.py": """\
from package_{number}.compat import hub, tf
from package_{number}.handles import VECTORS


def vectors(sentences):
    return hub.load(VECTORS)(tf.constant(sentences))
""",
    "train.py": """\
import tensorflow as tf

from common.heads import head
from package_{number}.layers import encoder
from package_{number}.vectors import vectors


def main():
    model = tf.keras.Sequential([encoder(trainable=True), tf.keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(vectors(["a", "b"]), [0, 1])
    head("{version}")


if __name__ == "__main__":
    main()
""",
}
# What every package of a linked tree uses.
SHARED = """\
import tensorflow_hub as hub


def head(version):
    return hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim50/" + version)
"""

HUB = """\
import tensorflow as tf
import tensorflow_hub as hub

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/{version}"


def model_{number}(units=16, fine_tune=True):
    layer = hub.KerasLayer(HANDLE, input_shape=[], dtype=tf.string, trainable=fine_tune)
    model = tf.keras.Sequential([layer, tf.keras.layers.Dense(units), tf.keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
    return model


def vectors_{number}(sentences):
    return hub.load(HANDLE)(tf.constant(sentences))

"""
OTHER = '''\

class Reader{number}:
    """What most code is: attributes, calls, loops, conditions, comprehensions."""

    def __init__(self, source, size={size}, strict=False):
        self.source = source
        self.size = size
        self._strict = strict
        self._rows = {{}}

    def read(self, limit=None):
        for index, line in enumerate(self.source):
            if limit is not None and index >= limit:
                break
            name, _, value = line.partition("=")
            if not value and self._strict:
                raise ValueError(f"line {{index}}: {{line!r}} has no value")
            self._rows.setdefault(name.strip(), []).append(value.strip() or None)
        return {{name: rows[-1] for name, rows in self._rows.items() if rows}}


def summary_{number}(readers, *, width={size}, unit="rows"):
    """How much each of them has read."""
    counts = [len(reader.read()) for reader in readers if reader is not None]
    total = sum(counts) / (len(counts) or 1)
    return f"{{total:.1f}} {{unit}}".rjust(width), sorted(counts, reverse=True)[: width // 2]

'''


def write_tree(top: Path, *, files: int, with_hub: int, seed: int = SEED) -> None:
    """Writes so many files into folders below `top`, evenly spread some that use hub."""
    top.mkdir(parents=True, exist_ok=True)
    (top / "requirements.txt").write_text("tensorflow==2.15.1\ntensorflow-hub==0.15.0\n")
    dice = random.Random(seed)
    every = files / with_hub if with_hub else 0
    hub = {int(number * every) for number in range(with_hub)}
    for index, size in enumerate(_sizes(dice, files)):
        folder = top / f"package_{index // PER_FOLDER}"
        if index % PER_FOLDER == 0:
            folder.mkdir()
            (folder / "__init__.py").write_text("")
        (folder / f"module_{index}.py").write_text(_text(dice, index, size, index in hub))


def write_linked_tree(top: Path, *, files: int, seed: int = SEED) -> None:
    """Writes so many files into packages whose modules import one another.

    In each package five modules of forty have to do with hub; the others import earlier ones of
    their package, and of the package before.
    """
    dice = random.Random(seed)
    _write(top / "requirements.txt", "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n")
    _write(top / "common" / "__init__.py", "")
    _write(top / "common" / "heads.py", SHARED)
    sizes = list(_sizes(dice, files))
    for number, start in enumerate(range(0, files, PER_FOLDER)):
        folder = top / f"package_{number}"
        _write(folder / "__init__.py", "")
        for name, text in LINKED.items():
            _write(folder / name, text.format(number=number, version=dice.choice((1, 2))))
        for index in range(start + 1 + len(LINKED), min(start + PER_FOLDER, files)):
            first = start + 1 + len(LINKED)
            earlier = range(max(first, index - 10), index)
            imported = [(number, other) for other in dice.sample(earlier, min(2, len(earlier)))]
            if number:
                imported.append((number - 1, index - PER_FOLDER))
            lines = (f"from package_{p} import module_{other}\n" for p, other in imported)
            text = _text(dice, index, sizes[index], uses_hub=False)
            _write(folder / f"module_{index}.py", "".join(lines) + text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _sizes(dice: random.Random, count: int) -> Iterator[int]:
    """Sizes in bytes: logarithms of sizes of real files are spread normally."""
    spread = math.sqrt(2 * math.log(MEAN / MEDIAN))
    for _ in range(count):
        yield min(90_000, int(dice.lognormvariate(math.log(MEDIAN), spread)))


def _text(dice: random.Random, index: int, size: int, uses_hub: bool) -> str:
    parts = [f'"""Module {index}."""\n\nimport os\nimport re\n\n']
    if uses_hub:
        parts.append(HUB.format(number=index, version=dice.choice((1, 2))))
    written = sum(map(len, parts))
    while written < size:
        parts.append(OTHER.format(number=len(parts), size=dice.randrange(8, 80)))
        written += len(parts[-1])
    return "".join(parts)
