/** Colours by meaning, where somebody sees them: on a terminal, unless NO_COLOR or a dumb terminal say otherwise. */
import { styleText } from 'node:util'

export type Color = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold'
export type Paint = (color: Color, text: string) => string

export const plain: Paint = (_, text) => text

export function colorsFor(output: NodeJS.WritableStream, env: NodeJS.ProcessEnv = process.env): Paint {
  const isTerminal = 'isTTY' in output && output.isTTY === true
  // Any value but an empty one counts: https://no-color.org
  const isRefused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  if (!isTerminal || isRefused) return plain
  return (color, text) => styleText(color, text, { validateStream: false })
}
