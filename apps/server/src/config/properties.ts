/**
 * The format of zoo.cfg, which is that of Java's properties: `key=value`, `key: value` or `key value`; `#` and `!` begin
 * comments; a backslash at the end continues the line and elsewhere takes the next character's meaning away.
 */

export type Property = { readonly key: string; readonly value: string; readonly line: number }

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

/** Every property in the order of the file, a key as often as it appears. `line` counts from 1. */
export function parseProperties(text: string): readonly Property[] {
  return logicalLines(text).map(({ content, line }) => {
    const end = endOfKey(content)
    const value = content.slice(end).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '')
    // ZooKeeper trims what Java leaves at the end, and so do we.
    return { key: unescaped(content.slice(0, end)), value: unescaped(value).trim(), line }
  })
}

function logicalLines(text: string): readonly { readonly content: string; readonly line: number }[] {
  const lines: { content: string; line: number }[] = []
  let continued: { content: string; line: number } | undefined
  for (const [at, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const content = raw.replace(/^[ \t\f]+/, '')
    if (continued === undefined && (content === '' || content.startsWith('#') || content.startsWith('!'))) continue
    const goesOn = /(?:^|[^\\])(?:\\\\)*\\$/.test(content)
    const kept = goesOn ? content.slice(0, -1) : content
    if (continued === undefined) {
      continued = { content: kept, line: at + 1 }
      lines.push(continued)
    } else {
      continued.content += kept
    }
    if (!goesOn) continued = undefined
  }
  return lines
}

/** Where the first separator stands that no backslash protects. */
function endOfKey(content: string): number {
  for (let at = 0; at < content.length; at++) {
    const character = content[at] ?? ''
    if (character === '\\') at++
    else if ('=: \t\f'.includes(character)) return at
  }
  return content.length
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, character: string | undefined) =>
    code === undefined ? (ESCAPES[character ?? ''] ?? character ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  )
}
