/** For tests: a server in memory that is told what to answer. Nothing in here imports this file. */

export type { ClientRequest, ConnectRequest, ConnectResponse, Reply, StatRecord } from '@quoll/protocol/client'
export { type Asked, type Script, ScriptedServer } from './scripted-server.ts'
