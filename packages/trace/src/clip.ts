/** Texts of clients may be as long as a frame; a trace shows how they begin. */

const LENGTH_MAX = 400

export function clip(text: string): string {
  return text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX - 1)}…` : text
}
