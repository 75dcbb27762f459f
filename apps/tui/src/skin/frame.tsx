/** Rows of toned text as Ink elements: one text per row, which costs Ink far less than a box per cell. */
import { Box, Text } from 'ink'
import { memo, type ReactElement } from 'react'
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

type RowProps = { readonly line: Line; readonly colors: boolean }

/** Most rows stay as they are from frame to frame, and cost nothing then. */
const Row = memo(
  ({ line, colors }: RowProps): ReactElement => {
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
  },
  (a, b) => a.colors === b.colors && sameLine(a.line, b.line),
)

function sameLine(a: Line, b: Line): boolean {
  return a === b || (a.length === b.length && a.every(({ text, tone }, i) => text === b[i]?.text && tone === b[i].tone))
}

/** A row is what stands at its place: the place is its key. */
function numbered<T>(items: readonly T[]): readonly { readonly number: number; readonly line: T }[] {
  return items.map((line, number) => ({ number, line }))
}
