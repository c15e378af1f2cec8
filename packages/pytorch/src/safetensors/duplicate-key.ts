/**
 * @param text valid JSON
 * @returns the first key that an object has twice, of which `JSON.parse` keeps the last
 */
export function duplicateKey(text: string): string | undefined {
  // The keys of every object or list that is open.
  const open: Set<string>[] = [];
  let last = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') open.push(new Set());
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const start = at++;
      for (; text[at] !== '"'; at++) if (text[at] === '\\') at++;
      last = text.slice(start, at + 1);
    } else if (character === ':') {
      const key = JSON.parse(last) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}
