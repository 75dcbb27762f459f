/**
 * How whoever started this process tells it what is broken: a line of JSON each on its standard input, answered by one
 * line elsewhere. There is no other way in, and none from a network.
 *
 *     {"id":7,"faults":{"links":[{"peer":3,"dropSent":true,"dropArriving":true,"delayMs":0}],"syncDelayMs":0}}
 *     {"id":7}                                     it is so now
 *     {"problem":"…"}                              it is as it was
 */
import type { Readable, Writable } from 'node:stream'
import type { FaultSwitch } from './fault-switch.ts'
import { parseFaultCommand } from './peer-faults.ts'

/** All the links of the largest ensemble fit several times. */
const LINE_CHARACTERS_MAX = 64 * 1024

export function obeyFaultLines(commands: Readable, answers: Writable, faults: FaultSwitch): void {
  let line = ''
  let tooLong = false
  // Who asked may be gone by the time we answer.
  answers.on('error', () => {})
  const answer = (words: object): boolean => answers.write(`${JSON.stringify(words)}\n`)
  const take = (piece: string): void => {
    if (line.length + piece.length > LINE_CHARACTERS_MAX) tooLong = true
    line = tooLong ? '' : line + piece
  }
  commands.setEncoding('utf8')
  commands.on('data', (chunk: string) => {
    const pieces = chunk.split('\n')
    const rest = pieces.pop() ?? ''
    for (const piece of pieces) {
      take(piece)
      answer(tooLong ? { problem: `a line is longer than ${LINE_CHARACTERS_MAX} characters` } : obey(line, faults))
      line = ''
      tooLong = false
    }
    take(rest)
  })
}

function obey(line: string, faults: FaultSwitch): object {
  try {
    const command = parseFaultCommand(line)
    faults.set(command.faults)
    return { id: command.id }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
