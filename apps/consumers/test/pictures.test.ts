import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { helperPictures, pictureFolder } from '../scripts/helper-pictures.mjs';
import { root } from '../scripts/repository.mjs';

it("shows what core's helpers give: node apps/consumers/scripts/helper-pictures.mjs renews them", async () => {
  const pictures = await helperPictures();
  expect(readdirSync(pictureFolder).sort()).toEqual(Object.keys(pictures).sort());
  for (const [name, picture] of Object.entries(pictures)) {
    expect(readFileSync(join(pictureFolder, name), 'utf8'), name).toBe(picture);
  }
});

it('shows every picture in the guide', async () => {
  const guide = readFileSync(join(root, 'docs/guides/helpers.md'), 'utf8');
  const shown = Array.from(guide.matchAll(/!\[.+\]\(pictures\/(.+?)\)/g), ([, name]) => name);
  expect(new Set(shown)).toEqual(new Set(Object.keys(await helperPictures())));
});
