/** That of package.json, which a test compares. It is written into exported files. */
export const version = '0.1.0';
