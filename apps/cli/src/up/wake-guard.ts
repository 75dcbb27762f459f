/**
 * A stopped process cannot notice that whoever started it is gone, so somebody else must, for as long as it is paused: a
 * shell of a megabyte that waits for the end of its input, which even `kill -9` of us brings about, and wakes the peer.
 */
import { type ChildProcess, spawn } from 'node:child_process'

/** When our process ends, `pid` is continued. The call that is returned ends the guard, with nobody woken. */
export function wakeWhenWeEnd(pid: number): () => void {
  const guard: ChildProcess = spawn('/bin/sh', ['-c', 'read -r _; kill -CONT "$1"', 'sh', `${pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C is for us.
    detached: true,
  })
  guard.on('error', () => {})
  guard.stdin?.on('error', () => {})
  guard.unref()
  return () => {
    guard.kill('SIGKILL')
  }
}
