/** What a merge did, or would do, in words. */

import { UsageError } from '../../errors.ts'
import type { Arguments, OptionLetter } from '../arguments.ts'
import { type Output, printable } from '../output.ts'
import { isAtomic } from './carry-out.ts'
import { MERGE_RULES, type MergePlan, type MergeRule, type MergeStep } from './merge-plan.ts'

export const MERGE_LETTERS: Readonly<Record<'m' | 'n' | 'e', OptionLetter>> = {
  m: { value: 'rule', long: 'merge', says: 'what is there already: refuse (unless said), keep, overwrite, or mirror' },
  n: { long: 'dry-run', says: 'only says what it would do' },
  e: { says: 'takes ephemeral znodes too, as lasting ones' },
}

/** The fields of the answer. */
export const MERGE_JSON: readonly string[] = [
  'from',
  'to',
  'dryRun',
  'atomic',
  'created',
  'changed',
  'deleted',
  'unchanged',
  'notes',
]

const VERBS: Readonly<Record<MergeStep['type'], string>> = {
  create: 'create',
  set: 'set',
  acl: 'setAcl',
  delete: 'delete',
}

/** @throws UsageError */
export function ruleOf(given: Arguments): MergeRule {
  const text = given.text('m') ?? 'refuse'
  const rule = MERGE_RULES.find((one) => one === text)
  if (rule === undefined) throw new UsageError(`-m takes ${MERGE_RULES.join(', ')}, not "${text}"`)
  return rule
}

export function mergeOutput(
  plan: MergePlan,
  {
    from,
    to,
    dryRun,
    notes,
  }: { readonly from: string; readonly to: string; readonly dryRun: boolean; readonly notes: readonly string[] },
): Output {
  const created = plan.steps.filter((step) => step.type === 'create').length
  const deleted = plan.steps.filter((step) => step.type === 'delete').length
  const changed = new Set(plan.steps.filter(({ type }) => type === 'set' || type === 'acl').map(({ path }) => path))
    .size
  const atomic = isAtomic(plan.steps)
  const counts = `${created} created, ${changed} changed, ${deleted} deleted, ${plan.unchanged} left as they were`
  const words = dryRun ? `would be: ${counts}; ${atomic ? 'in one transaction' : 'in several transactions'}` : counts
  return {
    lines: [
      ...(dryRun ? plan.steps.map((step) => `${VERBS[step.type]} ${printable(step.path)}`) : []),
      words,
      ...notes.map((note) => `note: ${printable(note)}`),
    ],
    json: { from, to, dryRun, atomic, created, changed, deleted, unchanged: plan.unchanged, notes },
  }
}
