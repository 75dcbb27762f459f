/**
 * Every code a reply can carry, and those that clients make themselves (ZooKeeper: KeeperException.Code). Java's client
 * throws on a number it does not know, so none is ever invented.
 */
export const ErrorCode = {
  ok: 0,
  systemError: -1,
  runtimeInconsistency: -2,
  dataInconsistency: -3,
  connectionLoss: -4,
  marshallingError: -5,
  unimplemented: -6,
  operationTimeout: -7,
  badArguments: -8,
  unknownSession: -12,
  newConfigNoQuorum: -13,
  reconfigInProgress: -14,
  apiError: -100,
  noNode: -101,
  noAuth: -102,
  badVersion: -103,
  noChildrenForEphemerals: -108,
  nodeExists: -110,
  notEmpty: -111,
  sessionExpired: -112,
  invalidCallback: -113,
  invalidAcl: -114,
  authFailed: -115,
  sessionMoved: -118,
  notReadOnly: -119,
  ephemeralOnLocalSession: -120,
  noWatcher: -121,
  requestTimeout: -122,
  reconfigDisabled: -123,
  sessionClosedRequireAuth: -124,
  quotaExceeded: -125,
  throttledOp: -127,
} as const

export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode]

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(ErrorCode).map(([name, code]) => [code, name]))

/** `noNode` for -101; undefined for a number that is none of the protocol's. */
export function nameOfError(code: number): string | undefined {
  return NAMES.get(code)
}
