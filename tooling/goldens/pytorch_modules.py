"""PyTorch modules with their weights, an input and the output: one for each kind of conversion."""

import base64
import io

import numpy as np
import torch
from safetensors.torch import save
from torch import nn


def pytorch_module_cases(seed: int) -> tuple[list[dict], dict]:
    torch.manual_seed(seed)
    modules = {
        "convolutions": nn.Sequential(
            nn.Conv2d(2, 4, (3, 2), padding=0),
            nn.ReLU(),
            nn.Conv2d(4, 4, 1),
            nn.Conv2d(4, 4, 1),
            nn.Conv2d(4, 4, 1),
        ),
        "depthwise": nn.Sequential(nn.Conv2d(3, 6, 3, groups=3), nn.Conv2d(6, 2, 1, bias=False)),
        "transposed": nn.Sequential(nn.ConvTranspose2d(3, 2, 3, stride=2), nn.BatchNorm2d(2)),
        "flatten": nn.Sequential(
            nn.Conv2d(2, 3, 3),
            nn.Flatten(),
            nn.BatchNorm1d(3 * 4 * 2),
            nn.ReLU(),
            nn.Linear(3 * 4 * 2, 5),
            nn.BatchNorm1d(5, affine=False, eps=0.01),
            nn.Linear(5, 3, bias=False),
        ),
    }
    shapes = {"convolutions": (2, 5, 4, 2), "depthwise": (2, 7, 6, 3), "transposed": (2, 3, 4, 3), "flatten": (2, 6, 4, 2)}
    return [case(name, module.eval(), shapes[name]) for name, module in modules.items()], {}


def case(name: str, module: nn.Module, shape: tuple) -> dict:
    for buffer_name, buffer in module.named_buffers():
        if "running" in buffer_name:
            buffer.copy_(torch.rand_like(buffer) + 0.1)
    for parameter in module.parameters():
        parameter.data.copy_(torch.randn_like(parameter))
    file = io.BytesIO()
    torch.save(module.state_dict(), file)
    image = np.random.default_rng(len(name)).normal(size=shape).astype(np.float32)
    safetensors = save(module.state_dict())
    with torch.no_grad():
        output = module.double()(torch.tensor(image.transpose(0, 3, 1, 2)).double())
    output = output.permute(0, 2, 3, 1) if output.ndim == 4 else output
    return {
        "name": name,
        "checkpoint": base64.b64encode(file.getvalue()).decode(),
        "safetensors": base64.b64encode(safetensors).decode(),
        "image": image,
        "output": output.contiguous().numpy().astype(np.float32),
    }
