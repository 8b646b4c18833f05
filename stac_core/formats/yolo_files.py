"""Where YOLO's label files lie: one text file an image, in a tree beside the images' own.

A label file is found as Ultralytics finds it: the last `images` in an image's path becomes
`labels`, its extension `.txt`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from stac_core.data.images import IMAGE_SUFFIXES
from stac_core.errors import DataError
from stac_core.formats.fields import Field, read_text, read_yaml
from stac_core.formats.raster_folder import find_names

if TYPE_CHECKING:
    from collections.abc import Iterator

LABEL_FOLDER: Final = "labels"
IMAGE_FOLDER: Final = "images"
DATA_FILE: Final = "data.yaml"
CLASS_FILES: Final = ("classes.txt", "obj.names")

_SPLITS: Final = ("train", "val", "valid", "test")
_NOT_LABELS: Final = frozenset({"classes", "predefined_classes", "notes", *_SPLITS})
_SETTINGS: Final = frozenset({"path", "names", "download", "yaml_file"})


@dataclass(frozen=True)
class YoloFile:
    """A label file.

    Attributes:
        path: The file.
        image: Its image, of which the extension may be another one; it need not be there.
    """

    path: Path
    image: Path

    def find_image(self) -> Path | None:
        """The image, if it is there."""
        if self.image.suffix.lower() in IMAGE_SUFFIXES and self.image.is_file():
            return self.image
        for suffix in sorted(IMAGE_SUFFIXES):
            for each in (suffix, suffix.upper()):
                found = self.image.with_name(f"{self.path.stem}{each}")
                if found.is_file():
                    return found
        return None


@dataclass
class YoloFiles:
    """All label files of a set.

    Attributes:
        files: Name of an image, without extension -> its label file.
        splits: Name of a split -> names of its images.
    """

    files: dict[str, YoloFile] = field(default_factory=dict)
    splits: dict[str, list[str]] = field(default_factory=dict)


def find_data_file(path: Path) -> Path | None:
    """The YAML file that describes a set, given itself or its folder; None where there is none."""
    if path.is_file():
        return path if path.suffix in {".yaml", ".yml"} else None
    usual = path / DATA_FILE
    if usual.is_file():
        return usual
    for found in sorted([*path.glob("*.yaml"), *path.glob("*.yml")]):
        try:
            content = read_yaml(found)
        except DataError:
            continue
        if "names" in content and ("train" in content or "val" in content):
            return found
    return None


def find_files(root: Path, data: Field | None) -> YoloFiles:
    """The label files of a set.

    Args:
        root: Its folder.
        data: What its YAML file holds; None where it has none.

    Raises:
        DataError: If a list or folder cannot be read.
    """
    found: dict[str, list[tuple[str, YoloFile]]] = {}
    if data is not None:
        for split, target, base in _targets(root, data):
            files = _in_list(target, base) if target.is_file() else _in_folder(target)
            found.setdefault(split, []).extend(files)
    if not any(found.values()):
        found = _without_lists(root)
    return _named(found)


def _targets(root: Path, data: Field) -> Iterator[tuple[str, Path, Path]]:
    """For each split its lists of images or folders of images, and what lists are relative to."""
    stated = data.get("path")
    base = root / stated.text() if stated is not None else root
    if not _is_there(base):  # as it was on another machine
        base = root
    keys: dict[Path, list[str]] = {}
    for key, value in data.members():
        if key in _SETTINGS or not isinstance(value.value, (str, list)):
            continue
        for each in value.items() if isinstance(value.value, list) else [value]:
            if not isinstance(each.value, str):
                continue
            text = each.value.replace("\\", "/")
            shorter = text.removeprefix("../")  # Roboflow's go up although they lie below
            places = (parent / one for one in (text, shorter) for parent in (base, root))
            target = next((place for place in places if _is_there(place)), None)
            if target is not None:
                keys.setdefault(target, []).append(key)
    for target, names in keys.items():
        # a set without a split names one list as train and val
        yield names[0] if len(names) == 1 else target.stem, target, base


def _is_there(target: Path) -> bool:
    """Whether there is a file, or a folder of images or of their labels."""
    try:
        return target.exists() or _labels_of(target).is_dir()
    except (OSError, ValueError):  # a name that the system cannot hold
        return False


def _labels_of(image: Path) -> Path:
    """Where the labels of an image, or of a folder of images, lie."""
    parts = list(image.parts)
    for place in reversed(range(len(parts))):
        if parts[place] == IMAGE_FOLDER:
            parts[place] = LABEL_FOLDER
            break
    return Path(*parts)


def _in_folder(images: Path) -> list[tuple[str, YoloFile]]:
    labels = _labels_of(images)
    return [
        (name, YoloFile(labels / file, images / file))
        for name, file in find_names(labels, (".txt",)).items()
        if name not in _NOT_LABELS
    ]


def _in_list(path: Path, base: Path) -> list[tuple[str, YoloFile]]:
    """The images of a list; those without a label file are left out, they are not labelled."""
    found = []
    for line in read_text(path).splitlines():
        text = line.strip().replace("\\", "/").removeprefix("./")
        if not text:
            continue
        parts = PurePosixPath(text).parts
        after = len(parts) - parts[::-1].index(IMAGE_FOLDER) if IMAGE_FOLDER in parts else 0
        inner = parts[after:]
        if not PurePosixPath(*inner).name:  # no file: "/", ".", or the folder of the images
            continue
        for image in (base / text, path.parent / text, base.joinpath(IMAGE_FOLDER, *inner)):
            labels = _labels_of(image).with_suffix(".txt")
            if _is_there(labels):
                shorter = inner[1:] if len(inner) > 1 and inner[0] == path.stem else inner
                name = PurePosixPath(*shorter).with_suffix("").as_posix()
                found.append((name, YoloFile(labels, image)))
                break
    return found


def _without_lists(root: Path) -> dict[str, list[tuple[str, YoloFile]]]:
    """Splits as folders below `labels`; else everything, of no split."""
    images = root / IMAGE_FOLDER
    if not (root / LABEL_FOLDER).is_dir():
        images = root
    found = {
        split: _in_folder(images / split)
        for split in _SPLITS
        if _labels_of(images / split).is_dir()
    }
    return found if any(found.values()) else {"": _in_folder(images)}


def _named(found: dict[str, list[tuple[str, YoloFile]]]) -> YoloFiles:
    """Give each file one name: that below its split, with the split where two would be the same."""
    claims: dict[str, set[Path]] = {}
    for files in found.values():
        for name, file in files:
            claims.setdefault(name, set()).add(file.path)
    result = YoloFiles()
    taken: dict[Path, str] = {}
    for split, files in found.items():
        names = []
        for name, file in files:
            longer = f"{split}/{name}" if len(claims[name]) > 1 and split else name
            names.append(taken.setdefault(file.path, longer))
            result.files.setdefault(names[-1], file)
        if split:
            result.splits[split] = names
    return result
