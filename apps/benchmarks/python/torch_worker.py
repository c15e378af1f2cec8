"""Times PyTorch's grid_sample and convolution gradients on request, one line of JSON at a time.

Requests come on stdin, answers go to stdout. Tensors are raw float32 files in the folder that is
given with a request, in channels-last order as tfjs has them; they are rearranged before anything
is timed.
"""

import json
import os
import sys
import time

import numpy
import torch
import torch.nn.functional as functional


def read(request, name, shape):
    path = os.path.join(request["folder"], name + ".f32")
    return torch.from_numpy(numpy.fromfile(path, dtype="<f4").reshape(shape))


def write(request, name, tensor):
    path = os.path.join(request["folder"], name + ".f32")
    tensor.detach().contiguous().numpy().astype("<f4").tofile(path)


def channels_first(tensor):
    return tensor.permute(0, 3, 1, 2).contiguous()


def channels_last(tensor):
    return tensor.permute(0, 2, 3, 1)


class Sampling:
    """grid_sample, after affine_grid where the field is affine; else its grid is given."""

    def __init__(self, request):
        batch, height, width, channels = request["shape"]
        self.size = [batch, channels, height, width]
        self.sampler = request["sampler"]
        self.affine = request["field"] == "affine"
        self.backward = request["pass"] == "backward"
        self.image = channels_first(read(request, "image", request["shape"]))
        shape = [batch, 2, 3] if self.affine else [batch, height, width, 2]
        self.field = read(request, "theta" if self.affine else "grid", shape)
        if self.backward:
            self.upstream = channels_first(read(request, "upstream", request["shape"]))
            self.image.requires_grad_(True)
            self.field.requires_grad_(True)

    def forward(self):
        grid = self.field
        if self.affine:
            grid = functional.affine_grid(self.field, self.size, align_corners=False)
        return functional.grid_sample(
            self.image, grid, mode=self.sampler, padding_mode="zeros", align_corners=False
        )

    def gradients(self, upstream):
        return torch.autograd.grad(self.forward(), [self.image, self.field], upstream)

    def call(self):
        if self.backward:
            return self.gradients(self.upstream)
        with torch.no_grad():
            return self.forward()

    def check(self, request):
        if not self.backward:
            write(request, "output", channels_last(self.call()))
            return
        sparse = channels_first(read(request, "sparse", request["shape"]))
        image, field = self.gradients(sparse)
        write(request, "by-image", channels_last(image))
        write(request, "by-field", field)


class Convolution:
    """A convolution or its gradient by filter or image."""

    def __init__(self, request):
        height, width, _, _ = request["window"]["size"]
        self.what = request["pass"]
        self.image = channels_first(read(request, "image", request["shape"]))
        filters = read(request, "filter", request["window"]["size"])
        self.filters = filters.permute(3, 2, 0, 1).contiguous()
        self.upstream = channels_first(read(request, "upstream", request["outputShape"]))
        self.options = {
            "stride": request["window"]["strides"],
            "padding": tuple(request["padding"]),
        }

    def call(self):
        with torch.no_grad():
            if self.what == "forward":
                return functional.conv2d(self.image, self.filters, **self.options)
            if self.what == "filter gradient":
                return torch.nn.grad.conv2d_weight(
                    self.image, self.filters.shape, self.upstream, **self.options
                )
            return torch.nn.grad.conv2d_input(
                self.image.shape, self.filters, self.upstream, **self.options
            )

    def check(self, request):
        result = self.call()
        last = result.permute(2, 3, 1, 0) if self.what == "filter gradient" else channels_last(result)
        write(request, "output", last)


entries = {}


def answer(request):
    what = request["do"]
    if what == "hello":
        return {"torch": torch.__version__, "python": sys.version.split()[0]}
    if what == "enter":
        torch.set_num_threads(request["threads"])
        entry = Sampling(request) if "field" in request else Convolution(request)
        entry.check(request)
        entries[request["entry"]] = (entry, request["threads"])
        return {}
    if what == "leave":
        entries.pop(request["entry"], None)
        return {}
    entry, threads = entries[request["entry"]]
    torch.set_num_threads(threads)
    start = time.perf_counter()
    for _ in range(request["calls"]):
        entry.call()
    return {"milliseconds": (time.perf_counter() - start) * 1000 / request["calls"]}


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:  # The other side reports it and goes on.
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
