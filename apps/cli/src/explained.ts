/** Any error of any command, in its three parts, with the exit code it ends with. */
import { type Explained, explain } from '@quoll/server/errors'
import { Exit } from './errors.ts'

export async function explained(error: unknown): Promise<Explained> {
  // The client is not loaded by every command; its errors say who they are.
  if (!(error instanceof Error) || error.name !== 'ZooKeeperError') return explain(error)
  const { explain: explainAnswer } = await import('./shell/explain.ts')
  const answer = explainAnswer(error)
  return answer === undefined ? explain(error) : { what: error.message, ...answer, exit: Exit.failed }
}
