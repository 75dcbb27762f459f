/** A view costs more than the copy: fewer bytes than this are copied one by one, unless they are all there are. */
const VIEW_WORTH_BYTES = 192

/** Copies `source[start, start + count)` to `target`, from `at` on. The two are different memory. */
export function copyBytes(source: Uint8Array, start: number, count: number, target: Uint8Array, at: number): void {
  if (count === source.length) target.set(source, at)
  else if (count >= VIEW_WORTH_BYTES) target.set(source.subarray(start, start + count), at)
  else for (let offset = 0; offset < count; offset++) target[at + offset] = source[start + offset]!
}
