/** `quoll serve`: one peer in this process, from its configuration to its exit code. */
import { type Config, ConfigError, readConfig } from './config/index.ts'
import {
  complaintLines,
  complaintSentence,
  EXIT,
  type Explained,
  explain,
  explainHalt,
  type StopCause,
} from './errors/index.ts'
import type { FaultSwitch } from './faults/index.ts'
import { tuneHeap } from './heap/index.ts'
import { type OpenLog, openLog } from './log.ts'
import { runPeer, type ServingPeer } from './run-peer.ts'

export type ServeOptions = {
  readonly configFile: string
  /** For a peer of a local ensemble, whose owner breaks things on purpose. */
  readonly faults?: FaultSwitch | undefined
}

/** A disk that hangs must not hold up a stop for ever: what was acknowledged is safe without a farewell. */
const STOP_PATIENCE_MS = 10_000

const TOO_SLOW: Explained = {
  what: `could not stop within ${STOP_PATIENCE_MS / 1000} s: stopping without a farewell`,
  means: 'What was acknowledged is safe; the disk or a connection did not answer in time.',
  next: 'Start it again as usual; if this goes on, quoll doctor looks at the disk.',
  exit: EXIT.failed,
}

/** Resolves when the peer has ended: stopped by a signal, refused, or failed. Never rejects. */
export async function serve({ configFile, faults }: ServeOptions): Promise<number> {
  tuneHeap()
  let config: Config
  try {
    config = readConfig(configFile)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const explained = explain(error)
    process.stderr.write(`${complaintLines(explained).join('\n')}\n`)
    return explained.exit
  }
  const opened = openLog(config.settings.id, config.settings.logLevel)
  if (config.warning !== undefined) opened.log.warn(config.warning)
  const code = await servePeer(config, opened, faults)
  opened.flush()
  return code
}

function servePeer({ settings }: Config, { log, flush }: OpenLog, faults: FaultSwitch | undefined): Promise<number> {
  return new Promise((ended) => {
    let stopping = false
    const failed = (explained: Explained): void => {
      log.fatal(complaintSentence(explained))
      ended(explained.exit)
    }
    const onHalt = (why: string, cause: StopCause): void => failed(explainHalt(why, cause))
    // What nobody caught left something half done. A fresh start recovers from what is on the disk.
    process.on('uncaughtException', (error) => {
      log.fatal(error.stack ?? String(error))
      flush()
      process.exit(EXIT.failed)
    })

    const stopOn = (peer: ServingPeer): void => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.on(signal, () => {
          if (stopping) {
            log.warn(`${signal} again: stopping without a farewell`)
            flush()
            process.exit(EXIT.failed)
          }
          stopping = true
          log.info(`stopping: ${signal}`)
          setTimeout(() => failed(TOO_SLOW), STOP_PATIENCE_MS)
          peer.stop(() => {
            log.info('stopped')
            ended(EXIT.ok)
          })
        })
      }
    }

    runPeer({ settings, log, onHalt, faults }).then(
      (peer) => {
        const { host } = settings.client
        const http = peer.httpPort === undefined ? '' : `, http://${settings.http?.host}:${peer.httpPort}/status`
        log.info(`clients: ${host}:${peer.clientPort}${http}, data: ${settings.dataDir}`)
        stopOn(peer)
      },
      (error: unknown) => failed(explain(error)),
    )
  })
}
