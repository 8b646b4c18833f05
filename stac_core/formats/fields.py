"""Reading other programs' files: a wrong field is named, and only DataError comes out."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import yaml

from stac_core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

FARTHEST: Final = 1 << 18
"""Pixels; a point that lies farther from an image is damage."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        DataError: If it cannot be read.
    """
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that the system cannot hold
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"cannot be read ({reason})", where=path) from error


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Raises:
        DataError: If it cannot be read or is no UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"is no UTF-8 text ({error})", where=path) from error


def read_json(path: Path) -> Field:
    """The value in a JSON file, ready to be asked for its fields.

    Raises:
        DataError: If it cannot be read or is no JSON.
    """
    try:
        return Field(json.loads(read_text(path)), path)
    except (ValueError, RecursionError) as error:
        raise DataError(f"is no JSON ({error})", where=path) from error


def read_yaml(path: Path) -> Field:
    """The value in a YAML file, ready to be asked for its fields.

    Raises:
        DataError: If it cannot be read or is no YAML.
    """
    try:
        return Field(yaml.safe_load(read_text(path)), path)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DataError(f"is no YAML ({error})", where=path) from error


class Field:
    """A value from a file that knows where it came from.

    Args:
        value: As parsed.
        path: The file.
        name: Where in it: ``images[3].width``; empty for the whole.
    """

    __slots__ = ("name", "path", "value")

    def __init__(self, value: Any, path: Path, name: str = "") -> None:
        self.value, self.path, self.name = value, path, name

    def wrong(self, what: str, *, fix: str | None = None) -> DataError:
        """An error about this field, to raise."""
        where = f"{self.path}, {self.name}" if self.name else self.path
        return DataError(what, where=where, fix=fix)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def __getitem__(self, key: str) -> Field:
        """A member that must be there."""
        found = self.get(key)
        if found is None:
            raise self.wrong(f"has no {key!r}")
        return found

    def get(self, key: str) -> Field | None:
        """A member; None where it is not there or null."""
        if not isinstance(self.value, dict):
            raise self.wrong(f"is {_kind(self.value)}, not an object")
        value = self.value.get(key)
        name = f"{self.name}.{key}" if self.name else key
        return None if value is None else Field(value, self.path, name)

    def items(self) -> Iterator[Field]:
        """The members of a list."""
        if not isinstance(self.value, list):
            raise self.wrong(f"is {_kind(self.value)}, not a list")
        for index, value in enumerate(self.value):
            yield Field(value, self.path, f"{self.name}[{index}]")

    def members(self) -> Iterator[tuple[str, Field]]:
        """The members of an object, by name."""
        if not isinstance(self.value, dict):
            raise self.wrong(f"is {_kind(self.value)}, not an object")
        for key in self.value:
            yield str(key), Field(self.value[key], self.path, f"{self.name}.{key}".lstrip("."))

    def text(self) -> str:
        """It as a text."""
        if not isinstance(self.value, str):
            raise self.wrong(f"is {_kind(self.value)}, not a text")
        return self.value

    def number(self) -> float:
        """It as a finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            raise self.wrong(f"is {_kind(self.value)}, not a number")
        try:
            value = float(self.value)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise self.wrong("is no finite number")
        return value

    def whole(self, least: int = 0, most: int = 2**53) -> int:
        """It as a whole number in a range."""
        value = self.number()
        if value != int(value) or not least <= value <= most:
            raise self.wrong(f"is {self.value}, not a whole number from {least} to {most}")
        return int(value)

    def written(self) -> Field:
        """The number that it says as a text."""
        text = self.text().strip()
        try:
            value: float = int(text) if text.lstrip("+-").isdecimal() else float(text)
        except ValueError:
            raise self.wrong(f"is {text[:40]!r}, not a number") from None
        return Field(value, self.path, self.name)

    def points(self, least: int = 1) -> NDArray[np.float64]:
        """It as a list of points that an image could have, float64 (n, 2), each (x, y).

        Args:
            least: So many points have to be there.
        """
        value = self.value
        if not isinstance(value, list):
            raise self.wrong(f"is {_kind(value)}, not a list of points")
        try:
            found = np.array(value)
        except ValueError:  # points of different lengths
            found = np.empty(0)
        if found.ndim != 2 or found.shape[1] != 2 or found.dtype.kind not in "iuf":
            raise self.wrong("is no list of points, each [x, y]")
        return checked_points(self, found, least)

    def numbers(self) -> list[float]:
        """It as a list of finite numbers."""
        values = self.value
        if not isinstance(values, list):
            raise self.wrong(f"is {_kind(values)}, not a list of numbers")
        try:
            if all(type(each) in (int, float) for each in values):
                found = [float(each) for each in values]
                if all(map(math.isfinite, found)):
                    return found
        except OverflowError:
            pass
        raise self.wrong("holds something that is no finite number")


def checked_points(field: Field, points: NDArray[Any], least: int) -> NDArray[np.float64]:
    """Points as they are if they could lie in or near an image.

    Args:
        field: That they were read from.
        points: Numbers, (n, 2).
        least: So many have to be there.

    Raises:
        DataError: If there are fewer, or one lies farther away than any image reaches.
    """
    if len(points) < least:
        raise field.wrong(f"has {len(points)} points, at least {least} are needed")
    found = points.astype(np.float64)
    if not (np.abs(found) <= FARTHEST).all():  # true of NaN as well
        raise field.wrong(f"has a point farther than {FARTHEST} pixels from the image")
    return found


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return "empty" if value is None else names.get(type(value), "a number")
