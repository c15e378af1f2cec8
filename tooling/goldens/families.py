"""Parameterisations of the homography family, then grid_sample: matrix, grid, output, gradients.

The matrices are not made as the library makes them: by products of simple ones, by torch's matrix
exponential, and for four corners by solving the eight linear equations.
"""

import itertools

import numpy as np
import torch

from agreement import Agreement
from affine import CLEARANCE, affine_grid
from sampling import array, fractions, leaf, sample, to_pixels

# batch, height, width, channels, output height, output width; even outputs have no point at 0, which
# many of these leave where it is, at the centre of a pixel.
SHAPES = ((2, 6, 7, 2, 6, 4), (3, 5, 9, 1, 4, 8))


def family_cases(seed: int) -> tuple[list[dict], dict]:
    agreement = Agreement()
    cases = []
    redrawn = 0
    settings = itertools.product(FAMILIES, SHAPES, ("zeros", "border"), (False, True))
    for family, shape, padding, align_corners in settings:
        rng = np.random.default_rng([seed, 2000 + len(cases)])
        case = make_case(rng, family, shape, padding, align_corners)
        while near_jump(case):
            redrawn += 1
            case = make_case(rng, family, shape, padding, align_corners)
        expected = evaluate(case, torch.float64)
        agreement.check(case["name"], expected, evaluate(case, torch.float32))
        cases.append({**case, **expected})
    return cases, {"thetasRedrawn": redrawn, "float32Disagreement": agreement.report()}


def make_case(rng, family: str, shape, padding: str, align_corners: bool) -> dict:
    batch, height, width, channels, out_height, out_width = shape
    identity, spread, _ = FAMILIES[family]
    size = f"{batch}x{height}x{width}x{channels} to {out_height}x{out_width}"
    offsets = fractions(rng, (batch, len(identity)), 1, 1024) * np.float32(spread)
    return {
        "name": f"{family}, {padding}, {'align corners' if align_corners else 'align edges'}, {size}",
        "family": family,
        "padding": padding,
        "alignCorners": align_corners,
        "outputSize": [out_height, out_width],
        "image": fractions(rng, (batch, height, width, channels), 2, 256),
        "theta": np.array(identity, dtype=np.float32) + offsets,
        "outputGradient": fractions(rng, (batch, out_height, out_width, channels), 2, 256),
    }


def evaluate(case: dict, dtype: torch.dtype) -> dict:
    image, theta = leaf(case["image"], dtype), leaf(case["theta"], dtype)
    matrix = FAMILIES[case["family"]][2](theta)
    grid, in_front = homography_grid(matrix, *case["outputSize"], case["alignCorners"])
    output = sample(image, grid, "bilinear", case["padding"], case["alignCorners"])
    output = torch.where(in_front, output, torch.zeros_like(output))
    output.backward(torch.tensor(case["outputGradient"], dtype=dtype))
    return {
        "matrix": array(matrix),
        "output": array(output),
        "imageGradient": array(image.grad),
        "thetaGradient": array(theta.grad),
    }


def homography_grid(matrix: torch.Tensor, height: int, width: int, align_corners: bool):
    """The grid, 0 behind the horizon, and where it is in front `[batch, height, width, 1]`."""
    eye = torch.eye(2, 3, dtype=matrix.dtype)
    base = affine_grid(eye.reshape(1, 6), height, width, align_corners)[0]
    points = torch.cat((base, torch.ones_like(base[..., :1])), dim=-1)
    projected = torch.einsum("bij,hwj->bhwi", matrix, points)
    w = projected[..., 2:]
    in_front = w > 0
    safe = torch.where(in_front, w, torch.ones_like(w))
    grid = torch.where(in_front, projected[..., :2] / safe, torch.zeros_like(base))
    return grid, in_front


def near_jump(case: dict) -> bool:
    """Whether a point is near a kink of the bilinear weights, or near the horizon."""
    theta = torch.tensor(case["theta"], dtype=torch.float64)
    matrix = FAMILIES[case["family"]][2](theta)
    align_corners = case["alignCorners"]
    grid, in_front = homography_grid(matrix, *case["outputSize"], align_corners)
    safe = torch.linalg.norm(grid, dim=-1, keepdim=True) < 20
    if not bool((safe | ~in_front).all()):
        return True
    _, height, width, _ = case["image"].shape
    pixels = to_pixels(grid.numpy(), (width, height), align_corners)[in_front[..., 0].numpy()]
    return bool((np.abs(pixels - np.round(pixels)) < CLEARANCE).any())


def rows(*entries) -> torch.Tensor:
    """Nine `[batch]` entries, or numbers, as `[batch, 3, 3]`."""
    like = next(entry for entry in entries if isinstance(entry, torch.Tensor))
    full = [e if isinstance(e, torch.Tensor) else torch.full_like(like, e) for e in entries]
    return torch.stack(full, dim=1).reshape(-1, 3, 3)


def turned(angle: torch.Tensor) -> torch.Tensor:
    return rows(
        torch.cos(angle), -torch.sin(angle), 0, torch.sin(angle), torch.cos(angle), 0, 0, 0, 1
    )


def moved(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return rows(1, 0, x, 0, 1, y, 0, 0, 1)


def scaled(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return rows(x, 0, 0, 0, y, 0, 0, 0, 1)


def sheared(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return rows(1, 0, 0, y, 1, 0, 0, 0, 1) @ rows(1, x, 0, 0, 1, 0, 0, 0, 1)


def from_corners(theta: torch.Tensor) -> torch.Tensor:
    """h33 = 1 and eight equations: each corner of the square goes to its displaced place."""
    square = torch.tensor([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=theta.dtype)
    targets = square + theta.reshape(-1, 4, 2)
    equations, values = [], []
    for corner in range(4):
        x, y = square[corner]
        u, v = targets[:, corner, 0], targets[:, corner, 1]
        zero, one = torch.zeros_like(u), torch.ones_like(u)
        equations.append(torch.stack((x * one, y * one, one, zero, zero, zero, -u * x, -u * y), 1))
        equations.append(torch.stack((zero, zero, zero, x * one, y * one, one, -v * x, -v * y), 1))
        values += [u, v]
    solved = torch.linalg.solve(torch.stack(equations, 1), torch.stack(values, 1))
    return torch.cat((solved, torch.ones_like(solved[:, :1])), 1).reshape(-1, 3, 3)


def exponential(*entries) -> torch.Tensor:
    return torch.linalg.matrix_exp(rows(*entries))


# Identity, how far theta is from it at most, and its matrix.
FAMILIES = {
    "affine": ([1, 0, 0, 0, 1, 0], 0.75, lambda t: rows(*t.unbind(1), 0, 0, 1)),
    "similarity": (
        [0, 0, 0, 0],
        0.75,
        lambda t: moved(t[:, 2], t[:, 3])
        @ scaled(torch.exp(t[:, 0]), torch.exp(t[:, 0]))
        @ turned(t[:, 1]),
    ),
    "rigid": ([0, 0, 0], 1, lambda t: moved(t[:, 1], t[:, 2]) @ turned(t[:, 0])),
    "rotation": ([0], 3, lambda t: turned(t[:, 0])),
    "translation": ([0, 0], 0.75, lambda t: moved(t[:, 0], t[:, 1])),
    "scaling": ([1, 1], 1.5, lambda t: scaled(t[:, 0], t[:, 1])),
    "attention": (
        [1, 0, 0],
        0.75,
        lambda t: moved(t[:, 1], t[:, 2]) @ scaled(t[:, 0], t[:, 0]),
    ),
    "shear": ([0, 0], 1, lambda t: sheared(t[:, 0], t[:, 1])),
    "affineExp": ([0] * 6, 0.75, lambda t: exponential(*t.unbind(1), 0, 0, 0)),
    "homography": ([1, 0, 0, 0, 1, 0, 0, 0], 0.75, lambda t: rows(*t.unbind(1), 1)),
    "corners": ([0] * 8, 0.75, from_corners),
    "homographyExp": ([0] * 8, 0.5, lambda t: exponential(*t.unbind(1), -t[:, 0] - t[:, 4])),
}
