/** `quoll explain election`: how votes are compared, and, of an ensemble that runs, why its leader leads. */
import type { PeerStatus } from '@quoll/trace'
import type { ObservedPeer } from '../peers/observe-peer.ts'
import { ensembleReport } from '../status/ensemble-report.ts'

export const ELECTION_TEXT: readonly string[] = [
  'A peer that has no leader looks for one: it proposes itself, and tells the others.',
  '',
  'Of two candidates the better one is',
  '  1. the one with the newer epoch: it took part in the younger reign;',
  '  2. if that is the same, the one with the higher zxid: it knows more of its writes;',
  '  3. if that is the same too, the one with the higher number: somebody has to be.',
  'Every peer changes to the best candidate it hears of. Its round counts how often it',
  'has begun; votes of older rounds are void.',
  '',
  'When a majority is for one candidate, it wins. Because every acknowledged write is on',
  'a majority, and any two majorities share a peer, the winner knows all of them.',
  '',
  'It does not lead yet. It asks a majority to promise a new epoch, so that whoever led',
  'before can do no more (discovery); it brings a majority level with its own history',
  '(synchronization); then the epoch is established and it serves (broadcast).',
  '',
  'A peer that comes back never unseats a leader, however much it knows: it follows. What',
  'it had written and nobody acknowledged is cut off.',
  '',
  'quoll explain election --connect HOSTS says why the present leader leads.',
]

type Told = Pick<PeerStatus, 'id' | 'epoch' | 'story'>
type Seen = Omit<ObservedPeer, 'up' | 'version' | 'connections' | 'znodes' | 'silence' | 'status'> & {
  readonly status: Told | undefined
}

/** Why the leader of these peers leads, as far as they tell. */
export function presentLeaderText(peers: readonly Seen[]): string[] {
  const { leader: address, verdict, epoch, writable } = ensembleReport(peers)
  const leader = peers.find((peer) => peer.address === address)
  if (leader === undefined) return [`${verdict}.`, ...(writable ? [] : whyNobody(peers))]
  const name = leader.status === undefined ? address : `Peer ${leader.status.id}`
  if (leader.mode === 'standalone') return [`${name} is alone: it needs nobody's vote.`]
  if (leader.status === undefined)
    return [
      `${name} leads epoch ${epoch}. ${leader.software === 'zookeeper' ? 'Apache ZooKeeper does' : 'Without its HTTP port a peer does'} not tell why.`,
    ]
  return [
    `${name} leads epoch ${leader.status.epoch}, since:`,
    '',
    ...reign(leader.status.story),
    ...reasonText(leader.status.story),
  ]
}

type Story = Told['story']

/** From the last time it won to where its epoch was established. */
function reign(story: Story): string[] {
  const from = story.findLastIndex(({ text }) => /\bwon round\b/.test(text))
  const own = from < 0 ? [] : story.slice(Math.max(0, from - 1))
  const until = own.findIndex(({ text }) => /is established/.test(text))
  return own
    .slice(0, until < 0 ? 4 : until + 1)
    .map(({ atMs, text }) => `  ${new Date(atMs).toISOString().slice(11, 23)}  ${text}`)
}

/** The rule that decided, spelled out. */
function reasonText(story: Story): string[] {
  const won = story.findLast(({ text }) => /\bwon round\b/.test(text))?.text
  if (won === undefined)
    return ['  That is longer ago than its status page remembers; its log has it: quoll logs --grep "won round".']
  if (won.includes('newer epoch'))
    return ['', 'It had taken part in a younger reign than its rivals (rule 1), so it knew more than they.']
  if (won.includes('longer history')) return ['', 'Of the same reign it knew more writes than its rivals (rule 2).']
  if (won.includes('higher id'))
    return ['', 'Its rivals knew exactly as much; its number is the highest of those that stood (rule 3).']
  return ['', 'Nobody stood against it.']
}

function whyNobody(peers: readonly Seen[]): string[] {
  return peers.flatMap(({ status }) => {
    const newest = status?.story.at(-1)
    return status === undefined || newest === undefined ? [] : [`  peer ${status.id}: ${newest.text}`]
  })
}
