/** Where things are, for the scripts that run before anything is installed. Plain JavaScript for any Node from 18 on. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
export const BIN = join(ROOT, 'node_modules', '.bin')
/** The Node that runs everything: the lockfile pins it, so the one that runs this script may be another. */
export const NODE = join(ROOT, 'node_modules', 'node', 'bin', 'node')
export const QUOLL = join(ROOT, 'apps', 'cli', 'bin', 'quoll.js')
/** Notes of what was done last time, and the report of the last tests. */
export const NOTES = join(ROOT, 'node_modules', '.cache', 'quoll')
