/** Files that import each other in a circle. Types are counted too: a reader follows them just the same. */
import type { SourceFile } from './source-file.ts'

/** @returns one line per circle: `a.ts → b.ts → a.ts`. */
export function cyclesAmong(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const done = new Set<string>()
  const cycles: string[] = []

  const visit = (file: SourceFile, trail: readonly string[]): void => {
    const at = trail.indexOf(file.path)
    if (at >= 0) {
      cycles.push([...trail.slice(at), file.path].join(' → '))
      return
    }
    if (done.has(file.path)) return
    for (const { target } of file.imports) {
      const next = target === undefined ? undefined : byPath.get(target)
      if (next !== undefined) visit(next, [...trail, file.path])
    }
    done.add(file.path)
  }

  for (const file of files) visit(file, [])
  return cycles
}
