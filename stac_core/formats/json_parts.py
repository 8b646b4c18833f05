"""JSON files that describe many images: told apart without reading them, written piece by piece."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from stac_core.io import atomic_writer, storage_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import BinaryIO


_LOOKED_AT: Final = 1 << 16
"""Bytes at either end of a file, which may have hundreds of megabytes."""

_SOME: Final = 8


class JsonKind:
    """How the JSON files of one program are told from those of others.

    Args:
        has: Keys of which any shows near the beginning or the end of its files.
        lacks: Keys that only files of other programs have there.
    """

    def __init__(self, *, has: Sequence[str], lacks: Sequence[str]) -> None:
        self._has, self._lacks = _keys(has), _keys(lacks)

    def matches(self, path: Path) -> bool:
        """Whether a file is of this kind; never raises."""
        try:
            with path.open("rb") as file:
                text = file.read(_LOOKED_AT)
                size = file.seek(0, os.SEEK_END)
                file.seek(max(size - _LOOKED_AT, 0))
                text += file.read(_LOOKED_AT)
        except OSError:
            return False
        return self._has.search(text) is not None and self._lacks.search(text) is None

    def files(self, folder: Path, *, quick: bool = False) -> list[Path]:
        """The files of this kind right in a folder, by name; never raises.

        Args:
            folder: It need not be there.
            quick: Look at a few only; the folder may hold a hundred thousand of another kind.
        """
        found = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith(".json") and not entry.name.startswith("."):
                        found.append(Path(entry.path))
                    if quick and len(found) == _SOME:
                        break
        except OSError:
            return []
        return [file for file in sorted(found) if self.matches(file)]


def _keys(names: Sequence[str]) -> re.Pattern[bytes]:
    return re.compile(rb'"(%s)"\s*:' % "|".join(names).encode())


class JsonList:
    """A list in the making; its members lie in a file until they are put where they belong.

    Args:
        path: That file. It is in a folder of our own, which goes away if the list is never used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._count = 0

    def extend(self, values: Iterable[Any]) -> None:
        """Add members.

        Raises:
            StorageError: If they cannot be written.
        """
        lines = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in values]
        if not lines:
            return
        text = ",\n".join(lines)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write((",\n" + text if self._count else text).encode("utf-8"))
        except OSError as error:
            raise storage_error(self._path, error) from error
        self._count += len(lines)

    def move_to(self, out: BinaryIO) -> None:
        """Write the list as JSON, and forget it.

        Raises:
            OSError: If it cannot be read or written.
        """
        out.write(b"[")
        if self._count:
            out.write(b"\n")
            with self._path.open("rb") as file:
                shutil.copyfileobj(file, out, 1 << 20)
            out.write(b"\n")
            self._path.unlink()
        out.write(b"]")
        self._count = 0


def write_json_object(path: Path, members: Mapping[str, Any]) -> None:
    """Write an object of which members may be a `JsonList`, whole or not at all.

    Raises:
        StorageError: If it cannot be written.
    """
    with atomic_writer(path) as out:
        for index, (name, value) in enumerate(members.items()):
            out.write(b",\n" if index else b"{\n")
            out.write(f"{json.dumps(name)}: ".encode())
            if isinstance(value, JsonList):
                value.move_to(out)
            else:
                out.write(json.dumps(value, ensure_ascii=False).encode("utf-8"))
        out.write(b"\n}\n")
