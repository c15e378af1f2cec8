"""scipy.linalg.expm of 3 x 3 matrices of several kinds and norms."""

import numpy as np
import scipy
from scipy.linalg import expm

KINDS = ("affine", "sl3", "any")
NORMS = (0.01, 0.5, 1, 3, 5, 10)
COUNT = 40


def exponential_cases(seed: int) -> tuple[list[dict], dict]:
    rng = np.random.default_rng([seed, 3000])
    cases = []
    for kind in KINDS:
        for norm in NORMS:
            matrices = draw(rng, kind, norm)
            exponentials = np.stack([expm(matrix.astype(np.float64)) for matrix in matrices])
            cases.append(
                {
                    "name": f"{kind}, Frobenius norm {norm}",
                    "kind": kind,
                    "norm": norm,
                    "matrix": matrices,
                    "exponential": exponentials,
                }
            )
    return cases, {"scipy": scipy.__version__}


def draw(rng, kind: str, norm: float) -> np.ndarray:
    """The last row of affine ones is 0; the trace of those of sl(3) is."""
    matrices = rng.normal(size=(COUNT, 3, 3))
    if kind == "affine":
        matrices[:, 2] = 0
    if kind == "sl3":
        matrices -= np.trace(matrices, axis1=1, axis2=2)[:, None, None] * np.eye(3) / 3
    matrices *= norm / np.linalg.norm(matrices, axis=(1, 2), keepdims=True)
    return matrices.astype(np.float32)
