"""Times PyTorch's grid_sample, windows and an ST-CNN on request, line by line.

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


class Windows:
    """A convolution or a pooling, or a gradient of it after a forward that is not timed."""

    def __init__(self, request):
        window, self.what = request["window"], request["pass"]
        operation = request["operation"]
        self.size = window["size"][:2]
        moves = {"stride": window["strides"], "padding": request["padding"]}
        image = channels_first(read(request, "image", request["shape"]))
        self.groups = 1
        if operation == "max-pool":
            self.forward = lambda: functional.max_pool2d(image, self.size, **moves)
        elif operation == "average-pool":
            self.forward = lambda: functional.avg_pool2d(image, self.size, **moves)
        else:
            channels = window["size"][2]
            self.groups = channels if operation == "depthwise-convolution" else 1
            # Channels out of a depthwise convolution are those of one channel in, then of the next.
            order = (3, 2, 0, 1) if self.groups == 1 else (2, 3, 0, 1)
            given = read(request, "filter", window["size"]).permute(*order)
            filters = given.reshape(-1, channels // self.groups, *self.size).contiguous()
            more = dict(moves, groups=self.groups)
            self.forward = lambda: functional.conv2d(image, filters, **more)
        if self.what != "forward":
            self.by = filters if self.what == "filter gradient" else image
            self.by.requires_grad_(True)
            self.output = self.forward()
            self.upstream = channels_first(read(request, "upstream", request["outputShape"]))

    def call(self):
        if self.what == "forward":
            with torch.no_grad():
                return self.forward()
        return torch.autograd.grad(self.output, self.by, self.upstream, retain_graph=True)[0]

    def check(self, request):
        result = self.call()
        if self.what != "filter gradient":
            write(request, "output", channels_last(result))
        elif self.groups == 1:
            write(request, "output", result.permute(2, 3, 1, 0))
        else:
            own = result.reshape(self.groups, -1, *self.size)
            write(request, "output", own.permute(2, 3, 0, 1))


class StCnn:
    """An affine spatial transformer and two convolutions: logits, or a step of training."""

    def __init__(self, request):
        net = request["net"]
        self.training = request["pass"] == "training step"
        self.image = channels_first(read(request, "image", request["shape"]))
        self.labels = read(request, "labels", request["shape"][:1]).long()
        self.weights = [
            self.to_torch(read(request, f"weight-{index}", shape)).requires_grad_(self.training)
            for index, shape in enumerate(net["weights"])
        ]
        self.optimizer = torch.optim.SGD(self.weights, lr=net["learningRate"])

    def to_torch(self, weight):
        if weight.dim() == 4:
            return weight.permute(3, 2, 0, 1).contiguous()
        return weight.t().contiguous() if weight.dim() == 2 else weight.clone()

    def to_tfjs(self, weight):
        if weight.dim() == 4:
            return weight.permute(2, 3, 1, 0)
        return weight.t() if weight.dim() == 2 else weight

    def logits(self):
        *localisation, k1, b1, k2, b2, k3, b3 = self.weights
        hidden = channels_last(self.image).flatten(1)
        for index in range(0, len(localisation), 2):
            if index > 0:
                hidden = functional.relu(hidden)
            hidden = functional.linear(hidden, localisation[index], localisation[index + 1])
        size = [*self.image.shape[:2], 28, 28]
        grid = functional.affine_grid(hidden.view(-1, 2, 3), size, align_corners=False)
        values = functional.grid_sample(self.image, grid, align_corners=False)
        values = functional.max_pool2d(functional.relu(functional.conv2d(values, k1, b1)), 2)
        values = functional.max_pool2d(functional.relu(functional.conv2d(values, k2, b2)), 2)
        return functional.linear(channels_last(values).flatten(1), k3, b3)

    def call(self):
        if not self.training:
            with torch.no_grad():
                return self.logits()
        self.optimizer.zero_grad()
        loss = functional.cross_entropy(self.logits(), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def check(self, request):
        result = self.call()
        if not self.training:
            write(request, "output", result)
            return
        for index, weight in enumerate(self.weights):
            write(request, f"weight-{index}", self.to_tfjs(weight))
        # Steps that are timed leave the weights alone, so that all are the same.
        for group in self.optimizer.param_groups:
            group["lr"] = 0.0


def entry_for(request):
    if "field" in request:
        return Sampling(request)
    if "net" in request:
        return StCnn(request)
    return Windows(request)


entries = {}


def answer(request):
    what = request["do"]
    if what == "hello":
        return {"torch": torch.__version__, "python": sys.version.split()[0]}
    if what == "setup":
        torch.set_num_threads(request["threads"])
        entry = entry_for(request)
        entry.check(request)
        entries[request["entry"]] = (entry, request["threads"])
        return {}
    if what == "teardown":
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
