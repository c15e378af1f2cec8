"""The training step of packages/backend-node/bench/training-step.mjs in PyTorch, and sampling.

pip install torch==2.13.0
python st_cnn_step.py [threads] [rounds]
"""

import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional


class StCnn(nn.Module):
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
        grid = functional.affine_grid(theta, image.shape, align_corners=False)
        return self.classifier(functional.grid_sample(image, grid, align_corners=False))


def report(name, rounds, run):
    times = []
    for round in range(-5, rounds):
        start = time.perf_counter()
        run()
        if round >= 0:
            times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(f"{name:<22} least {times[0]:.2f}  median {times[rounds // 2]:.2f} ms")


def main():
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else torch.get_num_threads()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    print(f"PyTorch {torch.__version__}, {threads} threads")

    model = StCnn()
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    images, labels = torch.rand(128, 1, 28, 28), torch.randint(0, 10, (128,))

    def step():
        optimizer.zero_grad()
        functional.cross_entropy(model(images), labels).backward()
        optimizer.step()

    report("training step", rounds, step)
    for batch, height, width, channels in (
        (1, 512, 512, 3), (16, 64, 64, 32), (256, 42, 42, 1), (1, 1080, 1920, 3),
    ):
        image = torch.rand(batch, channels, height, width)
        sine, cosine = math.sin(0.3), math.cos(0.3)
        theta = torch.tensor([[cosine, -sine, 0.1], [sine, cosine, 0]]).repeat(batch, 1, 1)

        def sample():
            grid = functional.affine_grid(theta, image.shape, align_corners=False)
            functional.grid_sample(image, grid, align_corners=False)

        report(f"[{batch}, {height}, {width}, {channels}]", rounds, sample)


main()
