import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const guide = new URL('../../../../docs/guides/custom-sampler.md', import.meta.url);
const files = ['gaussian.ts', 'sharpened.ts', 'custom-samplers.test.ts'];

it.each(files)('the guide to a sampler of your own shows %s as it is', (file) => {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const title = `<!-- packages/sampler-filters/test/guide/${file} -->`;
  expect(readFileSync(guide, 'utf8')).toContain(`${title}\n\n\`\`\`ts\n${text}\`\`\`\n`);
});
