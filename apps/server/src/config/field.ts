/** Kinds of values in a configuration: how each is checked, and what to write instead of a wrong one. */
import * as z from 'zod/mini'

export type Field<T> = {
  readonly schema: z.ZodMiniType<T, string>
  /** Completes the sentence "`key=value` is not …". */
  readonly wanted: string
  readonly example: string
}

export function wholeNumber(min: number, max: number, unit: string, example: number): Field<number> {
  return {
    schema: z.pipe(
      z.pipe(z.string().check(z.regex(/^[+-]?\d{1,15}$/)), z.transform(Number)),
      z.int().check(z.gte(min), z.lte(max)),
    ),
    wanted: `a whole number of ${unit} from ${min} to ${max}`,
    example: String(example),
  }
}

export function tcpPort(min: 0 | 1, example: number): Field<number> {
  return { ...wholeNumber(min, 65_535, '', example), wanted: `a TCP port from ${min} to 65535` }
}

/** ZooKeeper takes `true` and `false` for some keys, `yes` and `no` for others; we take all of them everywhere. */
export function flag(example: boolean): Field<boolean> {
  return {
    schema: z.pipe(
      z.pipe(
        z.string(),
        z.transform((text) => text.toLowerCase()),
      ),
      z.pipe(
        z.enum(['true', 'false', 'yes', 'no']),
        z.transform((word) => word === 'true' || word === 'yes'),
      ),
    ),
    wanted: 'true or false',
    example: String(example),
  }
}

export function text(wanted: string, example: string, pattern: RegExp = /^.+$/s): Field<string> {
  return { schema: z.string().check(z.regex(pattern)), wanted, example }
}
