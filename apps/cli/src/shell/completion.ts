/** What the tab key offers: commands first, then the znodes there are. */
import type { Client } from '@quoll/client'
import { COMMANDS } from './commands.ts'
import { childPath } from './subtree.ts'

/** A prompt that waits longer than this for its completions feels broken. */
const PATIENCE_MS = 500

/** What the last word of `line` can become, and that word. Never rejects: without an answer there are no completions. */
export async function completions(line: string, client: Client | undefined): Promise<[string[], string]> {
  const word = /\S*$/.exec(line)?.[0] ?? ''
  const isFirst = line.trim() === word
  if (isFirst || /^\s*help\s+\S*$/.test(line)) return [commandsLike(word), word]
  if (!word.startsWith('/') || client === undefined) return [[], word]
  return [await pathsLike(word, client), word]
}

function commandsLike(word: string): string[] {
  return COMMANDS.map(({ name }) => name)
    .filter((name) => name.toLowerCase().startsWith(word.toLowerCase()))
    .map((name) => `${name} `)
}

async function pathsLike(word: string, client: Client): Promise<string[]> {
  const parent = word.slice(0, word.lastIndexOf('/')) || '/'
  try {
    const { children } = await client.getChildren(parent, { signal: AbortSignal.timeout(PATIENCE_MS) })
    return children
      .map((name) => childPath(parent, name))
      .filter((path) => path.startsWith(word))
      .sort()
  } catch {
    return []
  }
}
