/** The shell at a real terminal: what is typed with keys, what is seen, and what is left when it ends. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Servers, startQuollServers } from '../shell/servers.ts'
import { talk } from '../shell/talk.ts'
import { noTerminal, openTerminal, type Terminal, type TerminalOptions } from './tmux.ts'

const START_MS = 60_000
const PATIENCE_MS = 60_000
const MAIN = fileURLToPath(new URL('../run-from-source.ts', import.meta.url))

describe.skipIf(noTerminal !== undefined)(
  `the shell at a terminal${noTerminal === undefined ? '' : `, skipped: ${noTerminal}`}`,
  () => {
    const state = mkdtempSync(join(tmpdir(), 'quoll-terminal-'))
    let servers: Servers
    beforeAll(async () => {
      servers = await startQuollServers()
    }, START_MS)
    afterAll(async () => {
      rmSync(state, { recursive: true, force: true })
      await servers.stop()
    }, START_MS)

    const open = async (options: TerminalOptions = {}): Promise<Terminal> => {
      const words = ['--conditions=source', MAIN, 'shell', '--connect', servers.hosts]
      const env = { XDG_STATE_HOME: state, VISUAL: undefined, EDITOR: undefined, ...options.env }
      const terminal = await openTerminal([process.execPath, ...words], { columns: 110, rows: 40, ...options, env })
      await terminal.until('(CONNECTED)')
      return terminal
    }

    test(
      'history over sessions, without secrets',
      async () => {
        const first = await open()
        await first.line('create /kept x')
        await first.until('Created /kept')
        await first.line('addauth digest ada:secret')
        await first.until(/ 2\] ?$/m)
        await first.keys('Up')
        await first.until(/ 2\] create \/kept x/)
        await first.keys('C-c')
        await first.keys('C-d')
        expect(await first.exitCode()).toBe(0)
        await first[Symbol.asyncDispose]()
        await using second = await open()
        await second.keys('Up')
        await second.until(/ 0\] create \/kept x/)
        await second.keys('C-c')
        await second.line('quit')
        expect(await second.exitCode()).toBe(0)
        const file = join(state, 'quoll', 'shell-history')
        expect(readFileSync(file, 'utf8')).toMatch(/create \/kept x\n(?!.*secret)/s)
        expect(statSync(file).mode & 0o777).toBe(0o600)
      },
      PATIENCE_MS,
    )

    test(
      'Tab completes commands, options and the znodes there are',
      async () => {
        await using terminal = await open()
        await terminal.line('create /completed x')
        await terminal.until('Created /completed')
        // A tab among other letters that come at once is pasted text, so it comes alone.
        await terminal.type('getEph')
        await terminal.keys('Tab')
        await terminal.until('] getEphemerals')
        await terminal.keys('C-u')
        await terminal.type('import --')
        await terminal.keys('Tab')
        await terminal.keys('Tab')
        expect(await terminal.until('--dry-run')).toContain('--merge')
        await terminal.keys('C-u')
        await terminal.type('get /compl')
        await terminal.keys('Tab')
        await terminal.until('] get /completed')
        await terminal.keys('Enter')
        await terminal.until(/get \/completed\s*\nx\n/)
      },
      PATIENCE_MS,
    )

    test(
      'Ctrl-C stops what runs and drops what is typed, and the shell goes on',
      async () => {
        await using terminal = await open()
        await using other = talk(servers.hosts)
        await terminal.line('create /watched x')
        await terminal.until('Created /watched')
        await terminal.line('watch /watched')
        for (let seen = ''; !/\d\d:\d\d:\d\d\.\d{3} {2}data-changed {2}\/watched/.test(seen); ) {
          await other.line('set /watched y')
          seen = await terminal.screen()
        }
        await terminal.keys('C-c')
        await terminal.until(/stopped\n\[/)
        await terminal.type('deleteall /')
        await terminal.keys('C-c')
        await terminal.line('version')
        await terminal.until('Quoll CLI version')
        expect(await terminal.screen()).not.toContain('belongs to the ensemble')
      },
      PATIENCE_MS,
    )

    test(
      'the session is seen: closed, and begun again; news come while one types',
      async () => {
        await using terminal = await open()
        await using other = talk(servers.hosts)
        await terminal.line('create /news x')
        await terminal.until('Created /news')
        await terminal.line('get -w /news')
        await terminal.until(/get -w \/news\s*\nx\n/)
        await terminal.type('get /news')
        await other.line('set /news y')
        await terminal.until(/WatchedEvent .*NodeDataChanged path:\/news\n\[.*\] get \/news/)
        await terminal.keys('Enter')
        await terminal.until(/\] get \/news\s*\ny\n/)
        await terminal.line('close')
        await terminal.until('(CLOSED)')
        await terminal.line('get /news')
        await terminal.until(/\(CLOSED\).*get \/news\s*\ny\n\[.*\(CONNECTED\)/)
      },
      PATIENCE_MS,
    )

    test(
      'a server that is lost: it is told, another one is found, and what is typed stays',
      async () => {
        await using terminal = await open()
        const server = /\[(127\.0\.0\.1:\d+)\(CONNECTED\)/.exec(await terminal.screen())?.[1] ?? ''
        const pid = servers.pids.get(server) ?? 0
        await terminal.type('get /half typed')
        process.kill(pid, 'SIGSTOP')
        try {
          await terminal.until('the connection is lost; another server is being looked for')
          await terminal.until('connected again; the session goes on')
          const screen = await terminal.until(/CONNECTED\).* get \/half typed\s*$/)
          expect(screen.slice(screen.indexOf('connected again'))).not.toContain(server)
        } finally {
          process.kill(pid, 'SIGCONT')
        }
      },
      PATIENCE_MS,
    )

    test(
      'the editor has the terminal to itself and gives it back',
      async () => {
        await using terminal = await open({ env: { EDITOR: 'printf "in the editor "; read answer; printf edited >' } })
        await terminal.line('create /edited before')
        await terminal.until('Created /edited')
        await terminal.line('edit /edited')
        await terminal.until('in the editor')
        await terminal.keys('Enter')
        await terminal.until('Changed /edited')
        await terminal.line('get /edited')
        await terminal.until(/get \/edited\s*\nedited\n/)
      },
      PATIENCE_MS,
    )

    test.each([
      ['colours by meaning', {}, true],
      ['no colours when NO_COLOR says so', { NO_COLOR: '1' }, false],
    ])(
      '%s',
      async (_, env, expected) => {
        await using terminal = await open({ env })
        await terminal.line('get /nowhere')
        await terminal.until('Node does not exist: /nowhere')
        const seen = await terminal.screen({ colors: true })
        expect(seen.includes('\x1b[31mNode does not exist')).toBe(expected)
        expect(seen.includes('\x1b[32m(CONNECTED)')).toBe(expected)
        expect(seen.includes('\x1b[')).toBe(expected)
      },
      PATIENCE_MS,
    )
  },
)
