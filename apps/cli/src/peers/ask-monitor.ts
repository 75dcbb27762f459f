/** What `mntr` says, by ZooKeeper's AdminServer where that is open: for peers whose list of words is short. */
import type { Address } from './addresses.ts'
import { askPage } from './ask-page.ts'

/** ZooKeeper: admin.serverPort. */
const ADMIN_PORT = 8080

/** The lines of `mntr`; undefined when there is no such page, or it is another peer's. Never rejects. */
export async function askMonitor({ host, port }: Address, patienceMs: number): Promise<string | undefined> {
  const page = (command: string): ReturnType<typeof askPage> =>
    askPage({ host, port: ADMIN_PORT }, `/commands/${command}`, patienceMs)
  // Several peers of one machine cannot share a port: whose page is it?
  if (objectIn((await page('configuration'))?.body)?.['client_port'] !== port) return undefined
  const monitor = objectIn((await page('monitor'))?.body)
  if (monitor === undefined) return undefined
  return Object.entries(monitor)
    .map(([name, value]) => `zk_${name}\t${String(value)}\n`)
    .join('')
}

function objectIn(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
