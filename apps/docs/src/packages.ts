/** What examples may import. Each is loaded when an example asks for it. */
const packages: Readonly<Record<string, () => Promise<object>>> = {
  '@tensorflow/tfjs-core': () => import('@tensorflow/tfjs-core'),
  '@tensorflow/tfjs-layers': () => import('@tensorflow/tfjs-layers'),
  '@tfjs-stn/core': () => import('@tfjs-stn/core'),
  '@tfjs-stn/core/errors': () => import('@tfjs-stn/core/errors'),
  '@tfjs-stn/core/fields': () => import('@tfjs-stn/core/fields'),
  '@tfjs-stn/core/homography': () => import('@tfjs-stn/core/homography'),
  '@tfjs-stn/core/images': () => import('@tfjs-stn/core/images'),
  '@tfjs-stn/layers': () => import('@tfjs-stn/layers'),
  '@tfjs-stn/localisation': () => import('@tfjs-stn/localisation'),
  '@tfjs-stn/sampler-bicubic': () => import('@tfjs-stn/sampler-bicubic'),
  '@tfjs-stn/sampler-bilinear': () => import('@tfjs-stn/sampler-bilinear'),
  '@tfjs-stn/sampler-filters': () => import('@tfjs-stn/sampler-filters'),
  '@tfjs-stn/sampler-nearest': () => import('@tfjs-stn/sampler-nearest'),
  '@tfjs-stn/transform-affine': () => import('@tfjs-stn/transform-affine'),
  '@tfjs-stn/transform-flow': () => import('@tfjs-stn/transform-flow'),
  '@tfjs-stn/transform-projective': () => import('@tfjs-stn/transform-projective'),
  '@tfjs-stn/transform-tps': () => import('@tfjs-stn/transform-tps'),
  'tfjs-stn': () => import('tfjs-stn'),
};

/**
 * @param name as in an import
 * @throws Error if examples can't import it
 */
export async function loadPackage(name: string): Promise<object> {
  const load = packages[name];
  if (!load)
    throw new Error(`Examples can import ${Object.keys(packages).join(', ')}, got ${name}`);
  return load();
}
