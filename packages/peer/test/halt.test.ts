/** A peer that stops for good says why, and what sort of reason it is: the exit code of its process hangs on that. */
import { expect, test } from 'vitest'
import { create, World } from './world.ts'

test('a disk that fails: the cause is the disk, whatever it says of itself', () => {
  const world = new World(3).elect()
  const leader = world.leader
  world.breakDisk(leader, 'no space left')
  world.connect(leader).send(create('/a'))
  world.settle()
  expect(world.halted).toEqual([`${leader}: disk: the disk failed: no space left`])
  expect(world.peer(leader).view().halted).toContain('no space left')
})
