/** Four-letter words, as the composition of the server sees them. Nothing in here imports this file. */
export type { ConnectionFacts, LeadingFacts, ServerFacts, ServerMode } from './facts.ts'
export { answerFourLetterWords, type FourLetterWordOptions } from './four-letter-words.ts'
export { versionText } from './version.ts'
export { DEFAULT_WHITELIST } from './whitelist.ts'
