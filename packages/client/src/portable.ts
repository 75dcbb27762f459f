/** Everything that needs no `node:`: bring a transport of your own. Nothing in here imports this file. */

export type { Acl } from '@quoll/protocol/client'
export {
  Client,
  type ReadOptions,
  type Reconfiguration,
  type SignalOptions,
  type Stat,
  textOf,
  type WatchOptions,
} from './client.ts'
export { connectOver } from './connect.ts'
export { type Hosts, parseHosts } from './connect-string.ts'
export {
  isZooKeeperError,
  ZooKeeperError,
  type ZooKeeperErrorCode,
  type ZooKeeperErrorDetails,
} from './errors.ts'
export {
  type ClientLimits,
  type ConnectOptions,
  type Credentials,
  DEFAULT_LIMITS,
} from './options.ts'
export { Acls, type CreateOptions, type Data, Perms } from './requests/create-request.ts'
export type { Read, ReadResult } from './requests/read-many.ts'
export type { Transaction, TransactionResult, VersionOptions } from './requests/transaction.ts'
export type { SessionState } from './session/session-state.ts'
export type { Address, Link, LinkListener, Transport } from './transport/transport.ts'
export {
  type WebSocketConstructor,
  type WebSocketLike,
  type WebSocketTransportOptions,
  webSocketTransport,
} from './transport/web-socket.ts'
export type { WatchCallback, WatchEvent, ZnodeEvent } from './watches/watch-event.ts'
export type { Watch } from './watches/watch-stream.ts'
