/**
 * Puts the screens of the dashboard into the pages that show them. A screen is a frame that the dashboard's tests draw from its
 * model and hold current (apps/tui/test/frames); a page says which one with a comment before a text block:
 *
 *     <!-- screen: leader-replaced-80x24 -->
 *
 * node scripts/dashboard-screens.mjs           writes the pages and the pictures again
 * node scripts/dashboard-screens.mjs --check   says which of them are old, and ends with 1 if any is
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FRAMES = 'apps/tui/test/frames'
const PAGES = ['README.md', 'docs/dashboard.md', 'apps/tui/README.md']
/** Made from frames in colour. */
const PICTURES = {
  'docs/images/dashboard.svg': {
    frame: 'leader-replaced-80x24.colors',
    label: 'The dashboard of Quoll after its leader was killed',
  },
  'docs/images/election.svg': {
    frame: 'election-deposed-leader-120x40.colors',
    label: 'An election drawn by the dashboard: a lane a peer, phases as stretches, messages as arrows',
  },
}

const BLOCK = /(<!-- screen: (\S+) -->\n+```text\n)[\s\S]*?(```)/g

/** Cells of a monospaced font of 14 pixels. */
const CELL = { width: 8.43, height: 18 }
const MARGIN = 16
const BACK = '#16181d'
const FRONT = '#d4d7dd'
/** The sixteen colours, by their codes, as a picture needs them. */
const COLORS = {
  31: '#e5534b',
  32: '#57ab5a',
  33: '#c69026',
  34: '#539bf5',
  35: '#b083f0',
  36: '#39c5cf',
  37: '#d4d7dd',
  90: '#768390',
}
const DIM = '#8b93a1'

function read(path) {
  return readFileSync(join(ROOT, path), 'utf8')
}

function pageWithScreens(text) {
  return text.replace(BLOCK, (_, before, name, after) => before + read(`${FRAMES}/${name}.txt`) + after)
}

/** A frame in which looks stand as ‹32›, row by row as runs of text that look the same. */
function runsOf(row) {
  const runs = []
  let look = { color: undefined, bold: false, dim: false, inverse: false }
  for (const part of row.split(/(‹[\d;]*›)/)) {
    const code = /^‹([\d;]*)›$/.exec(part)?.[1]
    if (code === undefined) {
      if (part !== '') runs.push({ text: part, ...look })
      continue
    }
    for (const one of code.split(';').map(Number)) look = lookAfter(look, one)
  }
  return runs
}

function lookAfter(look, code) {
  if (code === 0) return { color: undefined, bold: false, dim: false, inverse: false }
  if (code === 1) return { ...look, bold: true }
  if (code === 2) return { ...look, dim: true }
  if (code === 22) return { ...look, bold: false, dim: false }
  if (code === 7 || code === 27) return { ...look, inverse: code === 7 }
  if (code === 39) return { ...look, color: undefined }
  return { ...look, color: COLORS[code] ?? look.color }
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Spaces at the ends are room, not text; those within must not be run together. */
function runAsSvg({ text, color, bold, dim, inverse }, column, y) {
  const words = text.trim()
  if (words === '') return ''
  const fill = inverse ? BACK : (color ?? (dim ? DIM : FRONT))
  const x = (MARGIN + (column + text.indexOf(words)) * CELL.width).toFixed(2)
  const width = ([...words].length * CELL.width).toFixed(2)
  const weight = bold ? ' font-weight="bold"' : ''
  const behind = inverse
    ? `<rect x="${x}" y="${y + 5 - CELL.height}" width="${width}" height="${CELL.height}" fill="${color ?? FRONT}"/>`
    : ''
  const shown = escaped(words).replaceAll(' ', '\u00a0')
  return `${behind}<text x="${x}" y="${y}" fill="${fill}"${weight} textLength="${width}" lengthAdjust="spacingAndGlyphs">${shown}</text>`
}

function pictureOf(frame, label) {
  const rows = frame.replace(/\n+$/, '').split('\n')
  const columns = Math.max(80, ...rows.map((row) => [...row.replaceAll(/‹[\d;]*›/g, '')].length))
  const width = Math.ceil(2 * MARGIN + columns * CELL.width)
  const height = 2 * MARGIN + rows.length * CELL.height
  const texts = rows.flatMap((row, i) => {
    let column = 0
    return runsOf(row).map((run) => {
      const text = runAsSvg(run, column, MARGIN + (i + 1) * CELL.height - 5)
      column += [...run.text].length
      return text
    })
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">`,
    `<rect width="100%" height="100%" rx="8" fill="${BACK}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    ...texts.filter(Boolean),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** What each file should hold. */
function wanted() {
  const pages = PAGES.filter((path) => existsSync(join(ROOT, path))).map((path) => [path, pageWithScreens(read(path))])
  const pictures = Object.entries(PICTURES).map(([path, { frame, label }]) => [
    path,
    pictureOf(read(`${FRAMES}/${frame}.txt`), label),
  ])
  return [...pages, ...pictures]
}

const old = wanted().filter(([path, text]) => !existsSync(join(ROOT, path)) || read(path) !== text)
if (process.argv.includes('--check')) {
  for (const [path] of old) console.error(`${path} shows old screens: run node scripts/dashboard-screens.mjs`)
  process.exitCode = old.length === 0 ? 0 : 1
} else {
  for (const [path, text] of old) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), text)
    console.log(`${path} written`)
  }
}
