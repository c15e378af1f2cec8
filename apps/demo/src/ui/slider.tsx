import type { JSX } from 'preact';

/** A number to be set. */
export interface SliderProps {
  readonly title: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value for people, with its unit. */
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
