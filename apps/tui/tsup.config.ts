import { defineConfig } from 'tsup'

// ESM only: Ink awaits at its top level. Ink and React stay outside, as dependencies do.
const config: ReturnType<typeof defineConfig> = defineConfig({
  entry: ['src/index.ts', 'src/actions.ts'],
  format: 'esm',
  dts: true,
  clean: true,
})

export default config
