/**
 * The element of that id.
 *
 * @throws TypeError if the page has none of that type
 */
export function elementOf<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new TypeError(`the page must have a ${type.name} #${id}`);
}
