import { defineConfig } from 'vitest/config'

// Tests run on the sources of every package: the `source` condition of their exports, no build needed.
const config: ReturnType<typeof defineConfig> = defineConfig({
  ssr: { resolve: { conditions: ['source'] } },
  resolve: { conditions: ['source'] },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.{ts,tsx}', 'test/*.test.ts'],
    passWithNoTests: false,
    // Many start real processes, and a machine may be busy: how fast things are is for benchmarks to say.
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})

export default config
