/** Patterns of names: `*` and `?` stop at a slash, `**` does not, `[a-c]` is one of these. */
import { UsageError } from '../errors.ts'

/** @throws UsageError for a bracket that is never closed. */
export function globPattern(glob: string): RegExp {
  let source = ''
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at]!
    if (glob.startsWith('**', at)) {
      source += '.*'
      at++
    } else if (char === '*') source += '[^/]*'
    else if (char === '?') source += '[^/]'
    else if (char === '[') {
      const end = glob.indexOf(']', at + 2)
      if (end < 0) throw new UsageError(`a [ in "${glob}" is never closed`)
      const inside = glob
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replace(/[\\[\]]/g, '\\$&')
      source += `[${inside}]`
      at = end
    } else source += char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  }
  return regExpOf(`^(?:${source})$`, glob)
}

/** @throws UsageError for what is no pattern. */
export function regExpOf(source: string, written: string = source): RegExp {
  try {
    return new RegExp(source, 's')
  } catch (error) {
    throw new UsageError(`"${written}" is no pattern: ${error instanceof Error ? error.message : String(error)}`)
  }
}
