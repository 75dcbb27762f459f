import { expect, test } from 'vitest'
import { withLongNames } from '../../src/declarations/shell.ts'

test.each([
  [
    ['-server', 'a:1', 'ls', '/'],
    ['--connect', 'a:1', 'ls', '/'],
  ],
  [
    ['-timeout', '5000', '-r', 'get', '-r'],
    ['--timeout', '5000', '--read-only', 'get', '-r'],
  ],
  [
    ['-waitforconnection', '-server', 'a:1'],
    ['--wait-for-connection', '--connect', 'a:1'],
  ],
  [
    ['--json', '--connect', '-server', 'ls'],
    ['--json', '--connect', '-server', 'ls'],
  ],
  [
    ['create', '-server', 'x'],
    ['create', '-server', 'x'],
  ],
  [
    ['--', '-server'],
    ['--', '-server'],
  ],
  [['-server'], ['--connect']],
])('%j is %j', (given, understood) => expect(withLongNames(given)).toEqual(understood))
