#!/usr/bin/env node
/**
 * Apache ZooKeeper as Debian packages it (`apt install zookeeper`), three peers on loopback, data on disk, to be measured
 * beside Quoll: says where clients connect once it serves, and stays until Ctrl-C. Heap and log level are upstream's
 * defaults; what differs from them is written below.
 *
 *     scripts/zookeeper-ensemble.mjs [first client port]
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const PEERS = [1, 2, 3]
const JARS = ['zookeeper', 'slf4j-log4j12', 'log4j-1.2'].map((name) => `/usr/share/java/${name}.jar`)
const PATIENCE_MS = 60_000
const firstPort = Number(process.argv[2] ?? 22181)
const clientPort = (id) => firstPort + id - 1
const root = mkdtempSync(join(tmpdir(), 'zookeeper-ensemble-'))

function writeConfig(id) {
  const directory = join(root, String(id))
  mkdirSync(join(directory, 'data'), { recursive: true })
  writeFileSync(join(directory, 'data', 'myid'), `${id}\n`)
  const others = PEERS.map((peer) => `server.${peer}=127.0.0.1:${clientPort(peer) + 100}:${clientPort(peer) + 200}`)
  const config = [
    'tickTime=2000',
    'initLimit=10',
    'syncLimit=5',
    `dataDir=${join(directory, 'data')}`,
    `clientPort=${clientPort(id)}`,
    'clientPortAddress=127.0.0.1',
    // Thousands of clients come from one address; `srvr` is asked; nobody needs the web page.
    'maxClientCnxns=0',
    '4lw.commands.whitelist=*',
    'admin.enableServer=false',
    ...others,
  ]
  writeFileSync(join(directory, 'zoo.cfg'), `${config.join('\n')}\n`)
  writeFileSync(
    join(directory, 'log4j.properties'),
    [
      'log4j.rootLogger=INFO, F',
      'log4j.appender.F=org.apache.log4j.FileAppender',
      `log4j.appender.F.File=${join(directory, 'zookeeper.log')}`,
      'log4j.appender.F.layout=org.apache.log4j.PatternLayout',
      'log4j.appender.F.layout.ConversionPattern=%d{ISO8601} - %-5p [%t:%C{1}@%L] - %m%n\n',
    ].join('\n'),
  )
  return directory
}

function startPeer(id) {
  const directory = writeConfig(id)
  const main = 'org.apache.zookeeper.server.quorum.QuorumPeerMain'
  const classpath = [directory, ...JARS].join(':')
  const options = ['-Xmx1000m', '-Dzookeeper.jmx.log4j.disable=true', '-cp', classpath]
  return spawn('java', [...options, main, join(directory, 'zoo.cfg')], { stdio: 'ignore', detached: true })
}

/** What a peer says it is doing; undefined while it does not serve. */
function modeOf(id) {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect({ host: '127.0.0.1', port: clientPort(id), timeout: 1000 }, () => socket.write('srvr'))
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('timeout', () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => resolve(/^Mode: (\w+)$/m.exec(text)?.[1]))
  })
}

async function untilServing() {
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    const modes = await Promise.all(PEERS.map(modeOf))
    if (modes.every((mode) => mode !== undefined)) return true
    await sleep(200)
  }
  return false
}

const missing = JARS.filter((jar) => !existsSync(jar))
if (missing.length > 0) {
  console.error(`${missing.join(', ')} not found. On Debian or Ubuntu: apt install zookeeper`)
  process.exit(1)
}
const peers = PEERS.map(startPeer)
for (const peer of peers) peer.on('error', (error) => console.error(error.message))
const stop = () => {
  for (const peer of peers) peer.kill('SIGKILL')
  rmSync(root, { recursive: true, force: true })
  process.exit()
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
if (await untilServing()) console.log(PEERS.map((id) => `127.0.0.1:${clientPort(id)}`).join(','))
else {
  console.error(`ZooKeeper does not serve after ${PATIENCE_MS / 1000} s`)
  process.exitCode = 1
  stop()
}
