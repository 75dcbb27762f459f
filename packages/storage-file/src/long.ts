/** 64-bit numbers of the disk formats: zxids and positions, little-endian, exact up to 2^53. */
const WORDS = 0x1_0000_0000

export function setLong(view: DataView, at: number, value: number): void {
  view.setUint32(at, value >>> 0, true)
  view.setUint32(at + 4, (value / WORDS) >>> 0, true)
}

export function getLong(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * WORDS + view.getUint32(at, true)
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
