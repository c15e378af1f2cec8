"""PyTorch's interpolate for dense flow, SciPy's BSpline and NumPy's Legendre polynomials."""

import numpy as np
import torch
import torch.nn.functional as F
from numpy.polynomial import legendre
from scipy.interpolate import BSpline

from sampling import fractions
from tps import axis_centres, pixel_centres, version

SIZES = ((3, 5), (8, 6), (1, 4))


def flow_cases(seed: int) -> tuple[list[dict], dict]:
    cases = []
    families = (
        ("flow", ((2, 3), (8, 6), (1, 5), (12, 9)), dense_flow),
        ("bsplineFfd", ((4, 4), (5, 7), (9, 6)), free_form),
        ("polynomial", (1, 2, 3, 5), polynomial),
    )
    for family, configs, field in families:
        for config in configs:
            for height, width in SIZES:
                for align_corners in (False, True):
                    if family == "flow" and align_corners and height == 1:
                        continue  # interpolate reads the first row there, our conventions the middle
                    rng = np.random.default_rng([seed, 4000 + len(cases)])
                    theta = fractions(rng, (2, width_of(family, config)), 0.5, 1024)
                    corners = "align corners" if align_corners else "align edges"
                    cases.append(
                        {
                            "name": f"{family} {config} to {height}x{width}, {corners}",
                            "family": family,
                            "size": config if family == "polynomial" else list(config),
                            "alignCorners": align_corners,
                            "outputSize": [height, width],
                            "theta": theta,
                            "grid": field(theta, config, height, width, align_corners),
                        }
                    )
    return cases, {"scipy": version()}


def width_of(family: str, config) -> int:
    if family == "polynomial":
        return (config + 1) * (config + 2)
    return 2 * config[0] * config[1]


def dense_flow(theta, config, height, width, align_corners) -> np.ndarray:
    rows, columns = config
    flow = torch.tensor(theta, dtype=torch.float64).reshape(2, rows, columns, 2).permute(0, 3, 1, 2)
    resized = F.interpolate(
        flow, size=(height, width), mode="bilinear", align_corners=align_corners
    )
    identity = pixel_centres(height, width, align_corners).reshape(1, height, width, 2)
    return resized.permute(0, 2, 3, 1).numpy() + identity


def free_form(theta, config, height, width, align_corners) -> np.ndarray:
    """The tensor product of uniform cubic B-splines, whose domain is [-1, 1]."""
    by_row, by_column = (
        cubic_weights(count, axis_centres(size, align_corners))
        for count, size in zip(config, (height, width))
    )
    moved = np.einsum("hr,wc,nrcx->nhwx", by_row, by_column, theta.reshape(2, *config, 2))
    return moved + pixel_centres(height, width, align_corners).reshape(1, height, width, 2)


def cubic_weights(count: int, at: np.ndarray) -> np.ndarray:
    spacing = 2 / (count - 3)
    knots = -1 + spacing * np.arange(-3, count + 1)
    return np.stack([BSpline(knots, row, 3)(at) for row in np.eye(count)], axis=-1)


def polynomial(theta, config, height, width, align_corners) -> np.ndarray:
    """Products of Legendre polynomials, by total degree and then by falling degree in x."""
    degrees = [(total - j, j) for total in range(config + 1) for j in range(total + 1)]
    pixels = pixel_centres(height, width, align_corners)
    basis = np.stack(
        [
            legendre.legval(pixels[:, 0], np.eye(config + 1)[i])
            * legendre.legval(pixels[:, 1], np.eye(config + 1)[j])
            for i, j in degrees
        ],
        axis=-1,
    )
    return (basis @ theta.reshape(2, -1, 2).astype(np.float64)).reshape(2, height, width, 2)
