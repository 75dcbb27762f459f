/** What the view of elections remembers. */

export type ElectionsState = {
  /** The chosen election by its number; undefined: the newest, whichever that is. */
  readonly chosen: number | undefined
  /** It is open: its lanes are on show. */
  readonly open: boolean
  /** The chosen moment by its id; undefined: the last one while the election is under way, then the first. */
  readonly moment: number | undefined
  /** Times as wide as the room; the cursor stays in sight. */
  readonly zoom: number
  /** True to scale; else time is stretched where much happens. */
  readonly trueScale: boolean
}

export const ZOOMS: readonly number[] = [1, 2, 4, 8, 16, 32]

export function newElectionsState(): ElectionsState {
  return { chosen: undefined, open: false, moment: undefined, zoom: 1, trueScale: false }
}
