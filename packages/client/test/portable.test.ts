/** What a browser can load: nothing that `portable.ts` and `recipes` lead to needs Node. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const SRC = fileURLToPath(new URL('../src', import.meta.url))

test.each(['portable.ts', 'recipes/index.ts', 'testing/index.ts'])('%s leads to nothing of Node', (entry) => {
  const seen = new Set<string>()
  const foreign: string[] = []
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    const text = readFileSync(file, 'utf8')
    for (const [, specifier = ''] of text.matchAll(/^(?:import|export|\}).* from '([^']+)'/gm))
      if (specifier.startsWith('.')) visit(join(dirname(file), specifier))
      else if (!specifier.startsWith('@quoll/')) foreign.push(`${file}: ${specifier}`)
    if (/\b(?:Buffer|process|setImmediate)\b\s*[.(]/.test(text)) foreign.push(`${file}: a global of Node`)
  }
  visit(join(SRC, entry))
  expect(seen.size).toBeGreaterThan(2)
  expect(foreign).toEqual([])
})
