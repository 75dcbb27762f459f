/**
 * From times to columns. An election is a second of silence and then thirty messages within five milliseconds: drawn true to
 * scale one sees the silence. Stretched, a gap is as wide as the logarithm of its length, so that both can be seen at once.
 */

export type Scale = {
  /** The column of a time, counted from the left edge of the window; may lie outside of it. */
  column(atMs: number): number
  /** The same in halves of a column. */
  half(atMs: number): number
  readonly width: number
  /** Parts of the whole that lie left and right of the window: there is more to see. */
  readonly hidden: { readonly left: boolean; readonly right: boolean }
}

export type ScaleOptions = {
  /** In any order. */
  readonly times: readonly number[]
  readonly width: number
  readonly zoom: number
  readonly trueScale: boolean
  /** Stays in the window. */
  readonly focusMs: number
}

/** Gaps shorter than this look alike, milliseconds. */
const FINEST_MS = 0.05

export function scaleOf({ times, width, zoom, trueScale, focusMs }: ScaleOptions): Scale {
  const marks = [...new Set(times)].sort((a, b) => a - b)
  const places = placesOf(marks, trueScale)
  const whole = Math.max(1, width) * zoom
  const placeOf = (atMs: number): number => placed(marks, places, atMs) * (whole - 1)
  const left = Math.max(0, Math.min(whole - width, Math.round(placeOf(focusMs) - width / 2)))
  return {
    width,
    column: (atMs) => Math.round(placeOf(atMs)) - left,
    half: (atMs) => Math.round(placeOf(atMs) * 2) - left * 2,
    hidden: { left: left > 0, right: left + width < whole },
  }
}

/** Where each mark lies between 0 and 1. */
function placesOf(marks: readonly number[], trueScale: boolean): readonly number[] {
  let sum = 0
  const sums = marks.map((mark, i) => {
    const gap = i === 0 ? 0 : mark - (marks[i - 1] ?? mark)
    sum += trueScale ? gap : Math.log10(1 + gap / FINEST_MS)
    return sum
  })
  return sums.map((one) => (sum === 0 ? 0 : one / sum))
}

/** Between two marks in proportion; before the first and after the last at the edge. */
function placed(marks: readonly number[], places: readonly number[], atMs: number): number {
  const after = firstFrom(marks, atMs)
  if (after === 0) return 0
  if (after === marks.length) return places.at(-1) ?? 0
  const [from = 0, to = 0] = [marks[after - 1], marks[after]]
  const [low = 0, high = 0] = [places[after - 1], places[after]]
  return low + (high - low) * ((atMs - from) / (to - from))
}

/** The place of the first mark at that time or later, by halving. */
function firstFrom(marks: readonly number[], atMs: number): number {
  let [low, high] = [0, marks.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((marks[middle] ?? 0) < atMs) low = middle + 1
    else high = middle
  }
  return low
}
