/** A view of both costs more than the copy: fewer bytes than this are copied four at a time, and the rest of them one by one. */
const VIEW_WORTH_BYTES = 192

/** Copies bytes `[start, start + count)` of `source` to `target`, from `at` on. The two are different memory. */
export function copyBytes(source: DataView, start: number, count: number, target: DataView, at: number): void {
  if (count >= VIEW_WORTH_BYTES) {
    bytesOf(target, at, count).set(bytesOf(source, start, count))
    return
  }
  const shift = at - start
  const end = start + count
  let from = start
  for (; from <= end - 4; from += 4) target.setInt32(from + shift, source.getInt32(from))
  for (; from < end; from++) target.setUint8(from + shift, source.getUint8(from))
}

function bytesOf(view: DataView, start: number, count: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + start, count)
}
