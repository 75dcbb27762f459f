/** One znode of the model, at one moment of its history. Records are never changed: a change makes the next one. */

export type ZnodeChange = 'created' | 'deleted' | 'data' | 'acl' | 'children'

export type ZnodeRecord = {
  /** The transaction that made it so. */
  readonly zxid: number
  readonly change: ZnodeChange
  readonly exists: boolean
  readonly dataHash: number
  readonly dataLength: number
  readonly czxid: number
  readonly mzxid: number
  readonly pzxid: number
  readonly version: number
  readonly aversion: number
  /** Children ever created. */
  readonly created: number
  readonly numChildren: number
  /** Sum of the hashes of the children's names: two sets of children with the same sum are taken to be the same. */
  readonly childrenHash: number
  /** Session of an ephemeral znode, 0n otherwise. */
  readonly owner: bigint
  readonly kind: 'persistent' | 'ephemeral' | 'container' | 'ttl'
}

export const ABSENT: ZnodeRecord = {
  zxid: 0,
  change: 'deleted',
  exists: false,
  dataHash: 0,
  dataLength: 0,
  czxid: 0,
  mzxid: 0,
  pzxid: 0,
  version: 0,
  aversion: 0,
  created: 0,
  numChildren: 0,
  childrenHash: 0,
  owner: 0n,
  kind: 'persistent',
}
