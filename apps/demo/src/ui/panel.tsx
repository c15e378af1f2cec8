import type { ComponentChildren, JSX } from 'preact';

/** A group of controls under a heading. */
export function Panel(props: {
  readonly title: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="panel">
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}
