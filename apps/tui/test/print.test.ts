import { describe, expect, it } from 'vitest'
import { type PrintOptions, printOnce, printSnapshots } from '../src/print.ts'
import type { Snapshot } from '../src/snapshot.ts'
import { Scene } from './support/scene.ts'

const scene = new Scene({ writesPerSecond: () => 200 })
  .statuses()
  .watch(3000)
  .perform({ type: 'kill', peer: 3 })
  .finishElection()
  .watch(3000)
const recorded = {
  ...scene.source,
  kind: 'recorded' as const,
  start: (listener: (record: (typeof scene.records)[number]) => void) => scene.records.forEach(listener),
}

async function printed(print: typeof printOnce, options: Omit<PrintOptions, 'print'> = {}): Promise<readonly string[]> {
  const lines: string[] = []
  await print(recorded, { ...options, print: (text) => lines.push(text) })
  return lines
}

describe('without a terminal', () => {
  it('prints the main screen once, as text', async () => {
    const [page = '', ...more] = await printed(printOnce)
    expect(more).toEqual([])
    expect(page).toContain('2 of 3 up, survives no further failure')
    expect(page).toContain('peer 2 won round 7 with 2 of 3 votes')
    expect(page).not.toContain(String.fromCharCode(27))
    expect(page.split('\n').every((row) => row.length <= 100 && row === row.trimEnd())).toBe(true)
  })

  it('prints ASCII where that is asked for', async () => {
    expect((await printed(printOnce, { ascii: true })).join('\n')).toMatch(/^[ -~\n]*$/)
  })

  it('prints a snapshot with a version', async () => {
    const [line = ''] = await printed(printOnce, { json: true })
    const snapshot = JSON.parse(line) as Snapshot
    expect(snapshot).toMatchObject({
      version: 1,
      voters: 3,
      quorum: 2,
      up: 2,
      leader: 2,
      epoch: 6,
      writesPossible: true,
    })
    expect(snapshot.peers[2]).toMatchObject({ id: 3, answers: false, serving: false, clients: 12 })
    expect(Object.keys(snapshot.peers[0]!)).toMatchInlineSnapshot(`
      [
        "id",
        "client",
        "answers",
        "heardMs",
        "role",
        "phase",
        "epoch",
        "serving",
        "lastZxid",
        "lagTransactions",
        "lagMs",
        "roundTripMs",
        "fsyncMsP99",
        "clients",
        "watches",
        "software",
      ]
    `)
  })

  it('prints as often as asked', async () => {
    expect(await printed(printSnapshots, { json: true, times: 3, everyMs: 1 })).toHaveLength(3)
  })

  it('ends with the signal', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 30)
    expect((await printed(printSnapshots, { json: true, watch: true, signal: stop.signal })).length).toBe(1)
  })
})
