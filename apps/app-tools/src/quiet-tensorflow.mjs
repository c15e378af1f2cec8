/**
 * Keeps what TensorFlow says of itself out of a program's output: tfjs's advice to install another
 * backend, and the log of the tensorflow backend below warnings. To be called in the main thread before
 * the backend is loaded, and in every worker. All other warnings are printed.
 *
 * TensorFlow's two lines about oneDNN can't be switched off as long as oneDNN is on.
 */
export function quietTensorFlow() {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const { warn } = console;
  console.warn = (...data) => {
    if (!/Hi, looks like you are running TensorFlow\.js/.test(String(data[0]))) warn(...data);
  };
}
