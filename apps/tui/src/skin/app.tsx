/** The thin skin: a frame and a keyboard. */
import { useInput } from 'ink'
import type { ReactElement } from 'react'
import type { KeyName } from '../model/dashboard.ts'
import { Frame, type FrameProps } from './frame.tsx'
import { keyNames } from './key-name.ts'

export type AppProps = FrameProps & { readonly onKey: (key: KeyName) => void }

export function App({ lines, colors, onKey }: AppProps): ReactElement {
  useInput((input, key) => {
    for (const name of keyNames(input, key)) onKey(name)
  })
  return <Frame lines={lines} colors={colors} />
}
