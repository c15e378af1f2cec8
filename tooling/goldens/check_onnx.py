"""Holds ONNX files against ONNX's own checker: `python check_onnx.py FILE…`."""

import sys

import onnx

for path in sys.argv[1:]:
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    for value in inferred.graph.output:
        sizes = [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]
        if sizes[0] != "batch":
            sys.exit(f"{path}: the batch of {value.name} must be free, got {sizes}")
    used = {name for node in model.graph.node for name in node.input}
    unused = [constant.name for constant in model.graph.initializer if constant.name not in used]
    if unused:
        sys.exit(f"{path}: every constant must be used, got {unused}")
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    print(path.split("/")[-1], model.opset_import[0].version, model.ir_version, metadata)
