import { defineConfig } from 'vitest/config'

// Tests run on the sources of every package: the `source` condition of their exports, no build needed.
export default defineConfig({
  ssr: { resolve: { conditions: ['source'] } },
  resolve: { conditions: ['source'] },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.{ts,tsx}', 'test/*.test.ts'],
    passWithNoTests: false,
  },
})
