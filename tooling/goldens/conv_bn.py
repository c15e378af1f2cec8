"""The network that the preset convBn is: the same module in PyTorch, with random weights.

As a command, `python conv_bn.py FOLDER` writes the full size into a folder: `weights.pt`, and
`expected.pt` with image, theta, output and gradients.
"""

import base64
import io
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class SpatialTransformer(nn.Module):
    def __init__(self, filters, reduction, units, size) -> None:
        super().__init__()
        channels = [3, *filters]
        blocks = [
            nn.Sequential(
                nn.Conv2d(before, after, kernel_size=3, stride=2, padding=1),
                nn.BatchNorm2d(after),
                nn.ReLU(),
            )
            for before, after in zip(channels, filters)
        ]
        self.localization = nn.Sequential(
            *blocks,
            nn.Conv2d(filters[-1], reduction, kernel_size=1, bias=False),
            nn.Conv2d(reduction, 1, kernel_size=1, bias=False),
        )
        self.fc_loc = nn.Sequential(
            nn.Linear(size[0] // 16 * (size[1] // 16), units),
            nn.BatchNorm1d(units),
            nn.ReLU(),
            nn.Linear(units, 6),
        )

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        theta = self.fc_loc(self.localization(image).flatten(1))
        grid = F.affine_grid(theta.view(-1, 2, 3), image.size(), align_corners=False)
        return theta, F.grid_sample(image, grid, align_corners=False)


def make_module(seed: int, **sizes) -> nn.Module:
    """Weights that a half holds exactly, norms that change something, and a visible theta."""
    torch.manual_seed(seed)
    module = SpatialTransformer(**sizes)
    with torch.no_grad():
        for name, tensor in module.state_dict().items():
            if name.endswith("running_mean"):
                tensor.normal_(0, 0.1)
            elif name.endswith("running_var"):
                tensor.uniform_(0.05, 1)
            elif name.endswith("num_batches_tracked"):
                continue
            elif tensor.ndim == 1 and "1.weight" in name:
                tensor.uniform_(0.5, 1.5)
            tensor.copy_(tensor.half())
        head = module.fc_loc[3]
        head.weight.mul_(0.5).copy_(head.weight.half())
        head.bias.copy_(torch.tensor([0.75, -0.25, 0.125, 0.25, 1.0, -0.0625]))
    return module


def smooth_image(batch: int, height: int, width: int) -> np.ndarray:
    """`[batch, height, width, 3]`, values of at most 1 in 1/256: gradients don't hang on noise."""
    rng = np.random.default_rng(batch * height)
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    phases = rng.uniform(0, 6, (batch, 1, 1, 3))
    waves = np.sin(7 * x[None, :, :, None] + phases) * np.cos(5 * y[None, :, :, None] - phases)
    return (np.round(waves * 256) / 256).astype(np.float32)


def evaluate(module: nn.Module, image: np.ndarray, training: bool, dtype: torch.dtype) -> dict:
    module = module.to(dtype).train(training)
    module.zero_grad()
    input = torch.tensor(image.transpose(0, 3, 1, 2), dtype=dtype)
    theta, output = module(input)
    output.square().sum().backward()
    filters, bias = module.localization[0][0].weight.grad, module.fc_loc[3].bias.grad
    return {
        "theta": theta.detach(),
        "output": output.detach().permute(0, 2, 3, 1),
        "filterGradient": filters.permute(2, 3, 1, 0),
        "biasGradient": bias,
    }


def conv_bn_cases(seed: int) -> tuple[list[dict], dict]:
    """A narrow copy, whose expected values are those of float64."""
    size = (32, 32)
    module = make_module(seed, filters=(8, 16, 32, 64), reduction=16, units=12, size=size)
    file = io.BytesIO()
    halves = {
        name: tensor.half() if tensor.is_floating_point() else tensor
        for name, tensor in module.state_dict().items()
    }
    torch.save(halves, file)
    image = smooth_image(3, *size)
    cases = []
    for training in (False, True):
        copy = make_module(seed, filters=(8, 16, 32, 64), reduction=16, units=12, size=size)
        expected = evaluate(copy, image, training, torch.float64)
        cases.append(
            {"name": "training" if training else "inference", "training": training}
            | {key: value.contiguous().numpy().astype(np.float32) for key, value in expected.items()}
        )
    weights = base64.b64encode(file.getvalue()).decode()
    return [{"name": "weights", "checkpoint": weights, "image": image}, *cases], {}


def write_full_size(folder: Path) -> None:
    size = (512, 512)
    module = make_module(1, filters=(64, 128, 256, 512), reduction=256, units=128, size=size)
    torch.save(module.state_dict(), folder / "weights.pt")
    image = smooth_image(1, *size)
    expected = evaluate(module, image, training=False, dtype=torch.float64)
    tensors = {name: tensor.float().contiguous() for name, tensor in expected.items()}
    torch.save({"image": torch.tensor(image), **tensors}, folder / "expected.pt")


if __name__ == "__main__":
    write_full_size(Path(sys.argv[1]))
