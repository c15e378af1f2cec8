"""Writes every data/*.golden.json. See README.md."""

from pathlib import Path

from affine import affine_cases
from conv_bn import conv_bn_cases
from estimates import estimate_cases
from exponentials import exponential_cases
from families import family_cases
from flow import flow_cases
from golden_file import write_golden_file
from grid_sample import bilinear_cases, grid_sample_cases
from map_coordinates import map_coordinates_cases
from opencv_short_forms import opencv_short_form_cases
from opencv_warps import opencv_cases
from pytorch_files import pytorch_file_cases
from pytorch_modules import pytorch_module_cases
from resizes import resize_cases
from tps import tps_cases
from tps_field import tps_field_cases

SEED = 1506
DATA = Path(__file__).parent / "data"


def main() -> None:
    DATA.mkdir(exist_ok=True)
    for name, function, make_cases in (
        ("grid-sample", "torch.nn.functional.grid_sample", grid_sample_cases),
        ("affine", "torch.nn.functional.affine_grid, then grid_sample", affine_cases),
        ("bilinear", "torch.nn.functional.grid_sample", bilinear_cases),
        ("tps", "scipy.interpolate.RBFInterpolator", tps_cases),
        ("tps-field", "torch.linalg.solve and autograd", tps_field_cases),
        ("flow", "torch interpolate, scipy BSpline, numpy legendre", flow_cases),
        (
            "homography-family",
            "torch.nn.functional.affine_grid and grid_sample, torch.linalg",
            family_cases,
        ),
        ("matrix-exponential", "scipy.linalg.expm", exponential_cases),
        ("estimates", "numpy.linalg.lstsq and svd", estimate_cases),
        ("map-coordinates", "scipy.ndimage.map_coordinates", map_coordinates_cases),
        ("resize", "PIL.Image.Image.resize", resize_cases),
        ("pytorch-files", "torch.save and safetensors.torch.save", pytorch_file_cases),
        ("pytorch-modules", "torch.nn", pytorch_module_cases),
        ("conv-bn", "torch.nn, affine_grid and grid_sample", conv_bn_cases),
        ("opencv-warp", "cv2.warpAffine, cv2.warpPerspective", opencv_cases),
        (
            "opencv-short-forms",
            "cv2.warpAffine, warpPerspective, rotate, resize, getRectSubPix, getPerspectiveTransform",
            opencv_short_form_cases,
        ),
    ):
        cases, report = make_cases(SEED)
        path = DATA / f"{name}.golden.json"
        write_golden_file(path, function, SEED, report, cases)
        print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes, {report}")


if __name__ == "__main__":
    main()
