/** The driver itself: keys arrive, the screen is read, the end is seen. */
import { describe, expect, test } from 'vitest'
import { noTerminal, openTerminal } from './tmux.ts'

const PATIENCE_MS = 20_000

describe.skipIf(noTerminal !== undefined)(
  `a terminal${noTerminal === undefined ? '' : `, skipped: ${noTerminal}`}`,
  () => {
    test(
      'takes letters and keys, and shows what they do',
      async () => {
        await using terminal = await openTerminal(['cat'])
        await terminal.line("it's; here")
        expect(await terminal.until(/here\nit's; here/)).toContain("it's; here")
        await terminal.keys('C-d')
        expect(await terminal.exitCode()).toBe(0)
      },
      PATIENCE_MS,
    )

    test(
      'has the size, the environment and the colours it was given',
      async () => {
        const size = "process.stdout.columns + 'x' + process.stdout.rows"
        const show = `process.stdout.write(${size} + ' ' + process.env.GREETING + ' \\x1b[31mred\\x1b[0m')`
        const command = [
          process.execPath,
          '-e',
          `${show}; process.stdin.on('data', () => {}); process.stdout.on('resize', () => { ${show} })`,
        ]
        await using terminal = await openTerminal(command, { columns: 60, rows: 16, env: { GREETING: "it's me" } })
        await terminal.until("60x16 it's me red")
        expect(await terminal.screen({ colors: true })).toContain('\x1b[31mred')
        await terminal.resize(100, 30)
        await terminal.until('100x30')
        process.kill(await terminal.pid(), 'SIGKILL')
        await terminal.exitCode()
      },
      PATIENCE_MS,
    )

    test('says what was there instead', async () => {
      await using terminal = await openTerminal(['sh', '-c', 'echo all there is; exec cat'])
      await terminal.until('all there is')
      await expect(terminal.until('more', 100)).rejects.toThrow('all there is')
    })
  },
)
