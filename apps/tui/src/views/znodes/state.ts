/** What the view of the tree remembers: what is unfolded, what was fetched, and how data is shown. */
import type { ZnodeContent } from '../../source.ts'

export type ZnodesState = {
  /** A path. */
  readonly chosen: string
  readonly open: ReadonlySet<string>
  /** Names of children, sorted, of every path that was unfolded; a sentence where they could not be had. */
  readonly branches: ReadonlyMap<string, Branch>
  readonly content: Content | undefined
  readonly form: DataForm
  /** Rows of data scrolled past. */
  readonly scrolled: number
}

export type Branch =
  | { readonly type: 'children'; readonly names: readonly string[] }
  | { readonly type: 'trouble'; readonly text: string }

/** Of the chosen znode, once it is there. */
export type Content =
  | { readonly type: 'read'; readonly path: string; readonly znode: ZnodeContent }
  | { readonly type: 'trouble'; readonly path: string; readonly text: string }

/** `auto`: JSON where it is JSON, else text where it is text, else bytes. */
export type DataForm = 'auto' | 'text' | 'json' | 'hex'

export const DATA_FORMS: readonly DataForm[] = ['auto', 'text', 'json', 'hex']

export function newZnodesState(): ZnodesState {
  return {
    chosen: '/',
    open: new Set(['/']),
    branches: new Map(),
    content: undefined,
    form: 'auto',
    scrolled: 0,
  }
}
