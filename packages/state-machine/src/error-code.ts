/** The answers of a request that was refused: ZooKeeper's KeeperException codes, those a server sends. */
export const ErrorCode = {
  ok: 0,
  runtimeInconsistency: -2,
  marshallingError: -5,
  unimplemented: -6,
  badArguments: -8,
  noNode: -101,
  noAuth: -102,
  badVersion: -103,
  noChildrenForEphemerals: -108,
  nodeExists: -110,
  notEmpty: -111,
  sessionExpired: -112,
  invalidAcl: -114,
  authFailed: -115,
  sessionMoved: -118,
  noWatcher: -121,
  reconfigDisabled: -123,
  quotaExceeded: -125,
} as const

export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode]
