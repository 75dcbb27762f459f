/** `node:http`, not imported but asked for: an import of it would load 15 MB more, see packages/transport-ws/src/node-http.ts. */
export const http: typeof import('node:http') = process.getBuiltinModule('node:http')
