/** `quoll serve`: one peer in the foreground. */
import { Socket } from 'node:net'
import { FAULT_ANSWERS_FD, FAULTS, STOP_WITH_STDIN } from '../up/child-environment.ts'

export async function serve({ config }: { readonly config: string }): Promise<number> {
  const { FaultSwitch, obeyFaultLines, parseFaults, serve: servePeer } = await import('@quoll/server')
  const { [FAULTS]: broken, [STOP_WITH_STDIN]: owned } = process.env
  const faults = broken === undefined ? undefined : new FaultSwitch(parseFaults(broken))
  if (faults !== undefined) obeyFaultLines(process.stdin, answers(), faults)
  if (owned !== undefined) stopWithStdin()
  return servePeer({ configFile: config, faults })
}

/** Standard output is the log's. */
function answers(): Socket {
  return new Socket({ fd: FAULT_ANSWERS_FD, readable: false, writable: true }).unref()
}

/** Whoever started us holds the other end; when they are gone, however they went, so are we. */
function stopWithStdin(): void {
  process.stdin.resume()
  // It must wake us, not keep us alive: the type knows files too, which have no such call.
  if ('unref' in process.stdin) process.stdin.unref()
  process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'))
  process.stdin.on('error', () => process.kill(process.pid, 'SIGTERM'))
}
