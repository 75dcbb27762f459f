import { describe, expect, it } from 'vitest'
import { parentPath, treeRows, withAncestors } from '../../../src/views/znodes/rows.ts'
import { newZnodesState, type ZnodesState } from '../../../src/views/znodes/state.ts'

const state: ZnodesState = {
  ...newZnodesState(),
  open: new Set(['/', '/app', '/app/gone']),
  branches: new Map([
    ['/', { type: 'children', names: ['app', 'zookeeper'] }],
    ['/app', { type: 'children', names: ['a', 'gone'] }],
    ['/app/gone', { type: 'trouble', text: 'there is no such znode' }],
    ['/folded', { type: 'children', names: ['never shown'] }],
  ]),
}

describe('the rows of a tree', () => {
  it('are what is unfolded, in order, with what is known of each', () => {
    const rows = treeRows(state).map(({ path, depth, children, trouble }) => [path, depth, children, trouble])
    expect(rows).toEqual([
      ['/', 0, 2, undefined],
      ['/app', 1, 2, undefined],
      ['/app/a', 2, undefined, undefined],
      ['/app/gone', 2, undefined, 'there is no such znode'],
      ['/zookeeper', 1, undefined, undefined],
    ])
  })

  it('are bounded', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `n${i}`)
    const rows = treeRows({ ...state, branches: new Map([['/', { type: 'children', names }]]) })
    expect(rows).toHaveLength(5_000)
  })
})

it('paths have parents up to the root', () => {
  expect(parentPath('/a/b')).toBe('/a')
  expect(parentPath('/a')).toBe('/')
  expect(withAncestors('/a/b/c')).toEqual(['/', '/a', '/a/b', '/a/b/c'])
  expect(withAncestors('/')).toEqual(['/'])
})
