import type { JSX } from 'preact';

/** One of a few values. */
export interface ChoiceProps<Value extends string> {
  readonly title: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, title: string])[];
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
}

/** A choice that shows all its options side by side. */
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

/** A choice from a list that opens. */
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
