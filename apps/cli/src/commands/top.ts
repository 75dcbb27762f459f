/** `quoll top`: any ensemble, live. */
import type { LookArguments } from '../declarations/look.ts'
import { Exit } from '../errors.ts'
import { connectSource } from '../sources/connect-source.ts'
import { look, untilInterrupted } from './look.ts'

export type TopOptions = LookArguments & {
  readonly connect: string
  readonly readonly?: boolean
  readonly write?: boolean
}

/** @throws UsageError, CommandError */
export async function top({ connect, write = false, ...options }: TopOptions): Promise<number> {
  const signal = untilInterrupted()
  const source = await connectSource(connect, { mayWrite: write })
  await look(source, { ...options, readonly: !write }, signal)
  return Exit.ok
}
