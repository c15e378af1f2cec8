"""Bicubic with a = -0.5 and Lanczos with 3 lobes, by Pillow, which enlarges images with them.

At its borders Pillow leaves taps out and divides by the rest: only points whose taps are all in the
image are kept, and these are the same under every padding.
"""

import numpy as np
import PIL
from PIL import Image

# height, width, outHeight, outWidth: enlarged, by no whole number.
SIZES = ((13, 11, 29, 24), (9, 16, 16, 37))
KERNELS = {
    "bicubic": (Image.Resampling.BICUBIC, 2),
    "lanczos": (Image.Resampling.LANCZOS, 3),
}


def resize_cases(seed: int) -> tuple[list[dict], dict]:
    cases = []
    for sampler, (filter_, reach) in KERNELS.items():
        for height, width, out_height, out_width in SIZES:
            rng = np.random.default_rng([seed, 6000, len(cases)])
            image = rng.uniform(-1, 1, size=(height, width)).astype(np.float32)
            resized = np.asarray(
                Image.fromarray(image, mode="F").resize((out_width, out_height), filter_)
            )
            rows, y = inner(out_height, height, reach)
            columns, x = inner(out_width, width, reach)
            cases.append(
                {
                    "name": f"{sampler}, {height} x {width} to {out_height} x {out_width}",
                    "sampler": sampler,
                    "image": image[None, :, :, None],
                    "grid": np.stack(np.meshgrid(x, y), axis=-1)[None],
                    "output": resized[np.ix_(rows, columns)][None, :, :, None],
                }
            )
    expected = "computed in float64 from float32 images, rounded to float32 along each axis"
    return cases, {"pillow": PIL.__version__, "expected": expected}


def inner(count: int, size: int, reach: int) -> tuple[np.ndarray, np.ndarray]:
    """The output pixels of an axis that read within the image, and their normalised places."""
    places = (2 * np.arange(count) + 1) / count - 1
    pixel = ((places + 1) * size - 1) / 2
    chosen = np.flatnonzero((pixel >= reach - 1) & (pixel < size - reach))
    return chosen, places[chosen]
