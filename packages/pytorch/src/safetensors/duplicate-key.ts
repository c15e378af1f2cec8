/**
 * @param text valid JSON
 * @returns the first key that an object has twice, of which `JSON.parse` keeps the last
 */
export function duplicateKey(text: string): string | undefined {
  // The keys of every object or list that is open, once it has any.
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const start = at++;
      for (; text[at] !== '"'; at++) if (text[at] === '\\') at++;
      last = text.slice(start, at + 1);
    } else if (character === ':') {
      const key = JSON.parse(last) as string;
      const keys = (open[open.length - 1] ??= new Set());
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}
