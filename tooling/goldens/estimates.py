"""Transformations from pairs of points by numpy: least squares, Umeyama, and the normalised DLT.

Points are float64, as plain numbers.
"""

import numpy as np

COUNTS = {"affine": (3, 4, 12), "similarity": (2, 3, 12), "homography": (4, 5, 12)}
NOISES = (0.0, 0.02)


def estimate_cases(seed: int) -> tuple[list[dict], dict]:
    rng = np.random.default_rng([seed, 4000])
    cases = []
    for family, counts in COUNTS.items():
        for count in counts:
            for noise in NOISES:
                cases.append(make_case(rng, family, count, noise))
    return cases, {}


def make_case(rng, family: str, count: int, noise: float) -> dict:
    """Output points at random, some far from the centre, and where a random matrix takes them."""
    batch = 2
    output = rng.uniform(-1, 1, size=(batch, count, 2)) + rng.uniform(-0.5, 0.5, size=(batch, 1, 2))
    matrix = np.eye(3) + 0.4 * rng.uniform(-1, 1, size=(batch, 3, 3))
    matrix[:, 2] = [0, 0, 1]
    if family == "similarity":
        matrix[:, 1, 0], matrix[:, 1, 1] = -matrix[:, 0, 1], matrix[:, 0, 0]
    if family == "homography":
        matrix[:, 2, :2] = 0.2 * rng.uniform(-1, 1, size=(batch, 2))
    mapped = np.einsum("bij,bnj->bni", matrix, homogeneous(output))
    points = mapped[..., :2] / mapped[..., 2:]
    points = points + noise * rng.normal(size=points.shape)
    estimate = ESTIMATES[family]
    return {
        "name": f"{family}, {count} points, noise {noise}",
        "family": family,
        "outputPoints": output.tolist(),
        "inputPoints": points.tolist(),
        "theta": np.stack([estimate(p, q) for p, q in zip(output, points)]),
    }


def homogeneous(points: np.ndarray) -> np.ndarray:
    return np.concatenate((points, np.ones_like(points[..., :1])), axis=-1)


def affine(output: np.ndarray, points: np.ndarray) -> np.ndarray:
    solution, *_ = np.linalg.lstsq(homogeneous(output), points, rcond=None)
    return solution.T.ravel()


def similarity(output: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Umeyama, 1991, equations (39) to (43)."""
    p, q = output - output.mean(0), points - points.mean(0)
    u, d, vt = np.linalg.svd(q.T @ p / len(p))
    s = np.array([1, np.sign(np.linalg.det(u) * np.linalg.det(vt))])
    rotation = u @ np.diag(s) @ vt
    scale = (d * s).sum() / (p**2).sum(1).mean()
    shift = points.mean(0) - scale * rotation @ output.mean(0)
    return np.array([np.log(scale), np.arctan2(rotation[1, 0], rotation[0, 0]), *shift])


def homography(output: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Hartley and Zisserman, 2004, algorithm 4.2."""
    to, ti = normaliser(output), normaliser(points)
    p, q = homogeneous(output) @ to.T, homogeneous(points) @ ti.T
    zero = np.zeros_like(p)
    upper = np.concatenate((p, zero, -q[:, :1] * p), axis=1)
    lower = np.concatenate((zero, p, -q[:, 1:2] * p), axis=1)
    matrix = np.linalg.svd(np.concatenate((upper, lower)))[2][-1].reshape(3, 3)
    matrix = np.linalg.inv(ti) @ matrix @ to
    return (matrix / matrix[2, 2]).ravel()[:8]


def normaliser(points: np.ndarray) -> np.ndarray:
    centre = points.mean(0)
    scale = np.sqrt(2) / np.linalg.norm(points - centre, axis=1).mean()
    return np.array([[scale, 0, -scale * centre[0]], [0, scale, -scale * centre[1]], [0, 0, 1]])


ESTIMATES = {"affine": affine, "similarity": similarity, "homography": homography}
