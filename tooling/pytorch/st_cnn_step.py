"""PyTorch's half of packages/backend-node/bench/compare.mjs, which starts it.

pip install torch==2.13.0
python st_cnn_step.py <threads>

It answers lines of JSON as node-contestant.mjs does: {"task", "shape"?, "milliseconds"} with times
in ms, or with what a task gives where milliseconds is 0.
"""

import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional

BATCH, SIZE = 128, 28
THETA = [[math.cos(0.3), -math.sin(0.3), 0.1], [math.sin(0.3), math.cos(0.3), 0]]


class StCnn(nn.Module):
    """The net of st-cnn.mjs."""

    def __init__(self):
        super().__init__()
        self.localisation = nn.Sequential(
            nn.Flatten(),
            *(layer for size in (784, 32, 32) for layer in (nn.Linear(size, 32), nn.ReLU())),
        )
        self.theta = nn.Linear(32, 6)
        nn.init.zeros_(self.theta.weight)
        self.theta.bias.data = torch.tensor([1.0, 0, 0, 0, 1, 0])
        self.classifier = nn.Sequential(
            nn.Conv2d(1, 16, 9), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 16, 7), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(16 * 2 * 2, 10),
        )

    def forward(self, image):
        theta = self.theta(self.localisation(image)).view(-1, 2, 3)
        return self.classifier(warp(image, theta))


def warp(image, theta):
    grid = functional.affine_grid(theta, image.shape, align_corners=False)
    return functional.grid_sample(image, grid, align_corners=False)


def picture(shape):
    """The picture of pictures.mjs: it counts in NHWC, PyTorch's images lie as NCHW."""
    batch, height, width, channels = shape
    index = torch.arange(batch * height * width * channels, dtype=torch.int64)
    values = ((index * 0x9E3779B1 % 2**32) >> 8).to(torch.float32) / 2**24
    return values.view(batch, height, width, channels).permute(0, 3, 1, 2).contiguous()


def sample(shape):
    image = picture(shape)
    theta = torch.tensor([THETA], dtype=torch.float32).repeat(shape[0], 1, 1)

    def facts(result):
        values = result.permute(0, 2, 3, 1).reshape(-1)
        places = [index * len(values) // 500 for index in range(500)]
        return {"values": values[places].tolist()}

    return lambda: warp(image, theta), facts


def step(_):
    torch.manual_seed(1)
    model = StCnn()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    images, labels = picture((BATCH, SIZE, SIZE, 1)), torch.arange(BATCH) % 10

    def run():
        optimizer.zero_grad()
        loss = functional.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        return loss

    size = sum(parameter.numel() for parameter in model.parameters())
    return run, lambda loss: {"loss": loss.item(), "size": size}


def transformer(_):
    images = picture((BATCH, SIZE, SIZE, 1))
    value = torch.tensor([[[0.873, 0.117, 0.0531], [-0.0911, 0.918, 0.0137]]]).repeat(BATCH, 1, 1)

    def run():
        theta = value.clone().requires_grad_()
        warp(images, theta).sum().backward()
        return theta.grad

    return run, lambda gradient: {"values": gradient.reshape(-1).tolist()}


def times_of(run, milliseconds):
    run()
    times = []
    end = time.perf_counter() + milliseconds / 1000
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return times


def main():
    torch.set_num_threads(int(sys.argv[1]))
    makers = {"sample": sample, "step": step, "transformer": transformer}
    made = {}
    for line in sys.stdin:
        request = json.loads(line)
        key = (request["task"], str(request.get("shape")))
        if key not in made:
            made[key] = makers[request["task"]](request.get("shape"))
        run, facts = made[key]
        wanted = request["milliseconds"]
        answer = {"times": times_of(run, wanted)} if wanted > 0 else facts(run())
        print(json.dumps(answer), flush=True)


main()
