/** What every list remembers. */

/** `chosen`: index of a row, of those the filter lets through. */
export type ListState = { readonly filter: string; readonly chosen: number }

export const NEW_LIST: ListState = { filter: '', chosen: 0 }
