/** Four-letter words, as the composition of the server sees them. Nothing in here imports this file. */
export type { ConnectionFacts, DetailFacts, LeadingFacts, ServerFacts, ServerMode } from './facts.ts'
export { answerFourLetterWords, type FourLetterWordOptions, type Resets } from './four-letter-words.ts'
export { versionText } from './version.ts'
export { DEFAULT_WHITELIST } from './whitelist.ts'
