/** What a link says about one example of a page. */
export interface LinkedExample {
  readonly name: string;
  /** The code, if it is not the page's. */
  readonly code?: string;
  /** Values of sliders, choices and handles by name. */
  readonly values: Readonly<Record<string, unknown>>;
}

const parameter = 'example';

/** A link to the page, with an example as it is now. */
export function linkTo(page: string, example: LinkedExample): string {
  const url = new URL(page);
  url.searchParams.set(parameter, JSON.stringify(example));
  url.hash = '';
  return url.href;
}

/** The example that a page's address names, or undefined if it names none. */
export function linkedExample(page: string): LinkedExample | undefined {
  const text = new URL(page).searchParams.get(parameter);
  if (text === null) return undefined;
  try {
    const { name, code, values } = JSON.parse(text) as Partial<LinkedExample>;
    if (typeof name !== 'string') return undefined;
    return { name, ...(typeof code === 'string' && { code }), values: { ...values } };
  } catch {
    return undefined;
  }
}
