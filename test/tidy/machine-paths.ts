/** Paths and hosts of one particular machine: they mean nothing to a reader, and tell where the writer sat. */

// Written so that this file does not find itself.
const PATTERNS: readonly RegExp[] = [
  /(?<![\w.-])\/work\/(?:main|shared|\.library)\b/,
  /(?<![\w.-])\/root\/[\w.]/,
  /(?<![\w.-])\/home\/\w+\//,
  /(?<![\w.-])\/Users\/\w+\//,
  /\b[A-Z]:\\Users\\/,
  /\btarball: https?:/,
]

export function machinePathsIn(path: string, text: string): readonly string[] {
  return text.split('\n').flatMap((line, at) => {
    const found = PATTERNS.map((pattern) => pattern.exec(line)?.[0]).find((match) => match !== undefined)
    return found === undefined ? [] : [`${path}:${at + 1}: '${found}' belongs to one machine`]
  })
}
