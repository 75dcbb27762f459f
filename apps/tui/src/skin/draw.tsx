/** A live model on a terminal, through Ink. Loaded only when there is one: Ink costs a quarter of a second. */
import { render } from 'ink'
import type { LiveModel } from '../live-model.ts'
import { screen } from '../view/screen.ts'
import { App } from './app.tsx'
import { wantsColors } from './colors.ts'
import { Pace } from './pace.ts'

const FRAME_MS = 250

export type Terminal = { readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream }

/**
 * Resolves when the user quits or `signal` aborts, with the terminal as it was before. Ink leaves the alternate screen
 * on every way out: Ctrl-C, an uncaught error, SIGTERM, process.exit.
 */
export async function draw(live: LiveModel, { stdin, stdout }: Terminal, signal?: AbortSignal): Promise<void> {
  const colors = wantsColors(process.env)
  const onKey: LiveModel['press'] = (key) => live.press(key)
  const app = () => {
    const size = { columns: stdout.columns || 80, rows: stdout.rows || 24 }
    return <App lines={screen(live.model, size)} colors={colors} onKey={onKey} />
  }
  const pace = new Pace(FRAME_MS, () => instance.rerender(app()))
  const onResize = () => pace.now()
  // Before Ink's own listener, so that the first frame after a resize already fits.
  stdout.on('resize', onResize)
  const instance = render(app(), {
    stdin,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    // Ink writes nothing until the end if the variable CI exists, even empty. Who called us has looked: a terminal it is.
    interactive: true,
    maxFps: 30,
  })
  const quit = () => live.quit()
  signal?.addEventListener('abort', quit, { once: true })
  if (signal?.aborted) quit()
  live.onChange = (_, pressed) => (pressed ? pace.now() : pace.soon())
  const exited = instance.waitUntilExit().finally(quit)
  try {
    await live.run()
  } finally {
    live.onChange = () => {}
    pace.stop()
    stdout.off('resize', onResize)
    signal?.removeEventListener('abort', quit)
    instance.unmount()
  }
  await exited
}
