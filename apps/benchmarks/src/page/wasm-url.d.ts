/** Vite gives the address of a file that it serves. */
declare module '*?url' {
  const url: string;
  export default url;
}
