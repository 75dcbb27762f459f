import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { linesOf } from '../src/lines.ts'

async function taken(input: Readable, slowly = false): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of linesOf(input)) {
    if (slowly) await turn()
    lines.push(line)
  }
  return lines
}

it('comes whole, wherever the pieces end, with the last one too', async () => {
  expect(await taken(Readable.from(['on', 'e\ntw', 'o\r\n', '\nend']))).toEqual(['one', 'two', '', 'end'])
})

it('waits for whoever takes them, also after the stream has ended', async () => {
  const all = Array.from({ length: 5_000 }, (_, i) => `line ${i}`)
  expect(await taken(Readable.from([all.join('\n')]), true)).toEqual(all)
})

it('refuses a line without an end', async () => {
  const endless = Readable.from(Array.from({ length: 10 }, () => 'x'.repeat(1024 * 1024)))
  await expect(taken(endless)).rejects.toThrow('a line of more than')
})
