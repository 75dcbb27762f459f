/**
 * `node:http` without what an import of it brings along: an ESM import reads every export of a built-in module, and one of
 * this one's is the WebSocket client of the browser's interface. Loading that takes 30 ms and 15 MB at every start.
 */
export const http: typeof import('node:http') = process.getBuiltinModule('node:http')
