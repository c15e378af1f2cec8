"""OpenCV's functions behind `tfjs-stn`'s short forms: warps with zeros outside, rotation about the
centre, resize, rotated rectangles, and four points to a rectangle.

OpenCV rounds coordinates to 1/32 pixel. Where the matrix brings them there exactly, the image is
random. Elsewhere it is a plane inside a frame that no output pixel reaches, where rounding a coordinate
changes the value by at most slope / 32.
"""

import cv2
import numpy as np

from sampling import fractions

ZEROS = {"flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_CONSTANT, "borderValue": 0}


def opencv_short_form_cases(seed: int) -> tuple[list[dict], dict]:
    rng = np.random.default_rng([seed, 5100])
    random = fractions(rng, (7, 9), 2, 256)
    y, x = np.mgrid[:40, :50]
    plane = (x / 8 - y / 16).astype(np.float32)
    cases = warps(random) + rotations(random, plane) + resizes(random) + rectangles(random, plane)
    return cases + documents(plane), {"opencv": cv2.__version__}


def case(name: str, form: str, image, output, exact: bool, **arguments) -> dict:
    layout = (lambda array: array.reshape(1, *array.shape[:2], -1))
    return {
        "name": f"{form}, {name}",
        "form": form,
        "exact": exact,
        "arguments": arguments,
        "image": layout(image),
        "output": layout(output),
    }


def warps(image) -> list[dict]:
    affine = np.array([[1, 0, 1.25], [0.5, 1, -0.5]])
    perspective = np.array([[1, 0, 2], [0, 1, -1], [0, 0, 1]], dtype=np.float64)
    return [
        case("with zeros outside", "warpAffine", image,
             cv2.warpAffine(image, affine, (11, 8), **ZEROS), True,
             matrix=affine.tolist(), outputSize=[8, 11]),
        case("with zeros outside", "warpPerspective", image,
             cv2.warpPerspective(image, perspective, (9, 7), **ZEROS), True,
             matrix=perspective.tolist()),
    ]


def rotations(image, plane) -> list[dict]:
    found = []
    for source, degrees, exact in ((image, 90, True), (image, 180, True), (plane, 20, False), (plane, -35, False)):
        height, width = source.shape[:2]
        # A plane is read inside alone: zeros outside are no plane.
        border = cv2.BORDER_CONSTANT if exact else cv2.BORDER_REPLICATE
        matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1)
        output = cv2.warpAffine(source, matrix, (width, height), **{**ZEROS, "borderMode": border})
        found.append(case(f"{degrees} degrees", "rotate", source, output, exact, degrees=degrees))
    quarter = cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE)
    found.append(case("90 degrees, expanded", "rotate", image, quarter, True, degrees=90, expand=True))
    return found


def resizes(image) -> list[dict]:
    return [
        case(f"to {height} x {width}", "resize", image,
             cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR), True,
             outputSize=[height, width])
        for height, width in ((14, 18), (3, 20), (7, 9), (1, 1))
    ]


def rectangles(image, plane) -> list[dict]:
    upright = cv2.getRectSubPix(image, (4, 3), (4.25, 3.5))
    rectangle = ((24, 20), (17, 9), 30)
    (centre, (width, height), degrees) = rectangle
    # The usual way: turn the image about the centre of the rectangle, then cut it out upright.
    turned = cv2.warpAffine(plane, cv2.getRotationMatrix2D(centre, degrees, 1), (50, 40),
                            flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cut = cv2.getRectSubPix(turned, (width, height), centre)
    return [
        case("upright", "cropRotated", image, upright, True,
             x=4.25, y=3.5, width=4, height=3, degrees=0),
        case("turned", "cropRotated", plane, cut, False,
             x=centre[0], y=centre[1], width=width, height=height, degrees=degrees),
    ]


def documents(plane) -> list[dict]:
    # Clockwise from the top left; the test mixes them up.
    corners = np.array([[8, 6], [41, 9], [45, 33], [5, 30]], dtype=np.float32)
    side = lambda a, b: round(float(np.hypot(*(corners[a] - corners[b])))) + 1
    width, height = max(side(0, 1), side(3, 2)), max(side(0, 3), side(1, 2))
    target = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    output = cv2.warpPerspective(plane, matrix, (width, height), flags=cv2.INTER_LINEAR,
                                 borderMode=cv2.BORDER_REPLICATE)
    return [case("four corners", "flattenDocument", plane, output, False, corners=corners.tolist())]
