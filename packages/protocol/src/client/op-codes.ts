/** The operations of the client protocol by number (ZooKeeper: ZooDefs.OpCode). */
export const OpCode = {
  create: 1,
  delete: 2,
  exists: 3,
  getData: 4,
  setData: 5,
  getAcl: 6,
  setAcl: 7,
  getChildren: 8,
  sync: 9,
  ping: 11,
  getChildren2: 12,
  check: 13,
  multi: 14,
  create2: 15,
  reconfig: 16,
  checkWatches: 17,
  removeWatches: 18,
  createContainer: 19,
  createTtl: 21,
  multiRead: 22,
  auth: 100,
  setWatches: 101,
  sasl: 102,
  getEphemerals: 103,
  getAllChildrenNumber: 104,
  setWatches2: 105,
  addWatch: 106,
  whoAmI: 107,
  closeSession: -11,
} as const

export type OpCode = (typeof OpCode)[keyof typeof OpCode]

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(OpCode).map(([name, code]) => [code, name]))

/** `getData` for 4; undefined for a number that names no operation of a client's. */
export function nameOfOperation(opCode: number): string | undefined {
  return NAMES.get(opCode)
}
