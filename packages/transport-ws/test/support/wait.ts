/** Polls until `happened`; rejects with `what` when that takes longer than `withinMs`. */
export async function until(happened: () => boolean, what = 'it did not happen', withinMs = 5_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!happened()) {
    if (performance.now() > end) throw new Error(`${what} within ${withinMs} ms`)
    await passMs(2)
  }
}

export function passMs(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
