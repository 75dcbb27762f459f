/** How to draw, from what the command line and the environment say. */
import { wantsColors } from './colors.ts'

export type Look = {
  readonly colors: boolean
  /** Nothing beyond ASCII. */
  readonly ascii: boolean
  /** Linear text for ears, seldom updated. */
  readonly spoken: boolean
}

export type LookOptions = { readonly ascii?: boolean; readonly colors?: boolean; readonly screenReader?: boolean }

type Environment = Readonly<Record<string, string | undefined>>

/** An option wins over the environment. */
export function lookFrom({ ascii, colors, screenReader }: LookOptions, env: Environment): Look {
  return {
    colors: colors ?? wantsColors(env),
    ascii: ascii ?? isAsciiOnly(env),
    spoken: screenReader ?? env['INK_SCREEN_READER'] === 'true',
  }
}

/** A locale that names another character set, and the console of Linux, whose font has no such blocks. */
function isAsciiOnly({ LC_ALL, LC_CTYPE, LANG, TERM }: Environment): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || ''
  return TERM === 'linux' || (/\./.test(locale) && !/utf-?8/i.test(locale))
}
