"""Long lists in JSON files, written piece by piece so that memory does not follow their length."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from stac_core.io import atomic_writer, storage_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import BinaryIO


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
