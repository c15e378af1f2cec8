/** Vite gives the address of a file that it serves. */
declare module '*.wasm?url' {
  const url: string;
  export default url;
}

declare module '*.mjs?url' {
  const url: string;
  export default url;
}
