/** What the addon is built from. Another version is another folder in the cache. */
export const tensorflowVersion = '2.21.0';
/** Any Python's wheel has the same libraries; this one's tag is asked for. */
export const wheelPython = '3.11';
export const wheelPlatform = 'manylinux_2_27_x86_64';
export const nodeGyp = 'node-gyp@12.4.0';
/** The version of Node-API that tfjs-node looks for its addon under. */
export const napiVersion = '8';
