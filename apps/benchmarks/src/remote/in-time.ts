/** Milliseconds after which a question to a page or a process counts as unanswered. */
export const timeout = 120_000;

/** The answer; if it takes too long, `end` is called, and it throws. */
export async function inTime<Value>(answer: Promise<Value>, end: () => void): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`there was no answer for ${timeout / 1000} s`));
      end();
    }, timeout);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
