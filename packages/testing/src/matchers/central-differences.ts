/**
 * The gradient of a scalar function by central differences, `(f(x + h) - f(x - h)) / 2h`
 * per component; the error is of order h².
 *
 * @param step h, default 1e-5: fit for float64; a float32 function needs about 1e-2
 */
export function centralDifferences(
  evaluate: (point: Float64Array) => number,
  point: ArrayLike<number>,
  step = 1e-5,
): Float64Array {
  return Float64Array.from(point, (value, index) => {
    const above = Float64Array.from(point);
    const below = Float64Array.from(point);
    above[index] = value + step;
    below[index] = value - step;
    return (evaluate(above) - evaluate(below)) / (value + step - (value - step));
  });
}
