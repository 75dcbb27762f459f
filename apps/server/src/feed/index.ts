/** The feed, as the rest of the server sees it. Nothing in here imports this file. */
export { Feed, type FeedOptions } from './feed.ts'
