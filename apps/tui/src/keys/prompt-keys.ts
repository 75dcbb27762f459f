/** Keys while something is open at the bottom: a line to type, a question, a menu. It gets every key. */
import {
  type Dashboard,
  type KeyName,
  type LinePrompt,
  type Menu,
  only,
  type Pressed,
  say,
  withScreen,
} from '../model/dashboard.ts'

export function pressInPrompt(dashboard: Dashboard, key: KeyName): Pressed {
  const { prompt } = dashboard.screen
  switch (prompt?.type) {
    case 'line':
      return pressInLine(dashboard, prompt, key)
    case 'question':
      if (key === 'y' || key === 'enter') return prompt.yes(closed(dashboard))
      return only(key === 'n' || key === 'escape' || key === 'q' ? closed(dashboard) : dashboard)
    case 'menu':
      return pressInMenu(dashboard, prompt, key)
    case undefined:
      return only(dashboard)
  }
}

function pressInMenu(dashboard: Dashboard, menu: Menu, key: KeyName): Pressed {
  const item = key === 'enter' ? menu.items[menu.chosen] : menu.items.find((one) => one.key === key)
  if (item !== undefined) return item.pick(closed(dashboard))
  const by = key === 'up' ? -1 : key === 'down' ? 1 : 0
  if (by === 0) return only(key === 'escape' || key === 'q' || key === 'x' ? closed(dashboard) : dashboard)
  const chosen = (menu.chosen + by + menu.items.length) % Math.max(1, menu.items.length)
  return only(withScreen(dashboard, { prompt: { ...menu, chosen } }))
}

function pressInLine(dashboard: Dashboard, line: LinePrompt, key: KeyName): Pressed {
  const { text } = line
  switch (key) {
    case 'enter':
      return line.done(closed(dashboard), text)
    case 'escape':
    case 'ctrl-c':
      return only(escaped(dashboard, line))
    case 'tab':
      return only(completed(dashboard, line))
    case 'up':
    case 'down':
      return only(recalled(dashboard, line, key === 'up'))
    case 'backspace':
      // What was opened by one key is closed by taking it back.
      return only(text === '' ? escaped(dashboard, line) : edited(dashboard, line))
    default: {
      const next = afterKey(line, key)
      return only(next === line ? dashboard : changed(dashboard, next))
    }
  }
}

/** Takes away the character before the cursor. */
function edited(dashboard: Dashboard, line: LinePrompt): Dashboard {
  const characters = [...line.text]
  if (line.at === 0) return dashboard
  characters.splice(line.at - 1, 1)
  return changed(dashboard, { ...line, text: characters.join(''), at: line.at - 1 })
}

function afterKey(line: LinePrompt, key: KeyName): LinePrompt {
  const characters = [...line.text]
  const { at } = line
  switch (key) {
    case 'left':
      return { ...line, at: Math.max(0, at - 1) }
    case 'right':
      return { ...line, at: Math.min(characters.length, at + 1) }
    case 'home':
    case 'ctrl-a':
      return { ...line, at: 0 }
    case 'end':
    case 'ctrl-e':
      return { ...line, at: characters.length }
    case 'delete':
      characters.splice(at, 1)
      return { ...line, text: characters.join('') }
    case 'ctrl-u':
      return { ...line, text: characters.slice(at).join(''), at: 0 }
    case 'ctrl-k':
      return { ...line, text: characters.slice(0, at).join('') }
    case 'ctrl-w': {
      const kept = characters
        .slice(0, at)
        .join('')
        .replace(/\S+\s*$/, '')
      return { ...line, text: kept + characters.slice(at).join(''), at: [...kept].length }
    }
    default: {
      const typed = key === 'space' ? ' ' : key
      if ([...typed].length !== 1) return line
      characters.splice(at, 0, typed)
      return { ...line, text: characters.join(''), at: at + 1 }
    }
  }
}

function changed(dashboard: Dashboard, line: LinePrompt): Dashboard {
  const next = withScreen(dashboard, { prompt: line, message: undefined })
  return line.changed?.(next, line.text) ?? next
}

function completed(dashboard: Dashboard, line: LinePrompt): Dashboard {
  const completion = line.complete?.(dashboard, line.text)
  if (completion === undefined) return dashboard
  const { text, choices } = completion
  const next = changed(dashboard, { ...line, text, at: [...text].length })
  return choices.length === 0 ? next : say(next, choices.join('  '), 'quiet')
}

function recalled(dashboard: Dashboard, line: LinePrompt, older: boolean): Dashboard {
  const history = line.history ?? []
  const here = history.lastIndexOf(line.text)
  const next = older ? (here < 0 ? history.length : here) - 1 : here < 0 ? history.length : here + 1
  const text = history[next] ?? (older ? line.text : '')
  return changed(dashboard, { ...line, text, at: [...text].length })
}

function escaped(dashboard: Dashboard, line: LinePrompt): Dashboard {
  const next = closed(dashboard)
  return line.escaped?.(next) ?? next
}

function closed(dashboard: Dashboard): Dashboard {
  return withScreen(dashboard, { prompt: undefined, message: undefined })
}
