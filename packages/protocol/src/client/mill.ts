import { ByteWriter } from '@quoll/bytes'

/** As Node's own pool for small buffers: frames are cut from it one behind the other, each for good. */
const POOL_BYTES = 8192

const mill = new ByteWriter(POOL_BYTES)

/**
 * The writer every frame is made with: write, then `take`. A frame is begun and taken within one call of the codec, so
 * nobody else ever sees it half written; what a call that threw may have left is dropped here.
 */
export function beginFrame(): ByteWriter {
  mill.reset()
  return mill
}
