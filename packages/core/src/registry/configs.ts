/**
 * The names of transforms and the configs they take, extended by declaration merging:
 *
 * ```ts
 * declare module '@tfjs-stn/core' {
 *   interface TransformConfigs { polar: { turns: number } }
 * }
 * ```
 */
export interface TransformConfigs {}

/** The names of samplers and the configs they take, extended by declaration merging. */
export interface SamplerConfigs {}

/** The names of localisation presets and the configs they take, extended by declaration merging. */
export interface LocalisationConfigs {}
