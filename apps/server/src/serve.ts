/** `quoll serve`: one peer in this process, from its configuration to its exit code. */
import { type Config, ConfigError, readConfig } from './config/index.ts'
import { type OpenLog, openLog } from './log.ts'
import { runPeer, type ServingPeer } from './run-peer.ts'

export type ServeOptions = { readonly configFile: string }

/** How a served peer ended, for whoever started the process. */
export const EXIT = { ok: 0, failed: 1, configuration: 2, diskFailed: 4 } as const

/** Resolves when the peer has ended: stopped by a signal, refused, or failed. Never rejects. */
export async function serve({ configFile }: ServeOptions): Promise<number> {
  let config: Config
  try {
    config = readConfig(configFile)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.problems.join('\n')}\n`)
    return EXIT.configuration
  }
  const opened = openLog(config.settings.id, config.settings.logLevel)
  if (config.warning !== undefined) opened.log.warn(config.warning)
  const code = await servePeer(config, opened)
  opened.flush()
  return code
}

function servePeer({ settings }: Config, { log, flush }: OpenLog): Promise<number> {
  return new Promise((ended) => {
    let stopping = false
    const failed = (what: string, code: number): void => {
      log.fatal(what)
      ended(code)
    }
    const onHalt = (why: string): void => failed(why, exitCodeFor(why))
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
          peer.stop(() => {
            log.info('stopped')
            ended(EXIT.ok)
          })
        })
      }
    }

    runPeer({ settings, log, onHalt }).then(
      (peer) => {
        const { host } = settings.client
        const http = peer.httpPort === undefined ? '' : `, http://${settings.http?.host}:${peer.httpPort}/status`
        log.info(`clients: ${host}:${peer.clientPort}${http}, data: ${settings.dataDir}`)
        stopOn(peer)
      },
      (error: unknown) => {
        const { what, code } = explainStart(error)
        failed(what, code)
      },
    )
  })
}

/** The peer's own words for a failed disk. */
function exitCodeFor(why: string): number {
  return why.startsWith('the disk failed') ? EXIT.diskFailed : EXIT.failed
}

/** Errors of the disk and of taken ports explain themselves; of others, where they come from is all there is to say. */
function explainStart(error: unknown): { readonly what: string; readonly code: number } {
  if (!(error instanceof Error)) return { what: String(error), code: EXIT.failed }
  const code = 'code' in error ? error.code : undefined
  switch (code) {
    case 'CORRUPT_LOG':
    case 'CORRUPT_EPOCHS':
    case 'UNKNOWN_FORMAT':
    case 'ENOSPC':
    case 'EIO':
    case 'EROFS':
      return { what: error.message, code: EXIT.diskFailed }
    case 'DIRECTORY_IN_USE':
      return { what: error.message, code: EXIT.failed }
    case 'EADDRINUSE':
      return {
        what: `${error.message}. Another process has the port: stop it, or choose another port.`,
        code: EXIT.failed,
      }
    case 'EACCES':
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return { what: error.message, code: EXIT.failed }
    default:
      return { what: error.stack ?? error.message, code: EXIT.failed }
  }
}
