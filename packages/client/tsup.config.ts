import { defineConfig, type Options } from 'tsup'

const config: ReturnType<typeof defineConfig> = defineConfig({
  entry: ['src/index.ts', 'src/portable.ts', 'src/recipes/index.ts', 'src/testing/index.ts'],
  format: 'esm',
  dts: true,
  clean: true,
} satisfies Options)

export default config
