/** The screens in the docs are what the dashboard draws today. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { allFiles, ROOT, read } from './tidy/repository.ts'

test('every screen in the docs is current', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/dashboard-screens.mjs', '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

test('no page shows a screen that the script does not look after', () => {
  const marked = allFiles().filter((path) => path.endsWith('.md') && /^<!-- screen: /m.test(read(path)))
  expect(marked.toSorted()).toEqual(
    ['README.md', 'apps/tui/README.md', 'docs/dashboard.md'].filter((path) => marked.includes(path)),
  )
  expect(marked).toContain('docs/dashboard.md')
})
