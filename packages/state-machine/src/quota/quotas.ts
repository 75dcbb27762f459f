/**
 * Quotas: `/zookeeper/quota/p/zookeeper_limits` limits the subtree at `/p`, its sibling `zookeeper_stats` says how much is
 * in use. The znodes are the whole truth: what is kept beside them is where to look. Usage is written silently, without a
 * version, a zxid or a watcher told. ZooKeeper: DataTree.updateQuotaStat, ZooKeeperServer.checkQuota.
 */
import { nameOf, parentPathOf } from '../path.ts'
import type { Znode } from '../store/znode-table.ts'
import type { ZnodeTree } from '../store/znode-tree.ts'
import { type Limits, parseLimits, parseUsage, usageText } from './limits.ts'

export const QUOTA_ROOT = '/zookeeper/quota'
const LIMITS = 'zookeeper_limits'
const STATS = 'zookeeper_stats'
const BELOW_ROOT = `${QUOTA_ROOT}/`
const LETTER_Z = 0x7a

export class Quotas {
  readonly #tree: ZnodeTree
  /** Subtrees that have limits. */
  readonly #limited = new Set<string>()

  constructor(tree: ZnodeTree) {
    this.#tree = tree
  }

  /** Nobody is interested in changes of the znode at `path`: by far the usual case, and quickly found out. */
  ignores(path: string): boolean {
    return this.#limited.size === 0 && !isOfQuota(path)
  }

  created(path: string, bytes: number): void {
    if (isOfQuota(path)) this.#settingsCreated(path)
    else this.#count(path, 1, bytes)
  }

  deleted(path: string, bytes: number): void {
    if (!isOfQuota(path)) this.#count(path, -1, -bytes)
    else if (nameOf(path) === LIMITS) this.#limited.delete(limitedBy(path))
  }

  dataChanged(path: string, bytes: number): void {
    if (!isOfQuota(path)) this.#count(path, 0, bytes)
  }

  /** Would so much more break a hard limit? Measured against what is applied, like ZooKeeper. */
  refuses(path: string, count: number, bytes: number): boolean {
    const subtree = this.#subtreeOf(path)
    if (subtree === undefined) return false
    const limits = this.#limits(subtree)
    const usage = parseUsage(this.#dataAt(subtree, STATS))
    const tooMany = count > 0 && limits.countHard > -1 && usage.count + count > limits.countHard
    const tooLarge = bytes > 0 && limits.bytesHard > -1 && usage.bytes + bytes > limits.bytesHard
    return tooMany || tooLarge
  }

  /** Looks for limits in a tree that came from a snapshot. */
  restore(): void {
    const root = this.#tree.find(QUOTA_ROOT)
    if (root === undefined) return
    this.#visit(root, (znode) => {
      const path = this.#tree.pathOf(znode)
      if (nameOf(path) === LIMITS) this.#limit(limitedBy(path))
    })
  }

  #settingsCreated(path: string): void {
    const subtree = limitedBy(path)
    if (nameOf(path) === LIMITS) this.#limit(subtree)
    if (nameOf(path) === STATS) this.#recount(subtree)
  }

  /** No quota on the root. */
  #limit(subtree: string): void {
    if (subtree !== '') this.#limited.add(subtree)
  }

  #count(path: string, count: number, bytes: number): void {
    if (count === 0 && bytes === 0) return
    const subtree = this.#subtreeOf(path)
    if (subtree === undefined) return
    const stats = this.#tree.find(settingsOf(subtree, STATS))
    if (stats === undefined) return
    const usage = parseUsage(this.#tree.dataOf(stats))
    this.#tree.setDataSilently(stats, usageText({ count: usage.count + count, bytes: usage.bytes + bytes }))
  }

  /** Takes time in proportion to the subtree; happens when a quota is set. */
  #recount(subtree: string): void {
    const stats = this.#tree.find(settingsOf(subtree, STATS))
    const top = subtree === '' ? undefined : this.#tree.find(subtree)
    if (stats === undefined) return
    let count = 0
    let bytes = 0
    if (top !== undefined)
      this.#visit(top, (znode) => {
        count++
        bytes += this.#tree.dataLengthOf(znode)
      })
    this.#tree.setDataSilently(stats, usageText({ count, bytes }))
  }

  #visit(top: Znode, see: (znode: Znode) => void): void {
    const open = [top]
    for (let znode = open.pop(); znode !== undefined; znode = open.pop()) {
      see(znode)
      for (const child of this.#tree.childrenOf(znode)) open.push(child)
    }
  }

  /** The longest one that has limits and holds `path`. */
  #subtreeOf(path: string): string | undefined {
    if (this.#limited.size === 0) return undefined
    for (let at = path; at.length > 1; at = parentPathOf(at)) if (this.#limited.has(at)) return at
    return undefined
  }

  #limits(subtree: string): Limits {
    return parseLimits(this.#dataAt(subtree, LIMITS))
  }

  #dataAt(subtree: string, name: string): Uint8Array | undefined {
    const znode = this.#tree.find(settingsOf(subtree, name))
    return znode === undefined ? undefined : this.#tree.dataOf(znode)
  }
}

function isOfQuota(path: string): boolean {
  return path.charCodeAt(1) === LETTER_Z && path.startsWith(BELOW_ROOT)
}

function settingsOf(subtree: string, name: string): string {
  return `${QUOTA_ROOT}${subtree}/${name}`
}

/** `/p` of `/zookeeper/quota/p/zookeeper_limits`; empty for the root's. */
function limitedBy(settings: string): string {
  return parentPathOf(settings).slice(QUOTA_ROOT.length)
}
