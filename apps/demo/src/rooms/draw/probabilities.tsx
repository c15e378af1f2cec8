import type { JSX } from 'preact';

/** The probabilities of the ten digits, as bars with numbers. */
export function Probabilities({ values }: { readonly values: readonly number[] }): JSX.Element {
  const highest = Math.max(...values);
  return (
    <ol class="probabilities" start={0} aria-label="Probability of each digit">
      {Array.from({ length: 10 }, (_, digit) => {
        const share = values[digit] ?? 0;
        return (
          <li key={digit} class={share > 0 && share === highest ? 'highest' : ''}>
            <b>{digit}</b>
            <span class="bar" aria-hidden="true">
              <span style={{ width: `${100 * share}%` }} />
            </span>
            <span class="number">{`${Math.round(100 * share)} %`}</span>
          </li>
        );
      })}
    </ol>
  );
}
