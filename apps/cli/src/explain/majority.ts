/** What a majority is, and how many voters may fail before there is none. */

export type Survivable = {
  readonly voters: number
  /** Votes needed to elect, and acknowledgements needed to commit. */
  readonly majority: number
  /** Voters that may fail at once while writes go on. */
  readonly failures: number
}

export function survivable(voters: number): Survivable {
  const majority = Math.floor(voters / 2) + 1
  return { voters, majority, failures: voters - majority }
}
