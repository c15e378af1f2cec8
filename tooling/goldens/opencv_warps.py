"""OpenCV's warpAffine and warpPerspective, as they are and with WARP_INVERSE_MAP.

OpenCV rounds coordinates to 1/32 pixel. The affine matrices bring them exactly there, so the
expected images are exact. For perspective ones the image is a plane, where rounding a coordinate
changes the value by at most slope / 32.
"""

import cv2
import numpy as np

from sampling import fractions

# height, width, output height, output width
SIZES = ((8, 8, 8, 8), (6, 10, 9, 5))

# Output to input, on pixel centres; the forward matrix is the inverse.
AFFINE = {
    "shift by whole pixels": [[1, 0, 2], [0, 1, -1]],
    "shift by parts of a pixel": [[1, 0, 0.25], [0, 1, -0.5]],
    "twice as large about the corner": [[0.5, 0, -0.25], [0, 0.5, -0.25]],
    "half as large about a centre": [[2, 0, -3.5], [0, 2, -3.5]],
    "quarter turn": [[0, 1, 0], [-1, 0, 5]],
    "shear": [[1, 0.5, -1], [0, 1, 0]],
    "mirror": [[-1, 0, 6.5], [0, 1, 0]],
}
PERSPECTIVE = [[1, 0.1, -0.5], [-0.05, 0.9, 0.4], [0.02, -0.01, 1]]


def opencv_cases(seed: int) -> tuple[list[dict], dict]:
    rng = np.random.default_rng([seed, 5000])
    cases = []
    for size in SIZES:
        for name, matrix in AFFINE.items():
            image = fractions(rng, size[:2], 2, 256)
            backward = np.vstack((np.array(matrix, dtype=np.float64), [0, 0, 1]))
            cases += both_ways(name, image, backward, size[2:])
        y, x = np.mgrid[: size[0], : size[1]]
        plane = (x / 8 - y / 16).astype(np.float32)
        cases += both_ways("perspective of a plane", plane, np.array(PERSPECTIVE), size[2:])
    return cases, {"opencv": cv2.__version__}


def both_ways(name: str, image: np.ndarray, backward: np.ndarray, output_size) -> list[dict]:
    forward = np.linalg.inv(backward)
    return [
        warp(name, "opencv-inverse-map", image, backward, output_size, cv2.WARP_INVERSE_MAP),
        warp(name, "opencv", image, forward, output_size, 0),
    ]


def warp(name: str, convention: str, image, matrix, output_size, flag: int) -> dict:
    height, width = output_size
    settings = {
        "dsize": (width, height),
        "flags": cv2.INTER_LINEAR | flag,
        "borderMode": cv2.BORDER_REPLICATE,
    }
    affine = np.array_equal(matrix[2], [0, 0, 1])
    output = (
        cv2.warpAffine(image, matrix[:2], **settings)
        if affine
        else cv2.warpPerspective(image, matrix, **settings)
    )
    return {
        "name": f"{name}, {convention}, {image.shape} to {output_size}",
        "convention": convention,
        "exact": affine,
        "matrix": matrix[None],
        "image": image[None, :, :, None],
        "output": output[None, :, :, None],
    }
