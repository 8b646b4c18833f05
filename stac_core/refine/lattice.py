"""Gaussian filtering in position and colour, in time linear in the number of pixels.

The permutohedral lattice of Adams, Baek and Davis (Eurographics 2010): pixels are spread on the
corners of the simplex that encloses each in feature space, the corners are blurred along the
lattice's axes, and pixels read the result back. Written with array operations only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stac_core.types import FloatMap


class Lattice:
    """A Gaussian filter of unit width over points in feature space.

    Args:
        features: float32 (N, d), divided by the width of the filter in each dimension.
    """

    def __init__(self, features: NDArray[np.float32]) -> None:
        keys, weights = _enclosing_corners(features)
        count, corners = weights.shape
        low = keys.min(axis=(0, 1)) - corners  # room for neighbours: codes never wrap around
        sizes = keys.max(axis=(0, 1)) - low + corners + 1
        strides = np.concatenate([np.cumprod(sizes[:0:-1], dtype=np.int64)[::-1], [1]])
        codes = ((keys - low) * strides).sum(axis=2).ravel()
        known, place = np.unique(codes, return_inverse=True)
        points = np.repeat(np.arange(count), corners)
        self._read = sparse.csr_matrix(
            (weights.ravel(), (points, place.ravel())), shape=(count, len(known))
        )
        self._spread = self._read.T.tocsr()
        self._neighbours = [
            (_find(known, known + offset), _find(known, known - offset))
            for offset in _axis_offsets(strides)
        ]
        ones = np.ones((count, 1), np.float32)
        self._mass: NDArray[np.float32] = np.maximum(self._filtered(ones), np.float32(1e-20))

    def mean(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Weighted means of values (N, K), each point's weights summing to 1."""
        result: NDArray[np.float32] = self._filtered(values) / self._mass
        return result

    def _filtered(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        mass = np.zeros((self._spread.shape[0] + 1, values.shape[1]), np.float32)
        mass[:-1] = self._spread @ values  # the last row stands for points that are not there
        for before, after in self._neighbours:
            mass[:-1] += 0.5 * (mass[before] + mass[after])
        result: NDArray[np.float32] = self._read @ mass[:-1]
        return result


def image_lattice(guide: FloatMap, *, sigma: float, color: float) -> Lattice:
    """A filter over position and colour.

    Args:
        guide: float32 (H, W, n) in 0..255.
        sigma: Its width in pixels.
        color: Its width in grey levels; of several channels the mean squared difference counts.
    """
    height, width, channels = guide.shape
    features = np.empty((height, width, 2 + channels), np.float32)
    features[..., 0] = np.arange(height, dtype=np.float32)[:, None] / sigma
    features[..., 1] = np.arange(width, dtype=np.float32) / sigma
    features[..., 2:] = guide / np.float32(color * np.sqrt(channels))
    return Lattice(features.reshape(height * width, 2 + channels))


def _enclosing_corners(
    features: NDArray[np.float32],
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Keys int (N, d + 1, d) of each point's simplex and barycentric weights (N, d + 1)."""
    count, dims = features.shape
    index = np.arange(1, dims + 1)
    # blurring with (1/2, 1, 1/2) along each axis has this standard deviation
    scale = np.sqrt(2 / 3) * (dims + 1) / np.sqrt(index * (index + 1))
    scaled = features * scale.astype(np.float32)
    elevated = np.zeros((count, dims + 1), np.float32)
    elevated[:, :-1] = scaled[:, ::-1].cumsum(axis=1)[:, ::-1]
    elevated[:, 1:] -= index.astype(np.float32) * scaled
    nearest = np.rint(elevated / (dims + 1)).astype(np.int32)
    excess = nearest.sum(axis=1, dtype=np.int32)
    nearest *= dims + 1
    order = np.argsort(nearest - elevated, axis=1, kind="stable")
    rank = np.empty_like(nearest)
    np.put_along_axis(rank, order, np.arange(dims + 1, dtype=np.int32)[None], axis=1)
    rank += excess[:, None]
    wrap = np.where(rank < 0, dims + 1, np.where(rank > dims, -(dims + 1), 0)).astype(np.int32)
    rank += wrap
    nearest += wrap
    share = (elevated - nearest) / np.float32(dims + 1)
    ordered = np.empty_like(share)  # by falling rank: dims - rank
    np.put_along_axis(ordered, dims - rank, share, axis=1)
    weights = ordered.copy()
    weights[:, 1:] -= ordered[:, :-1]
    weights[:, 0] += 1 - ordered[:, -1]
    corner = np.arange(dims + 1, dtype=np.int32)
    canonical = corner[:, None] - (dims + 1) * (corner[None] > dims - corner[:, None])
    keys = nearest[:, None, :-1] + canonical[corner[None, :, None], rank[:, None, :-1]]
    return keys.astype(np.int64), weights


def _axis_offsets(strides: NDArray[np.int64]) -> list[int]:
    """How much the code of a corner grows by one step along each of the d + 1 axes."""
    dims = len(strides)
    ahead = np.ones((dims + 1, dims), np.int64)
    ahead[np.arange(dims), np.arange(dims)] = -dims
    return [int(step @ strides) for step in ahead]


def _find(known: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.intp]:
    """Places of codes in a sorted array; its length where they are not there."""
    place = np.searchsorted(known, wanted)
    place[known[np.minimum(place, len(known) - 1)] != wanted] = len(known)
    return place
