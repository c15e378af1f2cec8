import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

/** A button that asks for a file. */
export function FileButton(props: {
  readonly title: string;
  /** What file, for those who don't see where the button stands. */
  readonly name: string;
  readonly accept?: string;
  readonly disabled?: boolean;
  readonly onChoose: (file: File) => void;
}): JSX.Element {
  const { title, name, accept, disabled = false, onChoose } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" disabled={disabled} onClick={() => input.current?.click()}>
        {title}
      </button>
      <input
        ref={input}
        type="file"
        {...(accept !== undefined && { accept })}
        class="visually-hidden"
        tabIndex={-1}
        aria-label={name}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onChoose(file);
          // So that the same file can be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
