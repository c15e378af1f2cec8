import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';

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

/** The properties of a choice between a few values. */
interface ChoiceProps<Value extends string> {
  readonly title: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, title: string])[];
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
}

/** A choice with all options side by side. */
export function Segments<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  const { title, value, options, disabled = false, onChange } = props;
  return (
    <fieldset class="segments" disabled={disabled}>
      <legend class="visually-hidden">{title}</legend>
      {options.map(([option, text]) => (
        <label key={option} class={option === value ? 'segment chosen' : 'segment'}>
          <input
            type="radio"
            class="visually-hidden"
            name={title}
            value={option}
            checked={option === value}
            onChange={() => onChange(option)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

/** A choice from a drop-down list. */
export function Select<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  const { title, value, options, disabled = false, onChange } = props;
  return (
    <label class="select">
      <span>{title}</span>
      <select
        aria-label={title}
        value={value}
        disabled={disabled}
        onChange={({ currentTarget }) => onChange(currentTarget.value as Value)}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The properties of a slider. */
interface SliderProps {
  readonly title: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value with its unit. */
  readonly text: string;
  readonly onChange: (value: number) => void;
}

/** A slider with its title and value. */
export function Slider(props: SliderProps): JSX.Element {
  const { title, value, min, max, step, text, onChange } = props;
  return (
    <label class="slider">
      <span class="slider-title">{title}</span>
      <span class="slider-value number">{text}</span>
      <input
        type="range"
        {...{ value, min, max, step }}
        aria-label={title}
        aria-valuetext={text}
        onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
    </label>
  );
}

/** A button that opens a file dialog. */
export function FileButton(props: {
  readonly title: string;
  /** The purpose of the file, for screen readers. */
  readonly name: string;
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly disabled?: boolean;
  readonly onChoose: (files: readonly [File, ...File[]]) => void;
}): JSX.Element {
  const { title, name, accept, multiple = false, disabled = false, onChoose } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" disabled={disabled} onClick={() => input.current?.click()}>
        {title}
      </button>
      <input
        ref={input}
        type="file"
        multiple={multiple}
        {...(accept !== undefined && { accept })}
        class="visually-hidden"
        tabIndex={-1}
        aria-label={name}
        onChange={({ currentTarget }) => {
          const [first, ...others] = currentTarget.files ?? [];
          if (first) onChoose([first, ...others]);
          // Allows choosing the same file again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}

/** Downloads a file. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser needs the address until it has begun to write.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
