"""What PyTorch lacks, by SciPy: bilinear sampling with wrap and with fill values.

`map_coordinates` of order 1 with modes grid-wrap and grid-constant, channel by channel. It has no
gradients: sampling is linear in the image, so that by the image is what it makes of every unit
impulse, and piecewise linear along each axis, so that central differences within a piece are exact.
"""

import numpy as np
import scipy
from scipy.ndimage import map_coordinates

from sampling import to_pixels

# batch, height, width, channels, outHeight, outWidth
SHAPES = ((2, 5, 7, 2, 3, 4), (1, 6, 4, 3, 2, 5), (1, 2, 3, 1, 4, 3))
FILLS = {"wrap": (None,), "zeros": (0.75, "per channel")}
# Coordinates stay this many pixels off the knots, and the differences below it.
MARGIN = 1 / 64
STEP = 1 / 256


def map_coordinates_cases(seed: int) -> tuple[list[dict], dict]:
    cases = []
    for shape in SHAPES:
        for padding, fills in FILLS.items():
            for fill in fills:
                for align_corners in (False, True):
                    rng = np.random.default_rng([seed, 5000, len(cases)])
                    cases.append(make_case(rng, shape, padding, fill, align_corners))
    return cases, {"scipy": scipy.__version__}


def make_case(rng, shape, padding, fill, align_corners) -> dict:
    batch, height, width, channels, out_height, out_width = shape
    image = rng.uniform(-1, 1, size=(batch, height, width, channels)).astype(np.float32)
    grid = draw_grid(rng, (batch, out_height, out_width), (width, height), align_corners)
    upstream = rng.uniform(-1, 1, size=(batch, out_height, out_width, channels)).astype(np.float32)
    fills = np.zeros(channels)
    if fill is not None:
        fills = np.arange(channels) / 4 - 0.5 if fill == "per channel" else np.full(channels, fill)
    mode = "grid-wrap" if padding == "wrap" else "grid-constant"
    pixels = to_pixels(grid.astype(np.float64), (width, height), align_corners)

    def sample(pictures, points, outside):
        return np.stack(
            [
                np.stack(
                    [
                        map_coordinates(
                            picture[..., channel],
                            [place[..., 1], place[..., 0]],
                            order=1,
                            mode=mode,
                            cval=outside[channel],
                        )
                        for channel in range(channels)
                    ],
                    axis=-1,
                )
                for picture, place in zip(pictures, points)
            ]
        )

    exact = image.astype(np.float64)
    return {
        "name": f"[{batch},{height},{width},{channels}] to [{out_height},{out_width}], {padding}, "
        f"fill {fill}, {'align corners' if align_corners else 'align edges'}",
        "padding": padding,
        "fillValue": fills.tolist(),
        "alignCorners": align_corners,
        "image": image,
        "grid": grid,
        "outputGradient": upstream,
        "output": sample(exact, pixels, fills),
        "imageGradient": impulses(exact, pixels, upstream, sample),
        "gridGradient": differences(exact, pixels, upstream, fills, sample, align_corners),
    }


def draw_grid(rng, size, axes, align_corners) -> np.ndarray:
    """In the image, around it and some periods away, off the knots."""
    grid = np.zeros((*size, 2), dtype=np.float32)
    for index in np.ndindex(*size, 2):
        while True:
            value = np.float32(rng.uniform(-1, 1) * rng.choice([0.95, 2.5, 7]))
            pixel = to_pixels(np.full(2, value, dtype=np.float64), axes, align_corners)[index[-1]]
            if MARGIN < pixel - np.floor(pixel) < 1 - MARGIN:
                break
        grid[index] = value
    return grid


def impulses(image, pixels, upstream, sample) -> np.ndarray:
    gradient = np.zeros_like(image)
    nothing = np.zeros(image.shape[-1])
    for row, column in np.ndindex(*image.shape[1:3]):
        impulse = np.zeros_like(image)
        impulse[:, row, column] = 1
        gradient[:, row, column] = (sample(impulse, pixels, nothing) * upstream).sum(axis=(1, 2))
    return gradient


def differences(image, pixels, upstream, fills, sample, align_corners) -> np.ndarray:
    height, width = image.shape[1:3]
    gradient = np.zeros_like(pixels)
    less = 1 if align_corners else 0
    for axis, size in enumerate((width, height)):
        step = np.zeros(2)
        step[axis] = STEP
        ahead, behind = (sample(image, pixels + sign * step, fills) for sign in (1, -1))
        slope = ((ahead - behind) * upstream).sum(axis=-1) / (2 * STEP)
        gradient[..., axis] = slope * (size - less) / 2
    return gradient
