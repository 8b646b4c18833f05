"""Superpixels: small pieces of an image that follow its edges (SLIC).

Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods", TPAMI 2012:
k-means on colour and place, where each pixel is compared with few centres only. Here these are the
nine of the grid's cells around it, which turns the assignment into sums of whole arrays. Stray
pixels go to the nearest piece afterwards, so each piece is connected.

Large images are cut tile by tile, on one grid for the whole image and with some cells around each
tile, so that tiles agree on the pieces at their borders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from stac_core.editing.region import Region
from stac_core.labels.mask_edit import Rect
from stac_core.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.editing.levels import Levels

TILE: Final = 768
"""Larger images are cut into pieces tile by tile, of about so many pixels a side."""
COMPACTNESS: Final = 5.0
"""How much the place counts beside the colour, in units of CIELAB.

Half of what the paper takes for photographs: defects in grey images have less contrast.
"""
_ITERATIONS: Final = 5
_SMOOTH: Final = 1.0
_WHOLE: Final = 1.3  # up to so many tiles a side, an image is one tile
_AROUND: Final = 6
"""Cells around a tile that are cut with it.

Each iteration a centre feels pixels two cells away, ever more faintly: with six cells about one
pixel in 100,000 goes to another piece than it does in the whole image.
"""
_BLUR: Final = 4  # pixels that smoothing looks at


class _Axis(NamedTuple):
    """The grid's cells along one side of an image."""

    cells: int
    cell: int
    length: int

    def around(self, start: int, stop: int) -> tuple[int, int]:
        """First and last but one of the cells that hold some pixels, with those around."""
        first, last = start // self.cell, -(-stop // self.cell)
        return max(0, first - _AROUND), min(self.cells, last + _AROUND)

    def pixels(self, first: int, last: int) -> tuple[int, int]:
        """The pixels of some cells."""
        stop = self.length if last == self.cells else last * self.cell
        return first * self.cell, min(stop, self.length)


def _axis(length: int, size: int) -> _Axis:
    count = max(1, round(length / size))
    return _Axis(count, -(-length // count), length)


class Superpixels:
    """The pieces of one tile.

    Attributes:
        rect: The tile.
        around: The tile and what was cut with it: pieces go on beyond the tile.
        labels: int32 (h, w), number of the piece of each pixel of `around`, from 0.
        ids: int (n,), what each piece is called in all tiles.
    """

    def __init__(
        self, rect: Rect, around: Rect, labels: NDArray[np.int32], ids: NDArray[Any]
    ) -> None:
        self.rect, self.around, self.labels, self.ids = rect, around, labels, ids
        # scipy is loaded when it is needed: it would make every start slower
        from scipy.ndimage import find_objects

        self._places = find_objects(labels + 1)

    def __len__(self) -> int:
        return len(self._places)

    def number_at(self, x: int, y: int) -> int | None:
        """Number of the piece that holds a pixel of the image; None outside the tile."""
        rect = self.rect
        if not (rect.top <= y < rect.bottom and rect.left <= x < rect.right):
            return None
        return int(self.labels[y - self.around.top, x - self.around.left])

    def region(self, number: int) -> Region:
        """The pixels of a piece."""
        rows, columns = self._places[number]
        top, left = self.around.top, self.around.left
        rect = Rect(top + rows.start, left + columns.start, top + rows.stop, left + columns.stop)
        return Region(rect, self.labels[rows, columns] == number)


def tile_at(x: int, y: int, shape: tuple[int, ...], size: int) -> Rect:
    """The tile that a pixel belongs to; of an image that is not much larger, all of it.

    Args:
        x: Column.
        y: Row.
        shape: (height, width, ...) of the image.
        size: Of the pieces; tiles hold whole cells of their grid.
    """
    bounds = []
    for place, length in ((y, shape[0]), (x, shape[1])):
        cell = _axis(length, size).cell
        side = max(1, TILE // cell) * cell
        if length <= side * _WHOLE:
            bounds.append((0, length))
        else:
            count = length // side  # the last one takes what is left
            index = min(place // side, count - 1)
            bounds.append((index * side, length if index == count - 1 else (index + 1) * side))
    return Rect(bounds[0][0], bounds[1][0], bounds[0][1], bounds[1][1])


def superpixels(levels: Levels, rect: Rect, size: int) -> Superpixels:
    """Cut a tile of an image into pieces of about size x size pixels.

    Args:
        levels: uint8 (H, W) or (H, W, 3) RGB; only the tile is looked at.
        rect: The tile.
        size: In pixels, at least 2.

    Returns:
        Pieces, each connected. The same input gives the same pieces, and a piece at the border of
        two tiles is in both, whole.
    """
    shape = (levels.shape[0], levels.shape[1])
    down, across = _axis(shape[0], size), _axis(shape[1], size)
    rows, columns = down.around(rect.top, rect.bottom), across.around(rect.left, rect.right)
    (top, bottom), (left, right) = down.pixels(*rows), across.pixels(*columns)
    around = Rect(top, left, bottom, right)
    seen = around.grown(_BLUR).clipped(shape)
    values = _values(np.ascontiguousarray(levels[seen.slices]))[around.within(seen)]
    high, wide = rows[1] - rows[0], columns[1] - columns[0]
    labels, own = _connected(_assign(values, (high, wide), (down.cell, across.cell)))
    ids = (own // wide + rows[0]) * across.cells + own % wide + columns[0]
    return Superpixels(rect, around, labels, ids)


def _values(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """float32 (h, w, n) in units of CIELAB."""
    smooth: Any = cv2.GaussianBlur(image, (0, 0), _SMOOTH).astype(np.float32) / np.float32(255)
    if smooth.ndim == 2:
        return np.asarray(smooth * np.float32(100))[..., None]
    return np.asarray(cv2.cvtColor(smooth, cv2.COLOR_RGB2LAB))


def _assign(
    values: NDArray[np.float32], grid: tuple[int, int], cell: tuple[int, int]
) -> NDArray[np.int32]:
    """int32 (h, w): the centre that each pixel is nearest to; rows and columns of cells (h, w)."""
    height, width, channels = values.shape
    (rows, columns), (high, wide) = grid, cell
    # whole cells, so that the pixels of a cell and the centres near it are slices of arrays
    padding = ((0, rows * high - height), (0, columns * wide - width), (0, 0))
    cells = np.pad(values, padding, mode="edge").reshape(rows, high, columns, wide, channels)
    y = np.arange(rows * high, dtype=np.float32).reshape(rows, high, 1, 1)
    x = np.arange(columns * wide, dtype=np.float32).reshape(1, 1, columns, wide)
    weight = np.float32(COMPACTNESS**2 / (high * wide))
    flat = [cells[..., channel].ravel() for channel in range(channels)]
    flat += [np.broadcast_to(each, cells.shape[:4]).ravel() for each in (y, x)]
    own = np.arange(rows * columns, dtype=np.int32).reshape(rows, 1, columns, 1)
    nearest = np.broadcast_to(own, cells.shape[:4])
    for _ in range(_ITERATIONS):
        centers = _means(flat, nearest, rows, columns)
        nearest = _nearest(cells, (y, x), centers, weight)
    whole = nearest.reshape(rows * high, columns * wide)
    return np.ascontiguousarray(whole[:height, :width])


def _means(
    flat: list[NDArray[np.float32]], nearest: NDArray[np.int32], rows: int, columns: int
) -> NDArray[np.float32]:
    """float32 (rows, columns, n + 2): mean values and place of each centre's pixels."""
    index = nearest.ravel()
    counts = np.bincount(index, minlength=rows * columns)
    sums = [np.bincount(index, each, rows * columns) for each in flat]
    means = np.stack(sums, axis=-1) / np.maximum(counts, 1)[:, None]
    means[counts == 0] = np.inf  # a centre that lost its pixels attracts no more
    return means.astype(np.float32).reshape(rows, columns, -1)


def _nearest(
    cells: NDArray[np.float32],
    place: tuple[NDArray[np.float32], NDArray[np.float32]],
    centers: NDArray[np.float32],
    weight: np.float32,
) -> NDArray[np.int32]:
    """int32 (rows, high, columns, wide): the best of the nine centres around each cell."""
    rows, _, columns, _, channels = cells.shape
    padded = np.pad(centers, ((1, 1), (1, 1), (0, 0)), constant_values=np.inf)
    numbers = np.pad(np.arange(rows * columns, dtype=np.int32).reshape(rows, columns), 1)
    best = np.full(cells.shape[:4], np.inf, np.float32)
    nearest = np.zeros(cells.shape[:4], np.int32)
    for down in range(3):
        for across in range(3):
            there = padded[down : down + rows, across : across + columns]
            known = np.isfinite(there[..., 0])[:, None, :, None]
            center = np.where(np.isfinite(there), there, 0)[:, None, :, None]
            distance = weight * (
                (place[0] - center[..., channels]) ** 2
                + (place[1] - center[..., channels + 1]) ** 2
            )
            for channel in range(channels):
                distance += (cells[..., channel] - center[..., channel]) ** 2
            better = (distance < best) & known
            np.copyto(best, distance, where=better)
            number = numbers[down : down + rows, across : across + columns][:, None, :, None]
            np.copyto(nearest, np.broadcast_to(number, nearest.shape), where=better)
    return nearest


def _connected(assigned: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Leave each centre its largest connected part; what is left joins the nearest one.

    Returns:
        int32 (h, w), numbers of the parts, and int32 (n,), the centre of each.
    """
    from scipy.ndimage import distance_transform_edt
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    height, width = assigned.shape
    index = np.arange(height * width, dtype=np.int32).reshape(height, width)
    pairs = []
    for one, other in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        same = assigned[one] == assigned[other]
        pairs.append((index[one][same], index[other][same]))
    start, end = (np.concatenate(each) for each in zip(*pairs, strict=True))
    links = coo_matrix(
        (np.ones(len(start), bool), (start, end)), shape=(height * width, height * width)
    )
    _, parts = connected_components(links, directed=False)
    sizes = np.bincount(parts)
    labels = assigned.ravel()[np.unique(parts, return_index=True)[1]]  # of each part
    order = np.lexsort((-sizes, labels))
    first = np.r_[True, np.diff(labels[order]) > 0]
    kept = np.full(len(sizes), -1, np.int32)
    kept[order[first]] = np.arange(first.sum(), dtype=np.int32)
    result = kept[parts].reshape(height, width)
    stray = result < 0
    if stray.any():
        near = distance_transform_edt(stray, return_distances=False, return_indices=True)
        result = result[tuple(near)]
    return np.ascontiguousarray(result, dtype=np.int32), labels[order[first]]
