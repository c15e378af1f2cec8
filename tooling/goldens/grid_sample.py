"""grid_sample: forward, and gradients to image and grid."""

import numpy as np
import torch

from agreement import Agreement
from sampling import MODES, array, fractions, leaf, sample, settings

# batch, height, width, channels, output height, output width, range. For "centres" and
# "borders" the sizes are powers of two, or one more with align_corners: then the
# normalised coordinate of a pixel's centre or edge is exact in float32.
SHAPES = (
    (2, 4, 6, 3, 3, 4, "inside"),
    (2, 5, 7, 1, 3, 5, "outside"),
    (2, 7, 4, 2, 4, 3, "outside"),
    (2, 3, 5, 4, 2, 8, "far"),
    (2, 8, 4, 5, 2, 5, "centres"),
    (2, 4, 8, 1, 3, 4, "centres"),
    (2, 4, 8, 3, 2, 9, "borders"),
    (2, 8, 4, 2, 3, 4, "borders"),
    (2, 1, 1, 3, 2, 3, "outside"),
    (2, 1, 6, 1, 3, 4, "outside"),
    (2, 5, 1, 4, 4, 3, "outside"),
    (3, 6, 5, 8, 1, 5, "outside"),
    (2, 16, 12, 1, 8, 7, "outside"),
    (1, 11, 13, 3, 6, 5, "far"),
)

# Bilinear alone: more shapes, among them large shrinking and long axes.
BILINEAR_SHAPES = (
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


def grid_sample_cases(seed: int) -> tuple[list[dict], dict]:
    return cases_of([seed], SHAPES, MODES)


def bilinear_cases(seed: int) -> tuple[list[dict], dict]:
    return cases_of([seed, 2], BILINEAR_SHAPES, ("bilinear",))


def cases_of(seed: list[int], shapes, modes) -> tuple[list[dict], dict]:
    agreement = Agreement()
    cases = []
    for shape in shapes:
        for mode, padding, align_corners in settings(modes):
            rng = np.random.default_rng([*seed, len(cases)])
            case = make_case(rng, shape, mode, padding, align_corners)
            expected = evaluate(case, torch.float64)
            agreement.check(case["name"], expected, evaluate(case, torch.float32))
            cases.append({**case, **expected})
    return cases, {"float32Disagreement": agreement.report()}


def make_case(rng, shape, mode: str, padding: str, align_corners: bool) -> dict:
    batch, height, width, channels, out_height, out_width, kind = shape
    if kind in ("centres", "borders") and align_corners:
        height, width = height + 1, width + 1
    x = coordinates(rng, (batch, out_height, out_width), width, kind, align_corners)
    y = coordinates(rng, (batch, out_height, out_width), height, kind, align_corners)
    size = f"{batch}x{height}x{width}x{channels} at {out_height}x{out_width}"
    corners = "align corners" if align_corners else "align edges"
    return {
        "name": f"{mode}, {padding}, {corners}, {size}, {kind}",
        "sampler": mode,
        "padding": padding,
        "alignCorners": align_corners,
        "range": kind,
        "image": fractions(rng, (batch, height, width, channels), 2, 256),
        "grid": np.stack((x, y), axis=-1),
        "outputGradient": fractions(rng, (batch, out_height, out_width, channels), 2, 256),
    }


def coordinates(rng, shape, size: int, kind: str, align_corners: bool) -> np.ndarray:
    """Normalised coordinates whose pixel coordinate is exact in float32, in any order of
    evaluation: so floor and round decide alike in float32 and float64, also on the knots."""
    if kind == "inside":
        return fractions(rng, shape, 0.99, 1024)
    if kind == "outside":
        return fractions(rng, shape, 2.5, 1024)
    if kind == "far":
        return fractions(rng, shape, 1000, 64)
    if kind == "centres":
        pixels = rng.integers(-2, size + 2, size=shape).astype(np.float64)
    else:
        ends = np.array([-1.5, -1, -0.5, 0, 0.5])
        pixels = rng.choice(np.concatenate((ends, size - 1 - ends)), size=shape)
    scaled = 2 * pixels / (size - 1) if align_corners else (2 * pixels + 1) / size
    return (scaled - 1).astype(np.float32)


def evaluate(case: dict, dtype: torch.dtype) -> dict:
    image, grid = leaf(case["image"], dtype), leaf(case["grid"], dtype)
    output = sample(image, grid, case["sampler"], case["padding"], case["alignCorners"])
    output.backward(torch.tensor(case["outputGradient"], dtype=dtype))
    return {
        "output": array(output),
        "imageGradient": array(image.grad),
        "gridGradient": array(grid.grad),
    }
