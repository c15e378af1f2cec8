"""The format of a golden file: a header, then one case per line."""

import base64
import json
from pathlib import Path

import numpy as np
import torch


def encode(array: np.ndarray) -> dict:
    """Float32, little-endian, row-major, base64."""
    values = np.ascontiguousarray(array, dtype="<f4")
    return {"shape": list(values.shape), "float32": base64.b64encode(values.tobytes()).decode()}


def write_golden_file(
    path: Path, function: str, seed: int, report: dict, cases: list[dict]
) -> None:
    header = {
        "function": function,
        "torch": torch.__version__.split("+")[0],
        "numpy": np.__version__,
        "script": "tooling/goldens/generate.py",
        "seed": seed,
        "layout": "NHWC; grids [batch, outHeight, outWidth, (x, y)]; "
        "arrays float32 little-endian in base64",
        "expected": "computed in float64 from the float32 inputs, rounded once to float32; "
        "gradients are those of sum(output * outputGradient)",
        "caseCount": len(cases),
        **report,
    }
    lines = ",\n".join(
        json.dumps({key: _jsonable(value) for key, value in case.items()}) for case in cases
    )
    text = f'{{\n"header": {json.dumps(header, indent=2)},\n"cases": [\n{lines}\n]\n}}\n'
    path.write_text(text, encoding="utf-8", newline="\n")


def _jsonable(value: object) -> object:
    return encode(value) if isinstance(value, np.ndarray) else value
