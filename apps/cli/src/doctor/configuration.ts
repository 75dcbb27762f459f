/** The configuration: can a peer start from it, and is it one that survives what it should? */
import { ConfigError, readConfig, type Settings } from '@quoll/server'
import { survivable } from '../explain/majority.ts'
import { type Finding, finding, good } from './finding.ts'

export type CheckedConfiguration = { readonly settings: Settings | undefined; readonly findings: readonly Finding[] }

/** Only what is no error of the configuration is thrown. */
export function checkConfiguration(path: string): CheckedConfiguration {
  try {
    const { settings, warning } = readConfig(path)
    const ignored =
      warning === undefined
        ? []
        : [
            finding(
              'configuration',
              'note',
              warning,
              'A peer starts, and does not do what these lines ask for.',
              'Remove them, or correct how they are written; docs/configuration.md lists what has an effect.',
            ),
          ]
    return { settings, findings: [members(settings), ...ignored] }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const findings = error.problems.map((problem) =>
      finding('configuration', 'problem', problem, error.means, 'Correct it as it says.'),
    )
    return { settings: undefined, findings }
  }
}

function members({ id, members: all }: Settings): Finding {
  const voters = all.filter(({ observer }) => !observer).length
  const observers = all.length - voters
  if (all.length < 2)
    return good(
      'configuration',
      `peer ${id}, alone`,
      'There is no other copy of the data: if its disk dies, all is lost.',
    )
  const who = `peer ${id} of ${voters} voters${observers === 0 ? '' : ` and ${observers} observers`}`
  const { failures } = survivable(voters)
  const spoken = `${failures} of ${voters} voters may fail at once`
  if (voters % 2 === 1 && voters > 1) return good('configuration', who, `${spoken}, and writes go on.`)
  return finding(
    'configuration',
    'note',
    `${who}, an even number`,
    `${spoken}: no more than with ${voters - 1}, and every write needs one more acknowledgement.`,
    `Use ${voters - 1} or ${voters + 1} voters, or make one an observer.`,
  )
}
