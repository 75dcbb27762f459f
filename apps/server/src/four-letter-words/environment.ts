/** `conf`, `envi` and `dirs`: what a peer was told, and where it runs. */
import type { ServerFacts } from './facts.ts'
import { versionText } from './version.ts'

/** The last line of an ensemble's has no line feed, as in ZooKeeper. */
export function conf({ configuration, membership }: ServerFacts): string {
  const lines = configuration.map(([name, value]) => `${name}=${value}\n`).join('')
  return membership === undefined ? lines : `${lines}membership: \n${membership.join('\n')}`
}

/** kazoo reads the version of the server out of this. */
export function envi(facts: ServerFacts): string {
  const lines = facts.environment.map(([name, value]) => `${name}=${value}\n`).join('')
  return `Environment:\nzookeeper.version=${versionText(facts)}\n${lines}`
}

export function dirs({ snapshotBytes, logBytes }: ServerFacts): string {
  return `datadir_size: ${snapshotBytes}\nlogdir_size: ${logBytes}\n`
}
