import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describeBackends, describeTraining } from '@tfjs-stn/testing/vitest';
import { bsplineFfd, flow, polynomial } from '@tfjs-stn/transform-flow';

describeBackends(['cpu', 'wasm'], () => {
  const sampler = bilinear();
  describeTraining('flow', () => flow({ size: [4, 4] }), { sampler });
  describeTraining('bsplineFfd', () => bsplineFfd({ controlPoints: [4, 4] }), { sampler });
  describeTraining('polynomial', () => polynomial({ degree: 3 }), { sampler });
});
