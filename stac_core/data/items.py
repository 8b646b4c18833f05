"""Finding the images of a folder, and lists that name some of them. No pixels are read."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, overload

from stac_core.data.images import IMAGE_SUFFIXES
from stac_core.errors import DataError
from stac_core.types import CancelToken, ImageItem, image_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NUMBER: Final = re.compile(r"\d+")
_ANY_DIGIT: Final = bytes.maketrans(b"123456789", b"000000000")
_ENDINGS: Final = frozenset(suffix[1:] for suffix in IMAGE_SUFFIXES)
_BATCH: Final = 5000
_RUN: Final = 20_000
"""Names sorted in one go: Python lets no other thread run while it sorts."""
_GLOB: Final = re.compile(r"\*\*/|\*|\?|.", re.DOTALL)
_GLOB_PARTS: Final = {"**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]"}


def natural_key(name: str) -> str:
    """Sort key that puts ``img2`` before ``img10``: numbers compare by value, the rest by code.

    A text, since texts compare many times faster than lists of parts. A number is written as its
    count of digits and the digits, behind a mark that sorts before every letter.
    """
    if not name.isascii():
        name = unicodedata.normalize("NFD", name)
    return _NUMBER.sub(_number_key, name)


def _number_key(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0")
    if not digits.isascii():  # other scripts' digits
        digits = "".join(str(unicodedata.digit(each)) for each in match[0]).lstrip("0")
    return f"\x01{chr(len(digits) + 32)}{digits}"


def natural_first(names: Sequence[str]) -> str:
    """The name that `natural_sorted` puts first.

    Raises:
        ValueError: If there is none.
    """
    patterns = _patterns(names)
    if patterns is None:
        return min(names, key=_full_key)
    firsts: dict[bytes, str] = {}
    for pattern, name in zip(patterns, names, strict=True):
        if name < firsts.get(pattern, name + " "):
            firsts[pattern] = name
    return min(firsts.values(), key=_full_key)


def natural_sorted(names: Iterable[str]) -> list[str]:
    """Names in natural order; those that differ only in leading zeros by code."""
    names = list(names)
    patterns = _patterns(names)
    if patterns is not None and len(set(patterns)) <= 1:
        return _in_runs(names)
    return [_name_in(key) for key in _in_runs([_full_key(name) for name in names])]


def _patterns(names: Sequence[str]) -> list[bytes] | None:
    """Names without the values of their digits, as a camera numbers them: img_0000.

    Of those with one pattern the natural order is that by code. This takes a tenth of the time of
    making keys. None where it cannot be told: other scripts have digits and accents of their own.
    """
    joined = "\0".join(names)
    if not names or not joined.isascii():
        return None
    return joined.encode("ascii").translate(_ANY_DIGIT).split(b"\0")


def _in_runs(texts: list[str]) -> list[str]:
    """Texts sorted by code, never so many in one go that other threads would have to wait long."""
    if len(texts) > _RUN:
        # runs that are in order already are merged in a fraction of the time
        starts = range(0, len(texts), _RUN)
        texts = [text for start in starts for text in sorted(texts[start : start + _RUN])]
    return sorted(texts)


def _full_key(name: str) -> str:
    return f"{natural_key(name)}\0{name}"


def _name_in(full_key: str) -> str:
    head, _, name = full_key.rpartition("\0")
    if "\0" not in head:
        return name
    parts = full_key.split("\0")  # no file has such a name, but other programs' lists may
    return "\0".join(parts[len(parts) // 2 :])


class FolderItems(Sequence[ImageItem]):
    """Images in natural order; each item is made when it is asked for.

    A hundred thousand items with their paths would take a second to make and 40 MB to keep.

    Args:
        ids: In their order.
        roots: Image folder by the prefix of its ids; the prefix is "" where there is one folder.
        exclude: Patterns of what is no image of it (see `left_out`), by the same prefix.
    """

    def __init__(
        self,
        ids: Sequence[str],
        roots: Mapping[str, Path],
        exclude: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.ids = ids
        self.roots = dict(roots)
        self.exclude = dict(exclude or {})
        self._rows: dict[str, int] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, index: int) -> ImageItem: ...
    @overload
    def __getitem__(self, index: slice) -> list[ImageItem]: ...
    def __getitem__(self, index: int | slice) -> ImageItem | list[ImageItem]:
        if isinstance(index, slice):
            return [self._item(image_id) for image_id in self.ids[index]]
        return self._item(self.ids[index])

    @property
    def rows(self) -> Mapping[str, int]:
        """Row by image id; made when it is first asked for."""
        if self._rows is None:
            self._rows = {image_id: row for row, image_id in enumerate(self.ids)}
        return self._rows

    def find(self, path: Path) -> str | None:
        """Id of the image in this file; None if it is not among them."""
        for prefix, root in self.roots.items():
            # a folder may be reached through a link, the file by its own path
            for top in (root, root.resolve()):
                if path.is_relative_to(top):
                    below = path.relative_to(top).as_posix()
                    image_id = f"{prefix}/{below}" if prefix else below
                    if image_id in self.rows:
                        return image_id
        return None

    def _item(self, image_id: str) -> ImageItem:
        if "" in self.roots:
            return ImageItem(image_id, self.roots[""] / image_id)
        prefix, _, below = image_id.partition("/")
        return ImageItem(image_id, self.roots[prefix] / below)


def left_out(patterns: Sequence[str]) -> re.Pattern[str] | None:
    """What tells whether a path below an image folder is no image of it; None where all are.

    A pattern without a slash is a file's name (``*_GT.png``), one that ends with a slash a folder's
    (``ground_truth/``), at any depth; one with a slash inside is a path from the image folder
    (``MT_*/Imgs/*.png``). ``*`` and ``?`` stand for anything but a slash, ``**/`` for any folders.
    Case does not matter, as on most inspectors' disks.

    Returns:
        To be asked with `fullmatch` for a posix path; that of a folder ends with a slash.
    """
    if not patterns:
        return None
    found = []
    for pattern in patterns:
        body = pattern.rstrip("/")
        parts = (_GLOB_PARTS.get(part) or re.escape(part) for part in _GLOB.findall(body))
        start = "" if "/" in body else "(?:.*/)?"
        found.append(start + "".join(parts) + ("/" if pattern.endswith("/") else ""))
    return re.compile("|".join(found), re.IGNORECASE | re.DOTALL)


def is_image(name: str, exclude: Sequence[str] = ()) -> bool:
    """Whether a file is an image of its folder, by its name.

    Args:
        name: Posix path relative to the image folder.
        exclude: Patterns of what is no image (see `left_out`).
    """
    if name.rpartition(".")[2].lower() not in _ENDINGS or "." not in name:
        return False
    pattern, parts = left_out(exclude), name.split("/")
    above = ["/".join(parts[:count]) + "/" for count in range(1, len(parts))]
    return pattern is None or not any(map(pattern.fullmatch, (name, *above)))


def scan_folder(
    root: Path,
    *,
    prefix: str = "",
    exclude: Sequence[str] = (),
    cancel: CancelToken | None = None,
) -> list[ImageItem]:
    """All images of a folder and its sub-folders, in natural order. Hidden entries are left out.

    Args:
        root: The image folder.
        prefix: Put in front of each id, with a slash, when a project has several folders.
        exclude: Patterns of what is no image (see `left_out`).
        cancel: Checked at every sub-folder.

    Raises:
        DataError: If the folder is missing or cannot be read.
        Cancelled: If `cancel` says so.
    """
    root = Path(root)
    start = f"{prefix}/" if prefix else ""
    batches = find_images(root, exclude=exclude, cancel=cancel)
    found = [name for batch in batches for name in batch]
    return [ImageItem(start + name, root / name) for name in natural_sorted(found)]


def find_images(
    root: Path, *, exclude: Sequence[str] = (), cancel: CancelToken | None = None
) -> Iterator[list[str]]:
    """Images of a folder and its sub-folders as they are found, some thousands at a time.

    Args:
        root: The image folder.
        exclude: Patterns of what is no image (see `left_out`).
        cancel: Checked at every sub-folder and every batch.

    Yields:
        Posix paths relative to the folder, in no order.

    Raises:
        DataError: If the folder is missing or cannot be read.
        Cancelled: If `cancel` says so.
    """
    root = Path(root)
    if not root.is_dir():
        raise DataError(
            "this image folder does not exist", where=root, fix="Choose another or restore it"
        )
    token = cancel or CancelToken()
    batch: list[str] = []
    try:
        for name in _walk(root, "", left_out(exclude), token):
            batch.append(name)
            if len(batch) == _BATCH:
                token.check()
                yield batch
                batch = []
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", where=error.filename) from error
    if batch:
        yield batch


def _walk(
    root: Path, below: str, left_out: re.Pattern[str] | None, cancel: CancelToken
) -> Iterator[str]:
    cancel.check()
    folders = []
    with os.scandir(root / below) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if name.rpartition(".")[2].lower() in _ENDINGS and "." in name:
                if (left_out is None or not left_out.fullmatch(below + name)) and entry.is_file():
                    yield below + name
            elif entry.is_dir(follow_symlinks=False):
                folders.append(below + name + "/")
    for folder in folders:
        if left_out is None or not left_out.fullmatch(folder):
            yield from _walk(root, folder, left_out, cancel)


def check_unique_keys(items: Sequence[ImageItem]) -> None:
    """Make sure that no two images would write the same file.

    Raises:
        DataError: Naming two images whose ids differ in the extension only.
    """
    counts = Counter(item.key for item in items)
    key = next((key for key, count in counts.items() if count > 1), None)
    if key is not None:
        names = [item.id for item in items if item.key == key]
        raise DataError(
            f"these images differ in their extension only: {', '.join(names[:3])}",
            where=key,
            fix="Rename one of them: results are named after the image without its extension",
        )


def read_list(path: Path) -> list[str]:
    """Ids or keys from a list file, one a line; blank lines are skipped.

    Raises:
        DataError: If the file cannot be read.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the list cannot be read ({error})", where=path) from error
    return [line.strip().replace("\\", "/") for line in lines if line.strip()]


def select_items(
    items: Sequence[ImageItem], names: Iterable[str], *, where: Path | str
) -> list[ImageItem]:
    """The images that a list names by id or key, in the list's order.

    Raises:
        DataError: If a name is not among the images, or is a key that two images share.
    """
    by_name = index_by_name(items)
    chosen = []
    for name in names:
        item = by_name.get(name)
        if item is None:
            known = "two images have this key" if name in by_name else "no such image"
            raise DataError(f"{name}: {known}", where=where, fix="Correct the list")
        chosen.append(item)
    return chosen


def index_by_name(items: Sequence[ImageItem]) -> dict[str, ImageItem | None]:
    """Images by id and by key; a key that several images share maps to None."""
    index: dict[str, ImageItem | None] = {}
    for item in items:
        index[item.key] = None if item.key in index else item
    index.update((item.id, item) for item in items)
    return index


def keys_of(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Names (ids or keys) as keys, given the keys that exist; an unknown name stays as it is."""
    existing = set(known)
    return [name if name in existing else image_key(name) for name in names]
