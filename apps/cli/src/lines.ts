/**
 * The lines of a stream, as slowly as they are taken. Node's readline does it too, but when the stream ends while somebody is busy
 * with an earlier line, and many wait, it fails with ERR_USE_AFTER_CLOSE instead of handing out the rest.
 */
import type { Readable } from 'node:stream'

/** Characters; a line this long is no command. */
const LINE_MAX = 8 * 1024 * 1024

/** Without their ends. @throws Error when one is too long, and what the stream throws. */
export async function* linesOf(input: Readable): AsyncGenerator<string, void, undefined> {
  input.setEncoding('utf8')
  let rest = ''
  for await (const chunk of input as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LINE_MAX) throw new Error(`a line of more than ${LINE_MAX} characters`)
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
  if (rest !== '') yield rest
}
