/** The traces that the other tests read are what the simulator plays today. `vitest -u` writes them again; read the difference. */
import { expect, test } from 'vitest'
import { PLAYS } from './support/plays.ts'
import { play, toLines } from './support/stage.ts'

test.each(Object.entries(PLAYS))('%s', async (name, script) => {
  await expect(toLines(play(script))).toMatchFileSnapshot(`traces/${name}.jsonl`)
})
