"""Which model does a program get when it asks for a handle? Toys, laid where tensorflow_hub looks.

The toys are built once (`make_toys.py`, by the environments that can) and kept by the hash of
their recipe. For each environment a folder is laid out that serves as TFHUB_CACHE_DIR (an entry
named by the SHA-1 of each handle) and a `models` folder for programs that load from disk.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.lab.environments import Environment, cache, read_toml

HERE = Path(__file__).parent
MAKER = HERE / "make_toys.py"
TF1_TOYS = ("text", "elmo", "latent", "biggan", "bert", "images", "free_size")
PLAIN_TOYS = ("plain", "plain_two")
TF2_TOYS = ("full", "sentences", "bare", "signature_only", "encoder", "keras", "keras_frozen")
WRITERS = {"tf1": "tf115", "tf2": "tf24"}  # who saves the TF2 SavedModels of a runtime


@dataclass(frozen=True)
class Catalogue:
    """Handles by short name, each with its toy, and the folders that lie on disk."""

    handles: dict[str, tuple[str, str]]
    local: dict[str, str]
    producers: tuple[str, ...]
    produced: tuple[str, ...]


def catalogue() -> Catalogue:
    """What `toys.toml` says."""
    table = read_toml(HERE / "toys.toml")
    return Catalogue(
        {name: (handle, toy) for name, (handle, toy) in table["handles"].items()},
        dict(table["local"]),
        tuple(table["producers"]["environments"]),
        tuple(table["producers"]["toys"]),
    )


def built(maker: Environment, toys: tuple[str, ...]) -> Path | None:
    """The folder of toys that this environment made, made now if it must be.

    None where the environment is not installed, or could not make them.
    """
    recipe = b"".join(path.read_bytes() for path in sorted(HERE.glob("*toy*.py")))
    recipe += f"{maker.folder.name} {toys}".encode()
    folder = cache() / f"toys-{maker.name}-{hashlib.sha256(recipe).hexdigest()[:10]}"
    if (folder / "complete").exists():
        return folder
    if not maker.ready:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    command = [str(maker.executable), str(MAKER), str(folder), *toys]
    quiet = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=quiet)
    if done.returncode:
        print(f"{maker.name} made no toys: {done.stderr.strip()[-600:]}", file=sys.stderr)
        return None
    (folder / "complete").touch()  # not renamed: TF 1.15 saves the full path of a vocabulary
    return folder


def lay_out(environment: Environment, worlds: dict[str, Environment], folder: Path) -> bool:
    """Lay `hub` and `models` below a folder, for that environment; False where toys lack."""
    known = catalogue()
    old = built(worlds["tf115"], TF1_TOYS + PLAIN_TOYS)
    new = built(worlds[WRITERS[environment.runtime]], TF2_TOYS)
    if old is None or new is None:
        return False
    places = {toy: old / toy for toy in TF1_TOYS + PLAIN_TOYS}
    places.update({toy: new / toy for toy in TF2_TOYS})
    hub, models = folder / "hub", folder / "models"
    hub.mkdir(parents=True)
    models.mkdir()
    for handle, toy in known.handles.values():
        (hub / hashlib.sha1(handle.encode()).hexdigest()).symlink_to(places[toy])
    for name, toy in known.local.items():
        (models / name).symlink_to(places[toy])
    for name in known.producers:
        made = built(worlds[name], TF2_TOYS)
        for toy in known.produced:
            if made is not None:
                (models / f"{toy}_by_{name}").symlink_to(made / toy)
    return True


def keep_readable(worlds: dict[str, Environment], folder: Path) -> None:
    """Copy what a linter reads of the models on disk: their signatures, not their weights."""
    shelves = [built(worlds["tf115"], TF1_TOYS + PLAIN_TOYS), built(worlds["tf24"], TF2_TOYS)]
    known = catalogue()
    for toy in {*known.local.values(), *(toy for _, toy in known.handles.values())}:
        for shelf in shelves:
            for file in ("tfhub_module.pb", "saved_model.pb"):
                if shelf is not None and (shelf / toy / file).exists():
                    (folder / toy).mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(shelf / toy / file, folder / toy / file)


def shelve_readable(readable: Path, folder: Path) -> None:
    """Lay what a linter reads of the models as TFHUB_CACHE_DIR, by the SHA-1 of each handle."""
    for handle, toy in catalogue().handles.values():
        (folder / hashlib.sha1(handle.encode()).hexdigest()).symlink_to(readable / toy)
