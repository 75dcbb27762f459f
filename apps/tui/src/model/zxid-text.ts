/** Zxids as a status writes them, `epoch:counter`. */

export type ZxidText = { readonly epoch: number; readonly counter: number }

/** Undefined when it is not one. */
export function parseZxid(text: string): ZxidText | undefined {
  const [, epoch, counter] = /^(\d+):(\d+)$/.exec(text) ?? []
  return epoch === undefined || counter === undefined ? undefined : { epoch: Number(epoch), counter: Number(counter) }
}

/** Below zero: `a` is older. */
export function compareZxids(a: ZxidText, b: ZxidText): number {
  return a.epoch - b.epoch || a.counter - b.counter
}
