/** The `:` line: opened empty or with something to change, remembered, completed by tab. */
import { type Dashboard, type Pressed, withScreen } from '../model/dashboard.ts'
import { completionOf } from './completion.ts'
import { obey } from './obey.ts'

const REMEMBERED = 50

export function openCommandLine(dashboard: Dashboard, text = ''): Dashboard {
  const { history } = dashboard.screen
  return withScreen(dashboard, {
    prompt: { type: 'line', label: ':', text, at: text.length, history, complete: completionOf, done: entered },
  })
}

function entered(dashboard: Dashboard, text: string): Pressed {
  const line = text.trim()
  if (line === '') return { dashboard, acts: [] }
  const history = [...dashboard.screen.history.filter((old) => old !== line), line].slice(-REMEMBERED)
  return obey(withScreen(dashboard, { history }), line)
}
