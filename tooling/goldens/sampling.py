"""What both kinds of cases share: modes, layouts and grid_sample with its gradients."""

import itertools

import numpy as np
import torch
import torch.nn.functional as F

MODES = ("nearest", "bilinear", "bicubic")
PADDINGS = ("zeros", "border", "reflection")


def settings(modes=MODES):
    """Every (mode, padding, align_corners)."""
    return itertools.product(modes, PADDINGS, (False, True))


def fractions(rng: np.random.Generator, shape, limit: float, denominator: int) -> np.ndarray:
    """Multiples of 1 / denominator in [-limit, limit]: few bits, so float32 holds them exactly."""
    bound = int(limit * denominator)
    return (rng.integers(-bound, bound + 1, size=shape) / denominator).astype(np.float32)


def leaf(array: np.ndarray, dtype: torch.dtype) -> torch.Tensor:
    return torch.tensor(array, dtype=dtype, requires_grad=True)


def sample(image, grid, mode: str, padding: str, align_corners: bool) -> torch.Tensor:
    """grid_sample on NHWC."""
    output = F.grid_sample(
        image.permute(0, 3, 1, 2),
        grid,
        mode=mode,
        padding_mode=padding,
        align_corners=align_corners,
    )
    return output.permute(0, 2, 3, 1)


def to_pixels(grid: np.ndarray, axes, align_corners: bool) -> np.ndarray:
    """Pixel coordinates of normalised `[..., (x, y)]`; `axes` is the size of the image in x and y."""
    size = np.array(axes, dtype=np.float64)
    return (grid + 1) / 2 * (size - 1) if align_corners else ((grid + 1) * size - 1) / 2


def array(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().numpy()
