/** `quoll explain quorum`: how many may fail, and why. */
import { count } from '../table.ts'
import { survivable } from './majority.ts'

export type Counted = { readonly voters: number; readonly observers: number; readonly up?: number | undefined }

export function quorumText({ voters, observers, up }: Counted): string[] {
  const { majority, failures } = survivable(voters)
  return [
    `${count(voters, 'voter')}: ${majority} of them are a majority.`,
    '',
    'A leader is elected by a majority, and a write is acknowledged when it is on the disks of a majority.',
    'Any two majorities share a peer: so whoever leads next knows every write that was acknowledged.',
    '',
    ...downTable(voters),
    '',
    failures === 0
      ? 'No voter may fail. Nothing is lost while it is down; everything waits until it is back.'
      : `${count(failures, 'voter')} may fail at once. With more down, reads and writes wait; nothing is lost, and they go on when enough are back.`,
    `When the network splits, only a side with ${majority} or more goes on: there are never two that do.`,
    ...evenText(voters),
    ...observersText(observers),
    ...nowText(voters, up),
  ]
}

function downTable(voters: number): string[] {
  const { majority } = survivable(voters)
  const rows = Array.from({ length: voters + 1 }, (_, down) => {
    const up = voters - down
    const spare = up - majority
    const then =
      spare > 0 ? `${count(spare, 'more')} may fail`.replace('mores', 'more') : spare === 0 ? 'none more may fail' : ''
    return `${String(down).padStart(6)}  ${String(up).padStart(4)}  ${up >= majority ? 'go on' : 'wait '}   ${then}`.trimEnd()
  })
  return ['  down    up  writes', ...rows]
}

function evenText(voters: number): string[] {
  if (voters % 2 === 1) return []
  const { failures } = survivable(voters)
  return [
    `${voters} survive no more failures than ${voters - 1} (${failures}), and every write needs one more acknowledgement: an odd number is better.`,
  ]
}

function observersText(observers: number): string[] {
  if (observers === 0) return ['Observers, if there are any, do not count: all of them may fail, and writes go on.']
  return [
    `${count(observers, 'observer')}: they serve reads and do not vote. All of them may fail, and writes go on; they cannot replace a voter.`,
  ]
}

function nowText(voters: number, up: number | undefined): string[] {
  if (up === undefined) return []
  const { majority } = survivable(voters)
  if (up < majority)
    return [
      '',
      `Now ${up} of ${voters} serve: writes wait until ${majority - up} more ${majority - up === 1 ? 'is' : 'are'} back.`,
    ]
  const spare = up - majority
  return [
    '',
    `Now ${up} of ${voters} serve: ${spare === 0 ? 'the next failure stops all writes' : `${count(spare, 'more failure', 'more failures')} may come`}.`,
  ]
}

/** All sizes side by side, for whoever chooses one. */
export function sizesTable(): string[] {
  const rows = [1, 2, 3, 4, 5, 6, 7, 9].map((voters) => {
    const { majority, failures } = survivable(voters)
    return `${String(voters).padStart(8)}  ${String(majority).padStart(8)}  ${String(failures).padStart(8)}`
  })
  return ['  voters  majority  may fail', ...rows, '', 'quoll explain quorum 5 says more about five.']
}
