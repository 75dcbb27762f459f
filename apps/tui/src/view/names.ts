/** The views by name, in the order of their digits. */
import type { ViewName } from '../model/dashboard.ts'

export const NAMES: readonly ViewName[] = [
  'peers',
  'peer',
  'elections',
  'znodes',
  'sessions',
  'watches',
  'transactions',
  'metrics',
  'help',
]
