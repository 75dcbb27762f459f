/**
 * What a value that came from outside must look like. A shape takes anything and returns the value it describes, made anew of
 * known fields only, or throws and says where it is wrong. Everything in it is bounded.
 */

/** A line that is no record of a trace. */
export class TraceFormatError extends Error {
  override readonly name = 'TraceFormatError'
}

/** `at`: where the value stands, for the error. */
export type Shape<T> = (value: unknown, at: string) => T

const TEXT_MAX = 64 * 1024
const ITEMS_MAX = 10_000

export const text: Shape<string> = (value, at) => {
  if (typeof value !== 'string') return wrong(at, 'a text', value)
  if (value.length > TEXT_MAX) throw new TraceFormatError(`${at} is longer than ${TEXT_MAX} characters`)
  return value
}

/** Never NaN nor infinite: JSON has neither. */
export const number: Shape<number> = (value, at) => {
  return typeof value === 'number' && Number.isFinite(value) ? value : wrong(at, 'a number', value)
}

export const truth: Shape<boolean> = (value, at) => {
  return typeof value === 'boolean' ? value : wrong(at, 'true or false', value)
}

/** May be missing. */
export function maybe<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, at) => (value === undefined || value === null ? undefined : shape(value, at))
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return wrong(at, 'a list', value)
    if (value.length > ITEMS_MAX) throw new TraceFormatError(`${at} has more than ${ITEMS_MAX} items`)
    return value.map((item, i) => shape(item, `${at}[${i}]`))
  }
}

export function oneOf<const T extends string | number>(...words: readonly T[]): Shape<T> {
  return (value, at) => words.find((word) => word === value) ?? wrong(at, words.join(' or '), value)
}

/** A shape for each field; a field that may be missing is then absent. */
export type Fields<T> = { readonly [K in keyof T]-?: Shape<T[K]> }

export function fields<T extends object>(shapes: Fields<T>): Shape<T> {
  const known = Object.entries(shapes) as [string, Shape<unknown>][]
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(at, 'an object', value)
    const out: Record<string, unknown> = {}
    for (const [name, shape] of known) {
      const field = shape(Object.hasOwn(value, name) ? value[name as keyof typeof value] : undefined, `${at}.${name}`)
      if (field !== undefined) out[name] = field
    }
    return out as T
  }
}

function wrong(at: string, wanted: string, value: unknown): never {
  const found = value === undefined ? 'missing' : `a ${value === null ? 'null' : typeof value}`
  throw new TraceFormatError(`${at} should be ${wanted} and is ${found}`)
}
