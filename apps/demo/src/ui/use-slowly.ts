import { useEffect, useRef, useState } from 'preact/hooks';

/** A value that follows another at most so often, in ms: for what takes long to lay out, or to say. */
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
