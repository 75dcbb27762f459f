/** What the doctor says: what is not well first explained, everything grouped by what was looked at. */
import { count, terminalWidth, wantsColours, wrapped } from '../table.ts'
import { AREAS, type Finding, type Grade } from './finding.ts'

/** Of the JSON. Fields may come; one changes its meaning only with the version. */
export const DOCTOR_JSON_VERSION = 1

const WORDS: Readonly<Record<Grade, string>> = { good: 'ok', note: 'note', warning: 'warning', problem: 'PROBLEM' }
const COLOURS: Readonly<Record<Grade, string>> = { good: '32', note: '36', warning: '33', problem: '31' }
const INDENT = ' '.repeat(11)

export function printFindings(findings: readonly Finding[], json: boolean): void {
  if (json) {
    console.log(JSON.stringify({ version: DOCTOR_JSON_VERSION, ...counts(findings), findings }))
    return
  }
  console.log(findingLines(findings, Math.min(100, terminalWidth()), wantsColours()).join('\n'))
}

export function findingLines(findings: readonly Finding[], width: number, colours: boolean): string[] {
  const lines: string[] = []
  for (const area of AREAS) {
    const ofArea = findings.filter((one) => one.area === area)
    if (ofArea.length === 0) continue
    lines.push(area, ...ofArea.flatMap((one) => linesOf(one, width, colours)), '')
  }
  return [...lines, summary(counts(findings))]
}

/** What is well takes one line less: there is nothing to do. */
function linesOf({ grade, what, means, next }: Finding, width: number, colours: boolean): string[] {
  const word = WORDS[grade].padEnd(7)
  const [first = '', ...rest] = wrapped(what, width - INDENT.length)
  const paragraphs = grade === 'good' ? [means] : [means, next]
  return [
    `  ${colours ? `\u001b[${COLOURS[grade]}m${word}\u001b[0m` : word}  ${first}`,
    ...[...rest, ...paragraphs.flatMap((text) => wrapped(text, width - INDENT.length))].map(
      (line) => `${INDENT}${line}`,
    ),
  ]
}

type Counts = { readonly problems: number; readonly warnings: number }

function counts(findings: readonly Finding[]): Counts {
  const of = (grade: Grade) => findings.filter((one) => one.grade === grade).length
  return { problems: of('problem'), warnings: of('warning') }
}

function summary({ problems, warnings }: Counts): string {
  if (problems + warnings === 0) return 'All is well.'
  return `${count(problems, 'problem')}, ${count(warnings, 'warning')}.`
}
