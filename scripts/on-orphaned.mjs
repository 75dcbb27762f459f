/** Notices that whoever started us is gone: npm, killed, leaves the script it runs behind. */

const LOOK_EVERY_MS = 250

/** Calls back once. Does not keep the process alive. */
export function onOrphaned(callback) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    callback()
  }, LOOK_EVERY_MS)
  timer.unref()
}
