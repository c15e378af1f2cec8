"""Converts ONNX's own node tests of GridSample. They come with Debian's libonnx-testdata:

    apt-get download libonnx-testdata && dpkg -x libonnx-testdata_*.deb testdata
    python onnx_grid_sample.py testdata/usr/share/libonnx-testdata/data/node
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from golden_file import encode

DATA = Path(__file__).parent / "data"


def main(node_tests: Path) -> None:
    cases = [convert(folder) for folder in sorted(node_tests.glob("test_gridsample*"))]
    if not cases:
        raise SystemExit(f"{node_tests} must have folders test_gridsample*, got none")
    header = {
        "function": "GridSample of ONNX, its node tests",
        "source": "Debian libonnx-testdata 1.12.0, data/node/test_gridsample*",
        "script": "tooling/goldens/onnx_grid_sample.py",
        "onnx": onnx.__version__,
        "numpy": np.__version__,
        "layout": "NHWC, moved from NCHW; grids [batch, outHeight, outWidth, (x, y)]; "
        "arrays float32 little-endian in base64",
        "expected": "as ONNX publishes it, in float32 of four decimals",
        "caseCount": len(cases),
    }
    lines = ",\n".join(json.dumps(case) for case in cases)
    text = f'{{\n"header": {json.dumps(header, indent=2)},\n"cases": [\n{lines}\n]\n}}\n'
    path = DATA / "onnx-grid-sample.golden.json"
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")


def convert(folder: Path) -> dict:
    (node,) = onnx.load(str(folder / "model.onnx")).graph.node
    if node.op_type != "GridSample":
        raise AssertionError(f"{folder.name} must test GridSample, got {node.op_type}")
    given = {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}
    known = {"mode", "padding_mode", "align_corners"}
    if not set(given) <= known:
        raise AssertionError(f"{folder.name} has unknown attributes {set(given) - known}")
    image, grid, output = (
        read(folder / "test_data_set_0" / name)
        for name in ("input_0.pb", "input_1.pb", "output_0.pb")
    )
    return {
        "name": folder.name,
        "sampler": given.get("mode", b"bilinear").decode(),
        "padding": given.get("padding_mode", b"zeros").decode(),
        "alignCorners": bool(given.get("align_corners", 0)),
        "image": encode(image.transpose(0, 2, 3, 1)),
        "grid": encode(grid),
        "output": encode(output.transpose(0, 2, 3, 1)),
    }


def read(path: Path) -> np.ndarray:
    tensor = onnx.TensorProto()
    tensor.ParseFromString(path.read_bytes())
    return numpy_helper.to_array(tensor)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
