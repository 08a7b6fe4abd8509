"""Pure steps that make a scanned page easy to read: page in, page out, all on 8-bit grey arrays."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

cv2.setNumThreads(1)  # one page, one core: parallelism is a matter of worker processes

Grey = npt.NDArray[np.uint8]  # shape (height, width), 0 black to 255 white
Colour = npt.NDArray[np.uint8]  # shape (height, width, 3), red first
Affine = npt.NDArray[np.float64]  # shape (3, 3): maps a column (x, y, 1) from one page to another

PAPER: Final = 245  # grey of the paper after flatten_light
_PROFILE_WIDTH: Final = 900  # px: enough for a skew of 0.03 degrees, small enough for 20 ms


def red_channel(page: Colour) -> Grey:
    """Return the red channel as grey: red stamps and seals become as light as the paper."""
    return np.ascontiguousarray(page[:, :, 0])


def scale(page: Grey, factor: float) -> Grey:
    """Return the page enlarged or reduced; reading is best near 200 dpi, finer scans only add noise."""
    if abs(factor - 1) < 0.02:
        return page
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    size = (max(1, round(page.shape[1] * factor)), max(1, round(page.shape[0] * factor)))
    return _grey(cv2.resize(page, size, interpolation=way))


def flatten_light(page: Grey) -> Grey:
    """Divide by the paper's own brightness, so that shadows and uneven light disappear."""
    height, width = page.shape
    small = cv2.resize(page, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 21)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return _grey(cv2.divide(page, paper, scale=PAPER))


def skew_angle(page: Grey, *, limit: float = 5.0) -> float:
    """Return by how many degrees (counter-clockwise) the page must be turned for level lines.

    The angle whose row sums change most sharply; 0.0 for a page with next to no ink. |angle| <= limit.
    """
    factor = min(1.0, _PROFILE_WIDTH / page.shape[1])
    small = cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    if min(small.shape) < 32:
        return 0.0
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    rows, columns = (found.astype(np.float32) for found in np.nonzero(ink))
    if len(rows) < 200:
        return 0.0
    columns -= small.shape[1] / 2
    margin = int(small.shape[1] / 2 * np.tan(np.radians(limit + 1))) + 1

    def sharpness(angle: float) -> float:
        levels = rows - columns * np.float32(np.tan(np.radians(angle))) + margin
        profile = np.bincount(levels.astype(np.int32), minlength=small.shape[0] + 2 * margin)
        return float((np.diff(profile.astype(np.float64)) ** 2).sum())

    best = 0.0
    for reach, step in ((limit, 0.5), (0.5, 0.1), (0.1, 0.025)):
        tried = np.clip(np.arange(best - reach, best + reach + step / 2, step), -limit, limit)
        best = float(max(tried, key=sharpness))
    return best


def turn(page: Grey, angle: float) -> tuple[Grey, Affine]:
    """Return the page turned by `angle` degrees counter-clockwise, all of it, and the map old to new."""
    height, width = page.shape
    matrix = np.eye(3)
    if abs(angle) < 0.02:
        return page, matrix
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    new_width, new_height = (
        int(np.ceil(width * cosine + height * sine)),
        int(np.ceil(width * sine + height * cosine)),
    )
    matrix[0, 2] += (new_width - width) / 2
    matrix[1, 2] += (new_height - height) / 2
    turned = cv2.warpAffine(
        page, matrix[:2], (new_width, new_height), flags=cv2.INTER_LINEAR, borderValue=(PAPER, PAPER, PAPER)
    )
    return _grey(turned), matrix


def scaling(factor_x: float, factor_y: float) -> Affine:
    """Return the map that stretches both axes."""
    return np.diag([factor_x, factor_y, 1.0])


def _grey(page: npt.ArrayLike) -> Grey:
    return np.asarray(page, dtype=np.uint8)
