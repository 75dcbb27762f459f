/** `quoll top`: any ensemble, live. */
import type { TopArguments } from '../declarations/top.ts'
import { Exit } from '../errors.ts'
import { connectSource } from '../sources/connect-source.ts'
import { look, untilInterrupted } from './look.ts'

/** @throws UsageError, CommandError */
export async function top({ connect, write = false, ...options }: TopArguments): Promise<number> {
  const signal = untilInterrupted()
  const source = await connectSource(connect, { mayWrite: write })
  await look(source, { ...options, readonly: !write }, signal)
  return Exit.ok
}
