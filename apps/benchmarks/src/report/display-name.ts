import type { Identity } from '../contestants/contestant.js';

/** A contestant with what must be known at a glance: that its graphics are in software. */
export function displayName({ name, note }: Identity): string {
  return note?.startsWith('software') ? `${name} (software)` : name;
}
