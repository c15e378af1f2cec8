"""PyTorch's autograd through a float64 thin-plate-spline solve: fields and their derivatives."""

import numpy as np
import torch

from sampling import fractions
from tps import pixel_centres

# batch, points, output height, output width
SHAPES = ((1, 3, 4, 5), (2, 5, 6, 4), (3, 12, 5, 7))
SMOOTHINGS = (0.0, 0.125)


def tps_field_cases(seed: int) -> tuple[list[dict], dict]:
    cases = []
    for batch, count, height, width in SHAPES:
        for smoothing in SMOOTHINGS:
            for align_corners in (False, True):
                rng = np.random.default_rng([seed, 3000 + len(cases)])
                output = spread_points(rng, batch, count)
                corners = "align corners" if align_corners else "align edges"
                case = {
                    "name": f"{batch} of {count} points, smoothing {smoothing}, {corners}",
                    "regularization": smoothing,
                    "alignCorners": align_corners,
                    "outputSize": [height, width],
                    "outputPoints": output,
                    "inputPoints": output + fractions(rng, output.shape, 0.5, 1024),
                    "outputGradient": fractions(rng, (batch, height, width, 2), 2, 256),
                    "direction": fractions(rng, output.shape, 1, 256),
                }
                cases.append({**case, **evaluate(case)})
    return cases, {}


def spread_points(rng, batch: int, count: int) -> np.ndarray:
    """Points at least 0.125 apart, and no three alone near one line."""
    for _ in range(10_000):
        points = fractions(rng, (batch, count, 2), 1, 64)
        apart = np.linalg.norm(points[:, :, None] - points[:, None], axis=-1)
        apart[:, range(count), range(count)] = 1
        centred = points - points.mean(axis=1, keepdims=True)
        narrow = np.linalg.svd(centred, compute_uv=False)[:, -1].min()
        if apart.min() >= 0.125 and narrow >= 0.5:
            return points
    raise AssertionError(f"no {count} points that far apart")


def evaluate(case: dict) -> dict:
    """
    The grid; the gradients of sum(grid * outputGradient); and those of a second order, of
    ⟨gradient by outputPoints, direction⟩ for a sum of squares, so that they depend on both sides.
    """
    output, given = (
        torch.tensor(case[name], dtype=torch.float64, requires_grad=True)
        for name in ("outputPoints", "inputPoints")
    )
    weights = torch.tensor(case["outputGradient"], dtype=torch.float64)
    direction = torch.tensor(case["direction"], dtype=torch.float64)
    grid = spline_grid(case, output, given)
    by_output, by_input = torch.autograd.grad((grid * weights).sum(), (output, given), retain_graph=True)
    (first,) = torch.autograd.grad((grid**2 * weights).sum(), output, create_graph=True)
    second = torch.autograd.grad((first * direction).sum(), (output, given))
    return {
        "grid": grid.detach().numpy(),
        "outputPointsGradient": by_output.numpy(),
        "inputPointsGradient": by_input.numpy(),
        "outputPointsSecond": second[0].numpy(),
        "inputPointsSecond": second[1].numpy(),
    }


def spline_grid(case: dict, output: torch.Tensor, given: torch.Tensor) -> torch.Tensor:
    batch, count, _ = output.shape
    height, width = case["outputSize"]
    pixels = torch.tensor(pixel_centres(height, width, case["alignCorners"])).expand(batch, -1, 2)
    system = torch.zeros(batch, count + 3, count + 3, dtype=torch.float64)
    affine = torch.cat([torch.ones(batch, count, 1), output], dim=-1)
    system[:, :count, :count] = radial(output, output) + case["regularization"] * torch.eye(count)
    system[:, :count, count:] = affine
    system[:, count:, :count] = affine.transpose(1, 2)
    right = torch.cat([given, torch.zeros(batch, 3, 2)], dim=1)
    coefficients = torch.linalg.solve(system, right)
    ones = torch.ones(batch, height * width, 1)
    basis = torch.cat([radial(pixels, output), ones, pixels], dim=-1)
    return (basis @ coefficients).reshape(batch, height, width, 2)


def radial(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """r² log r, with derivatives of 0 at r = 0."""
    squared = ((a[:, :, None] - b[:, None]) ** 2).sum(-1)
    apart = squared > 0
    return torch.where(apart, squared * torch.log(torch.where(apart, squared, 1)) / 2, 0)
