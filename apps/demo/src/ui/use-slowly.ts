import { useEffect, useRef, useState } from 'preact/hooks';

/** Follows a value with at most one update per interval, in ms. */
export function useSlowly<Value>(value: Value, interval: number): Value {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  const timer = useRef<number | undefined>(undefined);
  latest.current = value;
  useEffect(() => {
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      setShown(latest.current);
    }, interval);
  }, [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return shown;
}
