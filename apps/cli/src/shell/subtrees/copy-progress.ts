/** Reading a subtree is two things, finding out what there is and reading it: each is told with a rate of its own. */
import type { Progress } from '../../progress/progress.ts'
import type { ShellContext } from '../command.ts'
import type { CopyOptions } from './copies.ts'

/** `label` is the command's name. Lines are taken away when the command ends. */
export function copyProgress(
  { progress }: Pick<ShellContext, 'progress'>,
  label: string,
): Required<Pick<CopyOptions, 'onFound' | 'onRead'>> {
  const found = progress(`${label}: look`, 'znodes')
  let read: Progress | undefined
  return {
    onFound: (count) => found.advance(count),
    onRead: (count, total) => {
      if (read === undefined) {
        found.end()
        read = progress(`${label}: read`, 'znodes', total)
      }
      read.advance(count)
    },
  }
}
