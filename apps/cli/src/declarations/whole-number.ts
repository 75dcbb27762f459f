/** Arguments that are whole numbers, with their bounds; out of bounds is said, not clamped. */
import { InvalidArgumentError } from 'commander'

/** A parser for commander. @throws InvalidArgumentError */
export function between(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`Write a whole number from ${min} to ${max}.`)
    return value
  }
}
