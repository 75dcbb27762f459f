/** `wchs`, `wchc` and `wchp`: who watches what. As in ZooKeeper, watches for children only are not among them. */
import type { ServerFacts, WatchFacts } from './facts.ts'
import { hex } from './sessions.ts'

/** Lines of the long answers: a monitor that asks for all watches of a large ensemble must not hold up its clients. */
const LINES_MAX = 100_000

export function wchs({ details }: ServerFacts): string {
  const sessions = new Set<bigint>()
  const paths = new Set<string>()
  let total = 0
  for (const { path, session } of details.watches()) {
    sessions.add(session)
    paths.add(path)
    total++
  }
  return `${sessions.size} connections watching ${paths.size} paths\nTotal watches:${total}\n`
}

export function wchc({ details }: ServerFacts): string {
  return grouped(details.watches(), ({ path, session }) => [hex(session), path])
}

export function wchp({ details }: ServerFacts): string {
  return grouped(details.watches(), ({ path, session }) => [path, hex(session)])
}

function grouped(
  watches: Iterable<WatchFacts>,
  keyAndMember: (watch: WatchFacts) => [key: string, member: string],
): string {
  const groups = new Map<string, Set<string>>()
  let lines = 0
  for (const watch of watches) {
    if (++lines > LINES_MAX) break
    const [key, member] = keyAndMember(watch)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, new Set([member]))
    else group.add(member)
  }
  const text = [...groups].map(([key, members]) => `${key}\n${[...members].map((member) => `\t${member}\n`).join('')}`)
  return `${text.join('')}\n`
}
