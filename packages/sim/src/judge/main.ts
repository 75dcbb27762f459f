/**
 * Judges what real clients recorded against the log of a real peer, which must have stopped:
 *
 *   node --conditions=source packages/sim/src/judge/main.ts HISTORY DIRECTORY
 *
 * HISTORY holds one JSON object per line (see line.ts), DIRECTORY is the peer's dataDir. Prints what is wrong, one
 * sentence per line, and at the end what was looked at. Exit code 0: nothing is wrong; 1: something is.
 */
import { readFileSync } from 'node:fs'
import { readCommittedLog } from './committed-log.ts'
import { judge } from './judge.ts'
import { type Line, readLine } from './line.ts'

const MOST_SENTENCES = 20

const [, , history, directory] = process.argv
if (history === undefined || directory === undefined) {
  console.error('usage: judge HISTORY DIRECTORY')
  process.exit(2)
}
const { wrong, operations, transactions } = judge(readHistory(history), await readCommittedLog(directory))
for (const sentence of wrong.slice(0, MOST_SENTENCES)) console.log(sentence)
if (wrong.length > MOST_SENTENCES) console.log(`and ${wrong.length - MOST_SENTENCES} more`)
console.log(`${operations} operations against ${transactions} transactions: ${wrong.length} wrong`)
process.exitCode = wrong.length === 0 ? 0 : 1

function readHistory(file: string): readonly Line[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').flatMap((line) => readLine(line) ?? [])
}
