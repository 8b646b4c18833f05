"""Reading other programs' XML: nothing in it is fetched or expanded, and wrong fields are named.

A document type is refused before anything in it is looked at: entities that it defines are how a
small file grows to gigabytes, or makes a reader open other files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple
from xml.parsers import expat

from stac_core.errors import DataError
from stac_core.formats.fields import Field

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK: Final = 1 << 16
_ENCODINGS: Final = frozenset({"utf-8", "us-ascii"})
_OTHER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


class Event(NamedTuple):
    """The begin or end of an element.

    Attributes:
        begins: Whether it begins.
        tag: The element's name.
        field: Its attributes by name, as texts; empty at its end.
        text: At its end, what stood between its last child, or its begin, and here.
        place: Byte of the file at which this tag begins.
        line: From 1.
    """

    begins: bool
    tag: str
    field: Field
    text: str
    place: int
    line: int


def walk_xml(
    file: BinaryIO, path: Path, *, place: int = 0, stop: int | None = None, line: int = 1
) -> Iterator[Event]:
    """The elements of an XML file, or of a part of it that is one element.

    Args:
        file: Open for reading.
        path: Its path, for errors.
        place: Byte to begin at.
        stop: Byte to end before; None for the end of the file.
        line: The line that `place` is on.

    Raises:
        DataError: If it is no XML in UTF-8, or has a document type.
    """
    found: list[Event] = []
    text: list[str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def event(begins: bool, tag: str, attributes: dict[str, str]) -> None:
        where = parser.CurrentLineNumber + line - 1
        field = Field(attributes, path, f"line {where}, <{tag}>")
        content = "".join(text)
        text.clear()
        at = parser.CurrentByteIndex + place
        found.append(Event(begins, tag, field, "" if begins else content, at, where))

    def refuse(*_: Any) -> None:
        raise DataError(
            "has a document type, which could make it grow or read other files",
            where=path,
            fix="Take the <!DOCTYPE ...> out of it",
        )

    def check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise DataError(f"is written in {encoding}, not in UTF-8", where=path)

    parser.StartElementHandler = lambda tag, attributes: event(True, tag, attributes)
    parser.EndElementHandler = lambda tag: event(False, tag, {})
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.XmlDeclHandler = check_encoding
    try:
        file.seek(place)
        at = place
        while block := file.read(_BLOCK if stop is None else min(_BLOCK, stop - at)):
            if at == 0 and block.startswith(_OTHER_MARKS):
                raise DataError("is no UTF-8 text", where=path)
            at += len(block)
            parser.Parse(block, False)
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        what, where = expat.errors.messages[error.code], error.lineno + line - 1
        raise DataError(f"is no XML ({what})", where=f"{path}, line {where}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"cannot be read ({reason})", where=path) from error
    yield from found
