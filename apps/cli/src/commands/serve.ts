/** `quoll serve`: one peer in the foreground. */
import { STOP_WITH_STDIN } from '../up/peer-process.ts'

export async function serve({ config }: { readonly config: string }): Promise<number> {
  if (process.env[STOP_WITH_STDIN] !== undefined) stopWithStdin()
  const { serve: servePeer } = await import('@quoll/server')
  return servePeer({ configFile: config })
}

/** Whoever started us holds the other end; when they are gone, however they went, so are we. */
function stopWithStdin(): void {
  process.stdin.resume()
  // It must wake us, not keep us alive: the type knows files too, which have no such call.
  if ('unref' in process.stdin) process.stdin.unref()
  process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'))
  process.stdin.on('error', () => process.kill(process.pid, 'SIGTERM'))
}
