import { PlainError } from './plain-error.js';

/**
 * Loads a file of the page.
 *
 * @param what the file in the user's words, at the beginning of a sentence
 * @throws PlainError if it can't be loaded
 */
export async function fetchBytes(
  url: string | URL,
  what: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const remedy = 'Check the connection and try again.';
  try {
    const response = await fetch(url);
    if (!response.ok) throw new PlainError(`${what} did not load (${response.status}). ${remedy}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof PlainError) throw error;
    throw new PlainError(`${what} did not load. ${remedy}`);
  }
}
