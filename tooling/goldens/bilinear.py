"""grid_sample once more, bilinear alone: more shapes, among them large shrinking and long axes."""

from grid_sample import make_case, evaluate
from agreement import Agreement
from sampling import PADDINGS

import numpy as np
import torch

# As in grid_sample.py.
SHAPES = (
    (2, 9, 6, 1, 5, 7, "inside"),
    (3, 6, 10, 3, 4, 4, "outside"),
    (2, 12, 7, 4, 3, 5, "outside"),
    (1, 5, 9, 17, 3, 4, "outside"),
    (2, 2, 2, 3, 6, 5, "outside"),
    (2, 2, 9, 5, 5, 3, "far"),
    (4, 6, 5, 2, 3, 3, "far"),
    (2, 16, 8, 4, 3, 6, "centres"),
    (3, 8, 16, 2, 4, 3, "borders"),
    (2, 32, 4, 1, 7, 2, "borders"),
    (2, 1, 9, 8, 2, 6, "outside"),
    (2, 40, 3, 1, 9, 2, "inside"),
)


def bilinear_cases(seed: int) -> tuple[list[dict], dict]:
    agreement = Agreement()
    cases = []
    for shape in SHAPES:
        for padding in PADDINGS:
            for align_corners in (False, True):
                rng = np.random.default_rng([seed, 2, len(cases)])
                case = make_case(rng, shape, "bilinear", padding, align_corners)
                expected = evaluate(case, torch.float64)
                agreement.check(case["name"], expected, evaluate(case, torch.float32))
                cases.append({**case, **expected})
    return cases, {"float32Disagreement": agreement.report()}
