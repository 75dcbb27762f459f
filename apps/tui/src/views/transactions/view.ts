/** Transactions: the tail of the log, newest on top, with what was refused and what was left out. */
import type { Dashboard } from '../../model/dashboard.ts'
import { isRefusal, type TxnRow } from '../../model/transactions.ts'
import { clip, EMPTY, type Line, span, wrap } from '../../view/line.ts'
import { listKeys, passes } from '../../view/list-keys.ts'
import { type TableColumn, table } from '../../view/table.ts'
import type { Room, View } from '../../view/view.ts'
import { age, count, plural, printable } from '../../words.ts'

type Row = { readonly txn: TxnRow; readonly ageMs: number }

/** The chosen one in full, below the table. */
const WORDS_ROWS = 2
/** Its time is then shown in whole: an age says little of a log that nobody writes to. */
const WORDS_FROM = 8

const COLUMNS: readonly TableColumn<Row>[] = [
  { title: 'zxid', width: 12, align: 'right', dropped: 0, text: ({ txn }) => txn.zxid },
  { title: 'age', width: 6, align: 'right', dropped: 2, text: ({ ageMs }) => age(ageMs) },
  { title: 'session', width: 18, align: 'left', dropped: 3, text: ({ txn }) => txn.session },
  {
    title: 'operation',
    width: 20,
    align: 'left',
    dropped: 0,
    text: ({ txn }) => txn.operation,
    tone: ({ txn }) => (isRefusal(txn) ? 'bad' : 'plain'),
  },
  {
    title: 'bytes',
    width: 9,
    align: 'right',
    dropped: 1,
    text: ({ txn }) => (txn.bytes === 0 ? '' : count(txn.bytes)),
  },
  { title: 'path', width: 12, grows: true, align: 'left', dropped: 0, text: pathOf },
]

export const TRANSACTIONS_VIEW: View = {
  name: 'transactions',
  title: 'transactions',
  digit: '7',
  wants: ['transactions'],
  lines: page,
  bindings: listKeys('transactions', 'a transaction', (dashboard) => shown(dashboard).length),
}

function page(dashboard: Dashboard, room: Room): readonly Line[] {
  const { rows } = dashboard.ensemble.transactions
  if (rows.length === 0) return nothingYet(room)
  const found = shown(dashboard)
  const { filter, chosen } = dashboard.screen.views.transactions
  const at = Math.min(chosen, found.length - 1)
  const words = room.rows >= WORDS_FROM ? chosenInWords(found[at], room.columns) : []
  const body = table(COLUMNS, found, at, { columns: room.columns, rows: room.rows - 2 - words.length })
  const fill = Array.from({ length: Math.max(0, room.rows - 2 - words.length - body.length) }, () => EMPTY)
  return [[span(`  ${heading(rows, found.length, filter)}`, 'quiet')], EMPTY, ...body, ...fill, ...words].slice(
    0,
    room.rows,
  )
}

function heading(rows: readonly TxnRow[], found: number, filter: string): string {
  const told = plural(rows.length, 'transaction')
  if (filter !== '') return `${count(found)} of the last ${told} have "${printable(filter)}" in them`
  const skipped = rows.reduce((sum, row) => sum + row.skipped, 0)
  const refused = rows.filter(isRefusal).length
  return [
    `the last ${told}, newest on top`,
    ...(refused > 0 ? [`${count(refused)} refused`] : []),
    ...(skipped > 0 ? [`${count(skipped)} between them skipped`] : []),
  ].join(', ')
}

/** Newest first. */
function shown({ ensemble, screen, nowMs }: Dashboard): readonly Row[] {
  const { filter } = screen.views.transactions
  const isWall = ensemble.header.clock === 'wall'
  return ensemble.transactions.rows
    .filter(({ zxid, session, operation, path }) => passes(filter, zxid, session, operation, path))
    .map((txn) => ({ txn, ageMs: nowMs - (isWall ? txn.timeMs : txn.toldMs) }))
    .reverse()
}

function pathOf({ txn: { path, skipped } }: Row): string {
  return skipped > 0 ? `${path}   (${count(skipped)} skipped before it)` : path
}

function chosenInWords(row: Row | undefined, columns: number): readonly Line[] {
  if (row === undefined) return Array.from({ length: WORDS_ROWS }, () => EMPTY)
  const { zxid, session, operation, path, bytes, skipped } = row.txn
  const what = isRefusal(row.txn)
    ? `${operation}: it has its place in the log, and changed nothing`
    : `${operation} ${path}${bytes > 0 ? `, ${plural(bytes, 'byte')} of data` : ''}`
  const before = skipped > 0 ? `; ${plural(skipped, 'transaction')} before it, nobody told which` : ''
  const parts = wrap(`${zxid} by session ${session}: ${what}${before}`, columns - 4)
  return Array.from({ length: WORDS_ROWS }, (_, i): Line => {
    const text = i === WORDS_ROWS - 1 ? parts.slice(i).join(' ') : (parts[i] ?? '')
    return clip([span(`  ${text}`, 'strong')], columns - 1)
  })
}

function nothingYet({ columns }: Room): readonly Line[] {
  const text = 'No transaction was told of yet. Every write is one, and so are a session that begins and one that ends.'
  return [EMPTY, ...wrap(text, columns - 4).map((row): Line => [span(`  ${row}`, 'quiet')])]
}
