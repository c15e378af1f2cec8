import { sub } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { DuplicateNameError, OptionError, UnknownNameError } from '../src/errors.js';
import {
  createLocalisation,
  createSampler,
  createTransform,
  defineLocalisation,
  defineSampler,
  defineTransform,
  registerLocalisation,
  registerSampler,
  registerTransform,
  type KernelSampler,
  type LocalisationModel,
  type SamplerFactory,
  type Transform,
  type TransformDefinition,
} from '../src/index.js';

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((unregister) => unregister()));

const polar = defineTransform('polar', ({ turns }: { turns: number }) => ({
  paramCount: 1,
  identity: [turns],
  field: () => {
    throw new Error('not sampled here');
  },
}));

describe('registry', () => {
  it('creates what was registered from its config', () => {
    undo.push(registerTransform(affine), registerTransform(polar), registerSampler(bilinear));
    expect(createTransform('affine').paramCount).toBe(6);
    expect(createSampler('bilinear')).toMatchObject({ kind: 'kernel', taps: 2 });
    const made = createTransform('polar', { turns: 3 });
    expect(made).toMatchObject({ name: 'polar', config: { turns: 3 }, identity: [3] });
    expect(createTransform(made.name, made.config).identity).toEqual([3]);
  });

  it('registers nothing on import', () => {
    expect(() => createTransform('affine')).toThrow(
      "createTransform: no transform is registered as 'affine'; none is registered yet. " +
        'Register its factory first: registerTransform(factory)',
    );
  });

  it('lists the registered names and suggests the nearest', () => {
    undo.push(registerTransform(affine), registerTransform(polar));
    expect(() => createTransform('afine')).toThrow(UnknownNameError);
    expect(() => createTransform('afine')).toThrow(
      "no transform is registered as 'afine'; registered are affine, polar. Did you mean 'affine'?",
    );
    expect(() => createTransform('thin-plate')).not.toThrow('Did you mean');
  });

  it('rejects another factory of the same name until the first is unregistered', () => {
    const other = defineSampler('bilinear', () => ({ taps: 1, weights: () => [] }));
    const unregister = registerSampler(bilinear);
    expect(() => registerSampler(other)).toThrow(DuplicateNameError);
    expect(() => registerSampler(other)).toThrow("got another one for 'bilinear'");
    unregister();
    undo.push(registerSampler(other));
  });

  it('replaces a factory in development, since a reloaded module defines it again', () => {
    vi.stubEnv('NODE_ENV', 'development');
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const version = (taps: number): SamplerFactory =>
      defineSampler('edited', () => ({ taps, weights: () => [] }));
    const taps = (): unknown => (createSampler('edited') as KernelSampler).taps;
    const first = registerSampler(version(1));
    const second = registerSampler(version(2));
    expect(taps()).toBe(2);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      "registerSampler: 'edited' is registered again, and the newer factory replaces the older one, " +
        'as a hot reload does. Outside development this is an error',
    );
    first();
    expect(taps()).toBe(2);
    const third = registerSampler(version(3));
    second();
    expect(taps()).toBe(3);
    expect(warn).toHaveBeenCalledOnce();
    vi.stubEnv('NODE_ENV', 'production');
    expect(() => registerSampler(version(4))).toThrow(DuplicateNameError);
    expect(taps()).toBe(3);
    third();
    expect(() => createSampler('edited')).toThrow(UnknownNameError);
    vi.unstubAllEnvs();
    warn.mockRestore();
  });

  it('keeps a factory until everyone who registered it has taken it back', () => {
    const [first, second] = [registerSampler(bilinear), registerSampler(bilinear)];
    first();
    first();
    expect(createSampler('bilinear').name).toBe('bilinear');
    second();
    expect(() => createSampler('bilinear')).toThrow(UnknownNameError);
    undo.push(registerSampler(bilinear));
    second();
    expect(createSampler('bilinear').name).toBe('bilinear');
  });

  it('rejects what is not a factory', () => {
    expect(() => registerTransform(affine() as never)).toThrow(
      'registerTransform: a transform factory needs a factoryName, got undefined. Pass the factory itself',
    );
  });

  it('refuses names and configs as no saved model has them', () => {
    undo.push(registerTransform(affine), registerTransform(polar), registerSampler(bilinear));
    const create = createTransform as (name: unknown, config?: unknown) => unknown;
    for (const name of ['constructor', '__proto__', 'toString', 'x'.repeat(1e6)]) {
      expect(() => create(name)).toThrow(UnknownNameError);
      expect(() => createSampler(name)).toThrow(UnknownNameError);
      expect(() => createLocalisation(name)).toThrow(UnknownNameError);
    }
    for (const name of [undefined, null, 7, {}, ['affine']]) {
      expect(() => create(name)).toThrow(OptionError);
      expect(() => create(name)).toThrow('createTransform: name must be a string, got ');
    }
    for (const config of [7, 'text', true, [1]]) {
      expect(() => create('affine', config)).toThrow(OptionError);
      expect(() => create('affine', config)).toThrow('createTransform: config must be an object');
    }
    const endless: { turns?: unknown } = {};
    endless.turns = endless;
    expect(() => create('polar', endless)).toThrow(OptionError);
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(() => create('polar', { turns: deep })).toThrow(
      'createTransform: config must be nested at most 32 deep, got more',
    );
    expect(() => polar({ turns: deep } as never)).toThrow('polar: config must be nested');
    expect(() => polar({ turns: Object.create(Object.create(null) as object) as never })).toThrow(
      'polar: config.turns must be JSON',
    );
  });

  it('keeps kinds apart', () => {
    undo.push(registerTransform(affine));
    expect(() => createLocalisation('affine')).toThrow('no localisation preset is registered');
    const model: LocalisationModel = { apply: () => undefined };
    undo.push(registerLocalisation(defineLocalisation('affine', () => () => model)));
    expect(createLocalisation('affine').name).toBe('affine');
  });
});

describe('definitions', () => {
  it('keep a copy of the config, for the author as well', () => {
    const seen: unknown[] = [];
    const custom = defineTransform('custom', (config: { points: number[] }) => {
      seen.push(config);
      return { paramCount: 0, identity: [], field: () => undefined as never };
    });
    const config = { points: [1, 2] };
    const made = custom(config);
    config.points.push(3);
    expect(made.config).toEqual({ points: [1, 2] });
    expect(seen).toEqual([{ points: [1, 2] }]);
    expect(Object.isFrozen(made.config['points'])).toBe(true);
  });

  it('reject a config that JSON cannot hold', () => {
    const unfit = (config: object): unknown => polar(config as { turns: number });
    expect(() => unfit({ turns: NaN })).toThrow(OptionError);
    expect(() => unfit({ turns: NaN })).toThrow('polar: config.turns must be JSON');
    expect(() => unfit({ turns: [() => 1] })).toThrow('polar: config.turns[0] must be JSON');
    expect(() => unfit({ turns: new Map() })).toThrow('polar: config.turns must be JSON');
  });

  it('reject an identity of another width, and samplers without taps', () => {
    const wrong = defineTransform('wrong', () => ({
      paramCount: 2,
      identity: [1],
      field: () => undefined as never,
    }));
    expect(() => wrong()).toThrow('wrong: identity must have paramCount = 2 numbers, got 1');
    const tapless = defineSampler('tapless', () => ({ taps: 0, weights: (t) => [sub(1, t)] }));
    expect(() => tapless()).toThrow('tapless: taps must be a positive integer, got 0');
  });

  it('reject a config if the factory takes none', () => {
    const given = { x: 1 } as never;
    const bare = defineSampler('bare', () => ({ taps: 1, weights: (t) => [t] }));
    expect(() => (bare as (config: object) => unknown)(given)).toThrow(OptionError);
    expect(() => (bilinear as (config: object) => unknown)(given)).toThrow(
      "bilinear: takes no config, got key 'x'. Leave it out",
    );
    expect(() => (affine as (config: object) => unknown)(given)).toThrow(
      "affine: takes no config, got key 'x'. Leave it out",
    );
    expect((affine as (config: object) => Transform)({}).config).toEqual({});
  });

  it('reject a config that is not an object', () => {
    for (const config of [3, 'x', [1], true]) {
      expect(() => polar(config as never)).toThrow('polar: config must be an object, got');
    }
  });

  it('with defaults complete the config and reject unknown keys', () => {
    const seen: unknown[] = [];
    const make = (config: { turns: number; tight: boolean }): TransformDefinition => {
      seen.push(config);
      return { paramCount: 0, identity: [], field: () => undefined as never };
    };
    const spiral = defineTransform('spiral', make, { turns: 2, tight: false });
    expect(spiral().config).toEqual({ turns: 2, tight: false });
    expect(spiral({ turns: 3 }).config).toEqual({ turns: 3, tight: false });
    expect(seen).toEqual([
      { turns: 2, tight: false },
      { turns: 3, tight: false },
    ]);
    expect(() => spiral({ turn: 3 } as never)).toThrow(
      "spiral: config can have turns, tight, got 'turn'. Did you mean 'turns'?",
    );
    const smooth = defineSampler(
      'smooth',
      ({ radius }: { radius: number }) => ({ taps: radius, weights: (t) => [t] }),
      { radius: 1 },
    );
    expect(smooth({}).config).toEqual({ radius: 1 });
    expect(() => smooth({ size: 1 } as never)).toThrow(
      "smooth: config can have radius, got 'size'. Leave it out",
    );
  });
});
