/** Rows of toned text as Ink elements: one text per row, which costs Ink far less than a box per cell. */
import { Box, Text } from 'ink'
import type { ReactElement } from 'react'
import type { Line } from '../view/line.ts'
import { lookOf } from './colors.ts'

export type FrameProps = { readonly lines: readonly Line[]; readonly colors: boolean }

export function Frame({ lines, colors }: FrameProps): ReactElement {
  return (
    <Box flexDirection="column">
      {numbered(lines).map(({ number, line }) => (
        <Row key={number} line={line} colors={colors} />
      ))}
    </Box>
  )
}

function Row({ line, colors }: { readonly line: Line; readonly colors: boolean }): ReactElement {
  // An empty text would have no height.
  if (line.length === 0) return <Text> </Text>
  return (
    <Text wrap="truncate">
      {numbered(line).map(({ number, line: { text, tone } }) => (
        <Text key={number} {...lookOf(tone, colors)}>
          {text}
        </Text>
      ))}
    </Text>
  )
}

/** A row is what stands at its place: the place is its key. */
function numbered<T>(items: readonly T[]): readonly { readonly number: number; readonly line: T }[] {
  return items.map((line, number) => ({ number, line }))
}
