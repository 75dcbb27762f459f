/** A player on a terminal, through Ink. Loaded only when there is one: Ink costs a quarter of a second. */
import { render } from 'ink'
import type { Dashboard, KeyName } from '../model/dashboard.ts'
import type { Player } from '../player.ts'
import { inAscii } from '../view/glyphs.ts'
import type { Line } from '../view/line.ts'
import { type Size, screen } from '../view/screen.ts'
import { spoken } from '../view/spoken.ts'
import { App } from './app.tsx'
import type { Look } from './look.ts'
import { Pace } from './pace.ts'
import type { Terminal } from './terminal.ts'
import { waysOut } from './ways-out.ts'

/** At most four frames a second, but for the answer to a key. */
const FRAME_MS = 250
/** Whoever listens must be able to hear a screen to its end. */
const SPOKEN_MS = 3000

/**
 * Resolves when the user quits, `signal` aborts, the terminal is gone or the process is asked to end, with the terminal as it
 * was before. An error that nobody caught ends it too, and is thrown here: whoever prints it prints it on the usual screen.
 */
export async function draw(player: Player, terminal: Terminal, look: Look, signal?: AbortSignal): Promise<void> {
  const { stdin, stdout } = terminal
  const onKey = (key: KeyName): void => player.press(key)
  const app = () => <App lines={linesFor(player.dashboard, sizeOf(stdout), look)} colors={look.colors} onKey={onKey} />
  const pace = new Pace(look.spoken ? SPOKEN_MS : FRAME_MS, () => instance.rerender(app()))
  const onResize = () => pace.now()
  const ways = waysOut(terminal, () => player.quit())
  // Before Ink's own listener, so that the first frame after a resize already fits.
  stdout.on('resize', onResize)
  const instance = render(app(), {
    stdin,
    stdout,
    exitOnCtrlC: false,
    alternateScreen: !look.spoken,
    incrementalRendering: !look.spoken,
    isScreenReaderEnabled: look.spoken,
    // Ink writes nothing until the end if the variable CI exists, even empty. Who called us has looked: a terminal it is.
    interactive: true,
    maxFps: 30,
  })
  player.onChange = (_, pressed) => (pressed ? pace.now() : pace.soon())
  const exited = instance.waitUntilExit().finally(() => player.quit())
  try {
    await player.run(signal)
  } finally {
    player.onChange = () => {}
    pace.stop()
    stdout.off('resize', onResize)
    instance.unmount()
    await exited.finally(() => ways.close())
  }
  if (ways.failure !== undefined) throw ways.failure.error
}

function linesFor(dashboard: Dashboard, size: Size, { ascii, spoken: aloud }: Look): readonly Line[] {
  const lines = aloud ? spoken(dashboard) : screen(dashboard, size)
  return ascii ? lines.map(inAscii) : lines
}

function sizeOf(stdout: NodeJS.WriteStream): Size {
  return { columns: stdout.columns || 80, rows: stdout.rows || 24 }
}
