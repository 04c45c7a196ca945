"""Which format has this handle's model, and how do we know? The first source that knows, speaks.

`[tool.hublint.handles]`, the framework segment of a Kaggle handle, the catalogue of tfhub.dev,
a local folder's own files, the copy in TFHUB_CACHE_DIR. Never the API that is given the handle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from hublint.facts.models.catalogue import Catalogue, catalogue_source
from hublint.facts.models.catalogue_facts import FORMAT_TITLES, KIND_TITLES, CatalogueReader
from hublint.facts.models.handles import Handle, parse_handle
from hublint.facts.models.saved_model import SavedModelInfo, UnreadableModelError, read_model_folder
from hublint.files import disk
from hublint.model import Evidence, Fact, Row

# Kaggle's frameworks in small letters: the kind and the format of what lies there.
_FRAMEWORKS: Mapping[str, tuple[str, str | None]] = {
    "tensorflow1": ("model", "tf1-hub"),
    "tensorflow2": ("model", "tf2-savedmodel"),
    "tflite": ("tflite", None),
    "litert": ("tflite", None),
    "tfjs": ("tfjs", None),
    "coral": ("coral", None),
}

# What a source gives: rows of facts, or the reason why it doesn't know, which is empty where
# the handle is none of its own.
_Answer = tuple[Row, ...] | str


class FormatReader:
    """Knows what handles name; made once for a run, remembers what it has read.

    `configured` maps handles, or globs over them, to formats, which are words of the vocabulary.
    `cache_folder` is the value of TFHUB_CACHE_DIR. `roots` are the folders of the run, tried last
    for a relative path. `catalogue` gives the public models, which several readers may share.
    """

    def __init__(
        self,
        configured: Mapping[str, str] | None = None,
        cache_folder: Path | None = None,
        roots: Sequence[Path] = (),
        catalogue: Callable[[], Catalogue] = Catalogue,
    ) -> None:
        self._open_catalogue = catalogue
        self._configured = dict(configured or {})
        self._cache_folder = cache_folder
        self._roots = tuple(roots)
        self._known: dict[tuple[str, tuple[Path, ...]], tuple[Row, ...]] = {}

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue of public models, read when it is first asked for."""
        return self._open_catalogue()

    def model_facts(self, handle: str, base_folders: Sequence[Path] = ()) -> tuple[Row, ...]:
        """Give the facts of a handle's model: one row, or one for each format it may have.

        A relative path is looked for in `base_folders`: the file's folder, the project's root.
        `format` is absent where the handle is known to name no TensorFlow model; where it is
        unknown, its fact says why. Other facts that nobody knows are absent.
        """
        key = (handle, tuple(base_folders))
        if key not in self._known:
            named = parse_handle(handle)
            rows = self._configure(named, self._ask(named, base_folders))
            self._known[key] = tuple({"handle": Fact(handle), **row} for row in rows)
        return self._known[key]

    def local_model(self, handle: str, base_folders: Sequence[Path] = ()) -> SavedModelInfo | None:
        """Give what the files of a model on this disk say: a local folder, or a cached copy."""
        named = parse_handle(handle)
        folders = self._folders(named, base_folders) or self._cached(named)
        model = _read_one(folders)
        return model if isinstance(model, SavedModelInfo) else None

    def _ask(self, handle: Handle, base_folders: Sequence[Path]) -> tuple[Row, ...]:
        reason = ""
        for answer in self._answers(handle, base_folders):
            if not isinstance(answer, str):
                return answer
            reason = reason or answer
        return ({"format": Fact(None, missing=reason or _out_of_reach(handle))},)

    def _answers(self, handle: Handle, base_folders: Sequence[Path]) -> Iterator[_Answer]:
        yield _from_kaggle(handle)
        yield self._catalogue_reader.rows(handle) if handle.place == "tfhub" else ""
        yield self._from_folder(handle, base_folders)
        yield self._from_cache(handle)

    def _configure(self, handle: Handle, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """Let the user's word on the format stand before all that was found."""
        names = (handle.text, handle.key) if handle.place == "tfhub" else (handle.text,)
        for pattern in sorted(self._configured, key=lambda pattern: pattern not in names):
            if any(name == pattern or fnmatchcase(name, pattern) for name in names):
                format_ = self._configured[pattern]
                text = f"[tool.hublint.handles] says that {pattern} is {FORMAT_TITLES[format_]}"
                why = (Evidence(text),)
                said = {"kind": Fact("model", why=why), "format": Fact(format_, why=why)}
                return ({**rows[0], **said},)
        return rows

    @cached_property
    def _catalogue_reader(self) -> CatalogueReader:
        return CatalogueReader(self.catalogue, catalogue_source())

    def _from_folder(self, handle: Handle, base_folders: Sequence[Path]) -> _Answer:
        if handle.path is None:
            return ""
        if not handle.path:
            return "the handle is empty"
        folders = self._folders(handle, base_folders)
        if not folders:
            return f"there is no folder {handle.path} here"
        model = _read_one(folders)
        if isinstance(model, str):
            return f"{handle.path}: {model}"
        return _of_files(model, handle.path)

    def _from_cache(self, handle: Handle) -> _Answer:
        model = _read_one(self._cached(handle))
        return "" if isinstance(model, str) else _of_files(model, "the copy in TFHUB_CACHE_DIR")

    def _folders(self, handle: Handle, base_folders: Sequence[Path]) -> list[Path]:
        if not handle.path:
            return []
        bases = dict.fromkeys((*base_folders, *self._roots))
        places = [Path(handle.path)]
        if not places[0].is_absolute():
            places = [base / handle.path for base in bases]
        return [place for place in places if disk.is_folder(place)]

    def _cached(self, handle: Handle) -> list[Path]:
        """Name the folder as tensorflow_hub does: the SHA-1 of the handle as it was written."""
        if self._cache_folder is None or handle.path is not None:
            return []
        import hashlib

        name = hashlib.sha1(handle.text.encode("utf-8", "replace"), usedforsecurity=False)
        folder = self._cache_folder / name.hexdigest()
        return [folder] if disk.is_folder(folder) else []


def _from_kaggle(handle: Handle) -> _Answer:
    if handle.place != "kaggle":
        return ""
    if not handle.framework:
        return f"the handle of {handle.name} at Kaggle names no framework"
    if handle.framework.lower() not in _FRAMEWORKS:
        return f"Kaggle's framework {handle.framework} is none of TensorFlow's"
    kind, format_ = _FRAMEWORKS[handle.framework.lower()]
    title = FORMAT_TITLES[format_] if format_ else KIND_TITLES[kind]
    why = (Evidence(f"the segment {handle.framework} of the Kaggle handle says {title}"),)
    facts = {"kind": Fact(kind, why=why)}
    return ({**facts, "format": Fact(format_, why=why)} if format_ else facts,)


def _read_one(folders: Sequence[Path]) -> SavedModelInfo | str:
    """Read the model that a path names, or say why it isn't known: the folders may disagree."""
    models: set[SavedModelInfo] = set()
    reason = ""
    for folder in folders:
        try:
            models.add(read_model_folder(folder))
        except UnreadableModelError as error:
            reason = reason or str(error)
    if len(models) > 1:
        return "it names different models, as the program is run from one folder or another"
    return models.pop() if models else reason


def _of_files(model: SavedModelInfo, name: str) -> tuple[Row, ...]:
    file = "tfhub_module.pb" if model.format == "tf1-hub" else "saved_model.pb"
    why = (Evidence(f"the {file} in {name} makes it {FORMAT_TITLES[model.format]}"),)
    facts = {"kind": Fact("model", why=why), "format": Fact(model.format, why=why)}
    if model.callable is not None:
        has = "has a" if model.callable else "has no"
        text = f"the model in {name} {has} __call__"
        facts["callable"] = Fact(model.callable, why=(Evidence(text),))
    return (facts,)


def _out_of_reach(handle: Handle) -> str:
    if handle.place == "bucket":
        return f"the files of {handle.text} can't be read from here"
    return f"no catalogue lists the models of {handle.name.partition('/')[0]}"
