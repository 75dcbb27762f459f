/**
 * The same script for zkCli.sh, as Debian packages it, and for ours: the same lines come out. zkCli writes some of them to standard error,
 * so both are taken together, in no order; of ours the two explaining lines below a complaint are left away.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { finished } from '../quoll.ts'
import { startQuollServers, startZooKeeperServers, zooKeeperIsInstalled } from './servers.ts'
import { talk } from './talk.ts'

const PATIENCE_MS = 120_000
const ZKCLI = '/usr/share/zookeeper/bin/zkCli.sh'
const MAIN = fileURLToPath(new URL('../run-from-source.ts', import.meta.url))

const SCRIPT = `create /z "hello world"
create /z again
create /z/json {"a":"b"}
create /z/quoted 'say "x"'
create /z/null
create /z/gone/below x
create -s /z/n- x
create -s -e /z/n- y
create /z/guarded secret world:anyone:r
create /z/n-0000000004/child x
ls /z
ls -R /z
ls /none
get /z
get /z/json
get /z/quoted
get /z/null
get -w /z/json
set /z/json changed
set /z bye -v 0
set /z again -v 0
stat /z
get -s /z
ls -s /z
getEphemerals
getEphemerals /z
getAllChildrenNumber /z
delete /z
delete -v 7 /z/json
delete /z/none
sync /z
getAcl /z
getAcl -s /z
setAcl /z auth::cdrwa
addauth digest ada:secret
whoami
create /z/own x auth::cdrwa
getAcl /z/own
setAcl -s /z/own world:anyone:cdrwa
setquota -n 5 /z
listquota /z
setquota -B 90000 /z
listquota /z
delquota -n /z
listquota /z
delquota /z
listquota /z
addWatch /z
removewatches /z
printwatches
deleteall /z
ls /
quit
`

const isThere = existsSync(ZKCLI) && zooKeeperIsInstalled
const reason = isThere ? '' : ' (not run: Debian package zookeeper is not installed)'

test.runIf(isThere)(
  `zkCli and quoll shell say the same, on Apache ZooKeeper and on Quoll${reason}`,
  async () => {
    const [zooKeeper, quoll] = await Promise.all([startZooKeeperServers(), startQuollServers()])
    try {
      const theirs = await said([ZKCLI, '-server', zooKeeper.hosts])
      expect(theirs).toContain('Created /z')
      const shell = [process.execPath, '--conditions=source', MAIN, 'shell', '-server']
      expect(await said([...shell, zooKeeper.hosts])).toEqual(theirs)
      expect(await said([...shell, quoll.hosts])).toEqual(theirs)
      expect(await said([ZKCLI, '-server', quoll.hosts])).toEqual(theirs)
      await toAndFro(quoll.hosts, zooKeeper.hosts)
    } finally {
      await Promise.all([zooKeeper.stop(), quoll.stop()])
    }
  },
  PATIENCE_MS,
)

/** From one to the other and back: nothing is lost on the way. */
async function toAndFro(quoll: string, zooKeeper: string): Promise<void> {
  await using typed = talk(quoll)
  await typed.line('create /there "a znode"')
  await typed.line('create -x /there/binary 00ff80')
  await typed.line('create /there/read-only x world:anyone:r')
  expect(await typed.line(`cp /there ${zooKeeper}:/there`)).toContain('3 created')
  expect(await typed.line(`cp ${zooKeeper}:/there /back`)).toContain('3 created')
  expect(await typed.line(`diff -a /back ${zooKeeper}:/there`)).toBe('')
  expect(await typed.line('diff -a /there /back')).toBe('')
  await typed.line('set /back changed')
  expect(await typed.line(`diff /back ${zooKeeper}:/there`)).toBe('~ .  "changed" → "a znode"\n')
}

async function said([command = '', ...args]: readonly string[]): Promise<string[]> {
  const child = spawn(command, args, { env: { ...process.env, TZ: 'UTC' } })
  child.stdin.end(SCRIPT)
  const { stdout, stderr } = await finished(child)
  return `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => !isNoise(line))
    .map(withoutNumbers)
    .sort()
}

/** What zkCli says of itself, its logging, and its connection; what ours explains, and how many it deleted; and blank lines. */
function isNoise(line: string): boolean {
  return (
    /^(?:\s*$| {2}|SLF4J|Connecting to|Welcome to ZooKeeper|JLine support|.*state:(?:SyncConnected|Closed) type:None|Deleted 8 znodes$|.*(?:INFO|WARN) |log4j:)/.test(
      line,
    ) || line === 'WATCHER::'
  )
}

function withoutNumbers(line: string): string {
  return line
    .replace(/^([cmp]Zxid = )0x[0-9a-f]+$/, '$1…')
    .replace(/^([cm]time = )\w{3} \w{3} \d\d [\d:]{8} UTC \d{4}$/, '$1…')
}
