"""SciPy's RBFInterpolator: thin-plate splines through control points, with and without smoothing."""

import numpy as np
from scipy.interpolate import RBFInterpolator

from sampling import fractions

# name, control points, output height, output width
LAYOUTS = (
    ("grid", (2, 2), 3, 5),
    ("grid", (4, 4), 7, 6),
    ("grid", (3, 5), 8, 9),
    ("grid", (6, 4), 5, 11),
    ("points", 3, 4, 6),
    ("points", 5, 6, 5),
    ("points", 20, 9, 8),
)
SMOOTHINGS = (0.0, 0.0625, 1.0)


def tps_cases(seed: int) -> tuple[list[dict], dict]:
    cases = []
    for kind, count, height, width in LAYOUTS:
        for smoothing in SMOOTHINGS:
            for align_corners in (False, True):
                rng = np.random.default_rng([seed, 2000 + len(cases)])
                points = control_points(rng, kind, count)
                theta = points[None] + fractions(rng, (2, *points.shape), 0.5, 1024)
                theta = theta.astype(np.float32)
                corners = "align corners" if align_corners else "align edges"
                cases.append(
                    {
                        "name": f"{kind} {count}, smoothing {smoothing}, {corners}",
                        "kind": kind,
                        "controlPoints": list(count) if kind == "grid" else points.tolist(),
                        "regularization": smoothing,
                        "alignCorners": align_corners,
                        "outputSize": [height, width],
                        "theta": theta.reshape(2, -1),
                        "grid": evaluate(points, theta, smoothing, height, width, align_corners),
                    }
                )
    return cases, {"scipy": version()}


def control_points(rng, kind: str, count) -> np.ndarray:
    """`[K, 2]`, (x, y): a regular grid on [-1, 1]², row-major, or points spread at random."""
    if kind == "points":
        return fractions(rng, (count, 2), 1, 64).astype(np.float64)
    rows, columns = count
    y, x = np.meshgrid(np.linspace(-1, 1, rows), np.linspace(-1, 1, columns), indexing="ij")
    return np.stack([x, y], axis=-1).reshape(-1, 2)


def evaluate(points, theta, smoothing, height, width, align_corners) -> np.ndarray:
    pixels = pixel_centres(height, width, align_corners)
    grids = [
        RBFInterpolator(
            points, item.astype(np.float64), kernel="thin_plate_spline", degree=1, smoothing=smoothing
        )(pixels)
        for item in theta
    ]
    return np.stack(grids).reshape(len(theta), height, width, 2)


def pixel_centres(height: int, width: int, align_corners: bool) -> np.ndarray:
    """`[height · width, 2]`, normalised (x, y)."""
    x, y = (axis_centres(size, align_corners) for size in (width, height))
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def axis_centres(size: int, align_corners: bool) -> np.ndarray:
    index = np.arange(size)
    if not align_corners:
        return (2 * index + 1) / size - 1
    return 2 * index / (size - 1) - 1 if size > 1 else np.zeros(1)


def version() -> str:
    import scipy

    return scipy.__version__
