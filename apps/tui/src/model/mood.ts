/** Whether a sentence is good news. Every mood is a tone too. */
export type Mood = 'plain' | 'quiet' | 'good' | 'warn' | 'bad'
