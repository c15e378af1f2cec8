"""Files that PyTorch and safetensors write, with the tensors in them."""

import base64
import io
from collections import OrderedDict

import numpy as np
import torch
from safetensors.torch import save

DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}

# Only safetensors writes these.
UNSIGNED = {"U64": torch.uint64, "U32": torch.uint32, "U16": torch.uint16}

SPECIAL = [0.0, -0.0, 1.0, -1.5, 65504.0, 2.0**-24, 2.0**-14, 0.1, float("inf"), float("-inf")]


def pytorch_file_cases(seed: int) -> tuple[list[dict], dict]:
    torch.manual_seed(seed)
    every = {name: values_of(dtype) for name, dtype in DTYPES.items()}
    module = small_module().state_dict()
    views = view_cases()
    cases = [
        file_case("safetensors, every type", save({**every, **unsigned()}), {**every, **unsigned()}),
        file_case("safetensors, a module", save(module), module),
        file_case("checkpoint, every type", checkpoint(every), every),
        file_case("checkpoint, a module", checkpoint(module), module),
        file_case("checkpoint, parameters", checkpoint(dict(small_module().named_parameters())), None),
        file_case("checkpoint, views and shared storage", checkpoint(views), views),
        *(
            file_case(f"checkpoint, pickle protocol {p}", checkpoint(module, pickle_protocol=p), module)
            for p in (3, 4, 5)
        ),
    ]
    refused = [
        ("legacy", checkpoint(module, _use_new_zipfile_serialization=False)),
        ("a whole module", checkpoint(torch.nn.Linear(1, 1))),
        ("a number in the dict", checkpoint({"epoch": 3, "weight": torch.zeros(1)})),
        ("a dict in the dict", checkpoint({"state_dict": module})),
        ("a list", checkpoint([torch.zeros(1)])),
        ("a sparse tensor", checkpoint({"weight": torch.eye(2).to_sparse()})),
        ("a NumPy array", checkpoint({"weight": np.zeros(2)})),
        ("TorchScript", script()),
    ]
    cases += [{"name": f"refused, {name}", "file": base64.b64encode(file).decode()} for name, file in refused]
    return cases, {}


def values_of(dtype: torch.dtype) -> torch.Tensor:
    if dtype == torch.bool:
        return torch.tensor([[True, False, True]])
    if dtype.is_floating_point:
        return torch.tensor(SPECIAL, dtype=torch.float64).to(dtype)
    limits = torch.iinfo(dtype)
    return torch.tensor([limits.min, 0, 1, limits.max], dtype=dtype).reshape(2, 1, 2)


def unsigned() -> dict:
    return {name: torch.tensor([0, 1, 65535], dtype=dtype) for name, dtype in UNSIGNED.items()}


def small_module() -> torch.nn.Module:
    return torch.nn.Sequential(
        OrderedDict(
            later=torch.nn.Sequential(torch.nn.Conv2d(2, 3, 3), torch.nn.BatchNorm2d(3)),
            earlier=torch.nn.Linear(3, 2),
        )
    )


def view_cases() -> dict:
    storage = torch.arange(24, dtype=torch.float32)
    block = storage.reshape(2, 3, 4)
    return {
        "offset": storage[5:9],
        "transposed": block.transpose(0, 2),
        "every second": storage[::2],
        "channels last": torch.arange(24.0).reshape(1, 2, 3, 4).to(memory_format=torch.channels_last),
        "scalar": storage[7].reshape(()),
        "empty": torch.zeros(0, 3),
        "tied": block,
        "tied again": block,
        "expanded": torch.tensor([[5.0]]).expand(1, 1),
    }


def checkpoint(content: object, **options) -> bytes:
    file = io.BytesIO()
    torch.save(content, file, **options)
    return file.getvalue()


def script() -> bytes:
    file = io.BytesIO()
    torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), file)
    return file.getvalue()


def file_case(name: str, file: bytes, tensors: dict | None) -> dict:
    case = {"name": name, "file": base64.b64encode(file).decode()}
    if tensors is None:
        return case
    dtypes = {dtype: name for name, dtype in (DTYPES | UNSIGNED).items()}
    return case | {
        "tensors": [
            # Of integers beyond 2^24, float32 keeps what a reader keeps that rounds to nearest.
            {"name": key, "dtype": dtypes[tensor.dtype], "values": array(tensor)}
            for key, tensor in tensors.items()
        ]
    }


def array(tensor: torch.Tensor) -> dict:
    values = tensor.detach().contiguous()
    numbers = values.to(torch.float64) if values.dtype == torch.bfloat16 else values
    floats = numbers.numpy().astype("<f4")
    return {"shape": list(tensor.shape), "float32": base64.b64encode(floats.tobytes()).decode()}
