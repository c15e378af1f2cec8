import sys

import numpy as np
import onnxruntime

path, pixels, result = sys.argv[1:]
session = onnxruntime.InferenceSession(path)
image = np.load(pixels)  # [batch, height, width, channels], float32
(output,) = session.run(None, {session.get_inputs()[0].name: image})
np.save(result, output)
