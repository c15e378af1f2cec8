"""affine_grid, then grid_sample: grid, output, and gradients to image and theta."""

import warnings

import numpy as np
import torch
import torch.nn.functional as F

from agreement import Agreement
from sampling import array, fractions, leaf, sample, settings, to_pixels

# batch, height, width, channels, output height, output width, range
SHAPES = (
    (2, 5, 7, 3, 4, 6, "inside"),
    (2, 6, 4, 1, 6, 4, "inside"),
    (2, 7, 9, 2, 3, 5, "outside"),
    (3, 4, 6, 4, 2, 8, "outside"),
    (2, 1, 1, 3, 3, 2, "outside"),
    (2, 1, 6, 2, 1, 5, "outside"),
    (2, 6, 1, 1, 4, 1, "outside"),
    (2, 12, 10, 5, 5, 7, "outside"),
)

# An affine coordinate is not exact in float32, so theta is drawn again while any pixel
# coordinate is this near to where floor or round jump.
CLEARANCE = 1e-3

# That a single-pixel output looks at 0 with align_corners is what is wanted here.
warnings.filterwarnings("ignore", message="Since version 1.3.0, affine_grid behavior")


def affine_cases(seed: int) -> tuple[list[dict], dict]:
    agreement = Agreement()
    cases = []
    redrawn = 0
    for shape in SHAPES:
        for mode, padding, align_corners in settings():
            rng = np.random.default_rng([seed, 1000 + len(cases)])
            case, attempts = make_case(rng, shape, mode, padding, align_corners)
            redrawn += attempts - 1
            expected = evaluate(case, torch.float64)
            agreement.check(case["name"], expected, evaluate(case, torch.float32))
            cases.append({**case, **expected})
    return cases, {"thetasRedrawn": redrawn, "float32Disagreement": agreement.report()}


def make_case(rng, shape, mode: str, padding: str, align_corners: bool) -> tuple[dict, int]:
    batch, height, width, channels, out_height, out_width, kind = shape
    attempts = 1
    theta = draw_theta(rng, batch, kind)
    while near_jump(theta, shape, align_corners):
        attempts += 1
        theta = draw_theta(rng, batch, kind)
    size = f"{batch}x{height}x{width}x{channels} to {out_height}x{out_width}"
    corners = "align corners" if align_corners else "align edges"
    case = {
        "name": f"{mode}, {padding}, {corners}, {size}, {kind}",
        "sampler": mode,
        "padding": padding,
        "alignCorners": align_corners,
        "range": kind,
        "outputSize": [out_height, out_width],
        "image": fractions(rng, (batch, height, width, channels), 2, 256),
        "theta": theta,
        "outputGradient": fractions(rng, (batch, out_height, out_width, channels), 2, 256),
    }
    return case, attempts


def draw_theta(rng, batch: int, kind: str) -> np.ndarray:
    """`[batch, 6]`, row-major `[a11 a12 tx a21 a22 ty]`."""
    identity = np.array([1, 0, 0, 0, 1, 0], dtype=np.float32)
    if kind == "inside":
        return identity * np.float32(0.75) + fractions(rng, (batch, 6), 0.25, 1024)
    return identity + fractions(rng, (batch, 6), 1.5, 1024)


def near_jump(theta: np.ndarray, shape, align_corners: bool) -> bool:
    _, height, width, _, out_height, out_width, _ = shape
    grid = affine_grid(torch.tensor(theta, dtype=torch.float64), out_height, out_width, align_corners)
    pixels = to_pixels(grid.numpy(), (width, height), align_corners)
    distance = np.abs(2 * pixels - np.round(2 * pixels)).min(axis=(0, 1, 2))
    # With align_corners every coordinate of a single pixel is 0, exactly.
    counts = [not (align_corners and size == 1) for size in (width, height)]
    return bool((distance[counts] < 2 * CLEARANCE).any())


def affine_grid(theta: torch.Tensor, height: int, width: int, align_corners: bool) -> torch.Tensor:
    size = [theta.shape[0], 1, height, width]
    return F.affine_grid(theta.reshape(-1, 2, 3), size, align_corners=align_corners)


def evaluate(case: dict, dtype: torch.dtype) -> dict:
    image, theta = leaf(case["image"], dtype), leaf(case["theta"], dtype)
    grid = affine_grid(theta, *case["outputSize"], case["alignCorners"])
    output = sample(image, grid, case["sampler"], case["padding"], case["alignCorners"])
    output.backward(torch.tensor(case["outputGradient"], dtype=dtype))
    return {
        "grid": array(grid),
        "output": array(output),
        "imageGradient": array(image.grad),
        "thetaGradient": array(theta.grad),
    }
