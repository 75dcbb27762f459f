/** A log for people: the date where it changes, the time, the peer, the sentence; warnings and worse stand out. */
import { printable } from '../shell/output.ts'
import type { Level, LogLine } from './log-line.ts'

export type PrintOptions = { readonly json: boolean; readonly colours: boolean }

const COLOURS: Readonly<Partial<Record<Level, string>>> = { warn: '33', error: '31', fatal: '31' }
const WORDS: Readonly<Partial<Record<Level, string>>> = {
  trace: 'trace: ',
  debug: 'debug: ',
  warn: 'warning: ',
  error: 'error: ',
  fatal: 'fatal: ',
}

/** A function that prints one line after the other. Times are UTC, as in the log itself. */
export function logPrinter({ json, colours }: PrintOptions, write: (text: string) => void): (line: LogLine) => void {
  let date = ''
  return (line) => {
    if (json) return write(`${JSON.stringify(line)}\n`)
    if (line.timeMs === undefined) return write(`${' '.repeat(13)}${printable(line.text)}\n`)
    const moment = new Date(line.timeMs).toISOString()
    if (moment.slice(0, 10) !== date) {
      date = moment.slice(0, 10)
      write(paint(`${date}, UTC`, '2', colours))
      write('\n')
    }
    const peer = line.peer === undefined ? '' : `peer ${line.peer}  `
    const details = Object.keys(line.details).length === 0 ? '' : ` ${JSON.stringify(line.details)}`
    const sentence = `${WORDS[line.level] ?? ''}${printable(line.text)}${printable(details)}`
    const time = paint(moment.slice(11, 23), '2', colours)
    write(`${time} ${peer}${paint(sentence, COLOURS[line.level], colours)}\n`)
  }
}

function paint(text: string, code: string | undefined, colours: boolean): string {
  return colours && code !== undefined ? `\u001b[${code}m${text}\u001b[0m` : text
}
