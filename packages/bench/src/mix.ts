/** What is asked for, in which proportions: `set=70,get=30`. */
import { UsageError } from './errors.ts'

export const OPERATIONS = ['create', 'set', 'get', 'exists', 'children', 'seq', 'eph', 'multi', 'sync'] as const
export type Operation = (typeof OPERATIONS)[number]

/** Operations by number, for the arrays of the hot path; `eph` becomes `ephDelete` every other time. */
export const Op = {
  create: 0,
  set: 1,
  get: 2,
  exists: 3,
  children: 4,
  seq: 5,
  eph: 6,
  multi: 7,
  sync: 8,
  ephDelete: 9,
} as const

export type Mix = readonly { readonly operation: Operation; readonly weight: number }[]

/** Slots of a table to draw from: a weight is kept to a thousandth. */
const TABLE_SLOTS = 1024

/** Those that no disk waits for. */
const READS: ReadonlySet<number> = new Set([Op.get, Op.exists, Op.children, Op.sync])

export function isRead(op: number): boolean {
  return READS.has(op)
}

/** @throws UsageError with what to write instead. */
export function parseMix(text: string): Mix {
  const mix = text.split(',').map(parsePart)
  const twice = mix.find(({ operation }, at) => mix.findIndex((one) => one.operation === operation) !== at)
  if (twice !== undefined) throw new UsageError(`--mix names ${twice.operation} twice`)
  return mix
}

function parsePart(part: string): Mix[number] {
  const [name, weightText = '1', ...rest] = part.trim().split('=')
  const operation = OPERATIONS.find((one) => one === name)
  if (operation === undefined)
    throw new UsageError(`"${part}" is no part of a mix. Write set=70,get=30, of ${OPERATIONS.join(', ')}.`)
  const weight = Number(weightText)
  if (rest.length > 0 || weightText === '' || !Number.isFinite(weight) || weight <= 0)
    throw new UsageError(`"${part}": a weight is a number above 0, as in ${operation}=30`)
  return { operation, weight }
}

export function formatMix(mix: Mix): string {
  return mix.map(({ operation, weight }) => (mix.length === 1 ? operation : `${operation}=${weight}`)).join(',')
}

/** Numbers of operations, each as often as its weight wants and at least once: a slot drawn at random is an operation. */
export function drawTable(mix: Mix): Uint8Array {
  const total = mix.reduce((sum, { weight }) => sum + weight, 0)
  const table: number[] = []
  for (const { operation, weight } of mix) {
    const slots = Math.max(1, Math.round((weight / total) * TABLE_SLOTS))
    for (let slot = 0; slot < slots; slot++) table.push(Op[operation])
  }
  return Uint8Array.from(table)
}
