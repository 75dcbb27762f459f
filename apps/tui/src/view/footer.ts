/** The bottom of the screen: what is open there, the answer to the last key, and the keys that do something now. */
import { workingBindings } from '../keys/press.ts'
import type { Dashboard, LinePrompt, Menu, Question } from '../model/dashboard.ts'
import { GLYPHS } from './glyphs.ts'
import { cells, clip, fit, type Line, lineText, span, wrap } from './line.ts'

type Key = { readonly shown: string; readonly word: string }

/** Above the keys; nothing while nothing is open and nothing was said. At most `rows` rows. */
export function prompt(dashboard: Dashboard, width: number, rows: number): readonly Line[] {
  const { prompt: open, message } = dashboard.screen
  const said = message === undefined ? [] : wrap(message.text, width - 2).map((row) => [span(` ${row}`, message.tone)])
  switch (open?.type) {
    case 'line':
      return [...said.slice(0, Math.max(0, rows - 1)), lineToType(open, width)]
    case 'question':
      return questionLines(open, width).slice(0, rows)
    case 'menu':
      return menuLines(open, width, rows)
    case undefined:
      return said.slice(0, rows)
  }
}

/** As many keys as there is room for: the way to the others and the way out always. */
export function footer(dashboard: Dashboard, width: number): Line {
  const keys = keysOf(dashboard)
  const last = keys.filter(({ word }) => LAST.has(word))
  let first = keys.filter(({ word }) => !LAST.has(word))
  const all = (): Line =>
    [...first, ...last].flatMap(({ shown, word }, i) => [
      span(`${i === 0 ? ' ' : '  '}${shown}`, 'key'),
      span(` ${word}`, 'quiet'),
    ])
  while (first.length > 0 && cells(lineText(all())) > width - 1) first = first.slice(0, -1)
  return clip(all(), width - 1)
}

const LAST: ReadonlySet<string> = new Set(['help', 'quit'])

function keysOf(dashboard: Dashboard): readonly Key[] {
  const { prompt: open } = dashboard.screen
  switch (open?.type) {
    case 'question':
      return [
        { shown: 'y', word: open.word },
        { shown: 'n', word: 'no' },
      ]
    case 'menu':
      return [
        { shown: `${GLYPHS.up}${GLYPHS.down}`, word: 'choose' },
        { shown: 'enter', word: 'do it' },
        { shown: 'esc', word: 'leave' },
      ]
    case 'line':
      return [
        { shown: 'enter', word: 'do it' },
        ...(open.complete === undefined ? [] : [{ shown: 'tab', word: 'complete' }]),
        { shown: 'esc', word: 'leave' },
      ]
    case undefined:
      return workingBindings(dashboard).filter(({ word }) => word !== '')
  }
}

/** The end of a long line is on show, with the cursor in it. */
function lineToType({ label, text, at }: LinePrompt, width: number): Line {
  const characters = [...text]
  const before = characters.slice(0, at).join('')
  const room = Math.max(1, width - label.length - 4)
  const shown = before.length > room ? before.slice(-room) : before
  const under = characters[at] ?? ' '
  const after = characters.slice(at + 1).join('')
  return clip([span(` ${label}`, 'key'), span(shown), span(under, 'cursor'), span(after)], width - 1)
}

function questionLines({ sentences }: Question, width: number): readonly Line[] {
  return sentences.flatMap((sentence, i) =>
    wrap(sentence, width - 2).map((row) => [span(` ${row}`, i === 0 ? 'warn' : 'plain')]),
  )
}

/** Where there is no room for all items, it moves with the chosen one. */
function menuLines({ title, items, chosen }: Menu, width: number, rows: number): readonly Line[] {
  const widest = items.reduce((most, { word }) => Math.max(most, word.length), 0)
  const lines = items.map(({ key, word, help }, i) =>
    clip(
      [
        span(i === chosen ? ` ${GLYPHS.chosen} ` : '   ', 'strong'),
        span(`${key}  `, 'key'),
        span(fit(word, widest + 2), i === chosen ? 'strong' : 'plain'),
        span(help, 'quiet'),
      ],
      width - 1,
    ),
  )
  const first = Math.max(0, Math.min(chosen - Math.floor((rows - 1) / 2), lines.length - (rows - 1)))
  return [[span(` ${title}`, 'strong')], ...lines.slice(first, first + rows - 1)]
}
