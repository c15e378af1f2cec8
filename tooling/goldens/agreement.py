"""Checks that PyTorch's float32 agrees with its float64, and records how well."""

import math

import numpy as np

TOLERANCE = 2e-5


class Agreement:
    """The largest disagreement per result, relative to the largest value of its array."""

    def __init__(self) -> None:
        self.worst: dict[str, float] = {}

    def check(self, case: str, expected: dict, single: dict) -> None:
        for name, reference in expected.items():
            scale = max(1.0, float(np.max(np.abs(reference))))
            error = float(np.max(np.abs(single[name] - reference))) / scale
            if error > TOLERANCE:
                raise AssertionError(f"{case}: float32 and float64 {name} differ by {error:.1e}")
            self.worst[name] = max(self.worst.get(name, 0.0), error)

    def report(self) -> dict:
        """Rounded up to a power of ten: the last digits differ between CPUs."""
        return {name: 10.0 ** math.ceil(math.log10(error)) for name, error in self.worst.items()}
