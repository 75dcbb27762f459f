/** Command lines in the fenced blocks of a page, as a reader would type them. */

export type CommandLine = { readonly page: string; readonly line: number; readonly words: readonly string[] }

/** Lines of blocks marked `sh`, without comments; a backslash at the end joins two. */
export function commandLinesIn(page: string, text: string): readonly CommandLine[] {
  const found: CommandLine[] = []
  let inside = false
  let joined = ''
  for (const [at, line] of text.split('\n').entries()) {
    if (line.startsWith('```')) {
      inside = !inside && /^```sh\b/.test(line)
      continue
    }
    if (!inside) continue
    joined += line.replace(/\\$/, ' ')
    if (line.endsWith('\\')) continue
    const words = wordsOf(joined)
    joined = ''
    if (words.length > 0) found.push({ page, line: at + 1, words })
  }
  return found
}

/** Splits at blanks, keeps what stands in quotes together, and stops at a comment or a pipe. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? []
  const end = words.findIndex((word) => word.startsWith('#') || word === '|' || word === '&' || word === '>')
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
}
