/** What float32 owes to float64, as the coordinates are the same. */
export const forwardTolerance = { rtol: 1e-5, atol: 2e-6 };
export const gradientTolerance = { rtol: 1e-4, atol: 2e-5 };
