/** What the tab key offers: commands first, then their options, and the znodes there are. */
import type { Client } from '@quoll/client'
import { COMMANDS, commandNamed } from './commands.ts'
import { childPath } from './subtree.ts'

/** A prompt that waits longer than this for its completions feels broken. */
const PATIENCE_MS = 500
/** More than a screen of them helps nobody, and costs the server. */
const OFFERS_MAX = 200

/** What the last word of `line` can become, and that word. Never rejects: without an answer there are no completions. */
export async function completions(line: string, client: Client | undefined): Promise<[string[], string]> {
  const word = /\S*$/.exec(line)?.[0] ?? ''
  const [first = ''] = line.trimStart().split(/\s+/)
  if (line.trimStart() === word || /^\s*help\s+\S*$/.test(line)) return [commandsLike(word), word]
  if (word.startsWith('-')) return [optionsLike(first, word), word]
  const previous = /(\S+)\s+\S*$/.exec(line)?.[1] ?? ''
  const values = VALUES[`${first.toLowerCase()} ${previous}`]
  if (values !== undefined) return [endingIn(values, word), word]
  // A path may stand behind the hosts of another ensemble, whose znodes we do not know.
  if (!word.startsWith('/') || client === undefined) return [[], word]
  return [await pathsLike(word, client), word]
}

/** Words that are one of a few, by the command and the word before them. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'addwatch -m': ['PERSISTENT', 'PERSISTENT_RECURSIVE'],
  'printwatches printwatches': ['on', 'off'],
  'cp -m': ['refuse', 'keep', 'overwrite', 'mirror'],
  'import -m': ['refuse', 'keep', 'overwrite', 'mirror'],
  'addauth addauth': ['digest'],
  'find -owner': ['any', 'none'],
}

function endingIn(values: readonly string[], word: string): string[] {
  return values.filter((value) => value.toLowerCase().startsWith(word.toLowerCase())).map((value) => `${value} `)
}

function commandsLike(word: string): string[] {
  return endingIn(COMMANDS.map(({ name }) => name).sort(), word)
}

function optionsLike(name: string, word: string): string[] {
  const options = Object.entries(commandNamed(name)?.options ?? {})
  const names = options.flatMap(([letter, { long }]) => [`-${letter}`, ...(long === undefined ? [] : [`--${long}`])])
  return names.filter((one) => one.startsWith(word)).map((one) => `${one} `)
}

async function pathsLike(word: string, client: Client): Promise<string[]> {
  const parent = word.slice(0, word.lastIndexOf('/')) || '/'
  try {
    const { children } = await client.getChildren(parent, { signal: AbortSignal.timeout(PATIENCE_MS) })
    return children
      .map((name) => childPath(parent, name))
      .filter((path) => path.startsWith(word))
      .sort()
      .slice(0, OFFERS_MAX)
  } catch {
    return []
  }
}
