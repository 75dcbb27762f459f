/** What the help page remembers. */
export type HelpState = { readonly scrolled: number }

export const NEW_HELP: HelpState = { scrolled: 0 }
