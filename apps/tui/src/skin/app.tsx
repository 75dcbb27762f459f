/** The thin skin: a frame and a keyboard. */
import { useInput } from 'ink'
import type { ReactElement } from 'react'
import type { KeyName } from '../keys.ts'
import { Frame, type FrameProps } from './frame.tsx'
import { keyName } from './key-name.ts'

export type AppProps = FrameProps & { readonly onKey: (key: KeyName) => void }

export function App({ lines, colors, onKey }: AppProps): ReactElement {
  useInput((input, key) => {
    const name = keyName(input, key)
    if (name !== undefined) onKey(name)
  })
  return <Frame lines={lines} colors={colors} />
}
