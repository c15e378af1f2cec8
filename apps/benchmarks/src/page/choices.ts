/** Adds a box to be ticked for every name. */
export function addChoices(
  to: HTMLElement,
  group: string,
  names: readonly string[],
  ticked: (name: string) => boolean,
): void {
  for (const name of names) {
    const label = document.createElement('label');
    const box = document.createElement('input');
    Object.assign(box, { type: 'checkbox', name: group, value: name, checked: ticked(name) });
    label.append(box, ` ${name} `);
    to.append(label);
  }
}

/** The names whose boxes are ticked. */
export function chosen(form: HTMLFormElement, group: string): string[] {
  return new FormData(form).getAll(group).map(String);
}
