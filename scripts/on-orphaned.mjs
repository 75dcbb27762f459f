/** Notices that whoever started us is gone: npm, killed, leaves the scripts it runs behind. */
import { readFileSync } from 'node:fs'

const LOOK_EVERY_MS = 500

/** Calls back once. Does not keep the process alive. */
export function onOrphaned(callback) {
  const born = family()
  const timer = setInterval(() => {
    if (family() === born) return
    clearInterval(timer)
    callback()
  }, LOOK_EVERY_MS)
  timer.unref()
}

/** Our parent, which is npm's shell, and its parent, which is npm itself, where the system tells. */
function family() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'latin1')
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`
  } catch {
    return `${process.ppid}`
  }
}
