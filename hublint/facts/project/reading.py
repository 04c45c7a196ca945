"""What do the files of this run hold? Each is read once, for itself and for its project's index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hublint.facts.project.gists import Gist, GistReader
from hublint.files import disk
from hublint.files.display import display_path
from hublint.sources.source import NOTEBOOK, Quiet, Read, Source, Unreadable, read_source, source_of


class Reader:
    """Reads files, by their absolute paths; of most, nothing but their gist is kept."""

    def __init__(self, cwd: str, max_size: int, held: Mapping[str, bytes]) -> None:
        """`held` are bytes that count in the place of what files hold."""
        self._cwd = cwd
        self._max_size = max_size
        self._held = held
        self._gists: dict[str, Gist] = {}
        self._gist_reader = GistReader()

    def read(self, path: str) -> Read:
        """What a file holds."""
        display = display_path(path, self._cwd)
        try:
            data = self._held[path] if path in self._held else disk.read_bytes(path)
        except OSError as error:
            return Unreadable(Path(path), display, 1, error.strerror or str(error), "missing")
        gist = self._gists[path] = self._gist_reader.read(path, data)
        # The gist of a notebook is that of its code.
        if gist.mentions_hub or path.endswith(NOTEBOOK) or len(data) > self._max_size:
            return self.take(path, display, data)
        return Quiet(path, display)

    def take(self, path: str, display: str, data: bytes) -> Read:
        """What bytes say that stand for a file."""
        read = source_of(Path(path), display, data, self._max_size)
        is_quiet = isinstance(read, Source) and not read.mentions_hub
        return Quiet(path, display) if is_quiet else read

    def whole(self, path: str) -> Source | Unreadable:
        """What a file holds, though it doesn't mention hub."""
        shown = display_path(path, self._cwd)
        if path in self._held:
            return source_of(Path(path), shown, self._held[path], self._max_size)
        return read_source(Path(path), shown, self._max_size)

    def gists(self, paths: Iterable[str]) -> Iterator[tuple[str, Gist]]:
        """The files among these that can be read, with their gists, which are given away."""
        for path in paths:
            gist = self._gists.pop(path, None)
            if gist is None:
                try:
                    data = disk.read_bytes(path)
                except OSError:
                    continue
                gist = self._gist_reader.read(path, self._held.get(path, data))
            yield path, gist
