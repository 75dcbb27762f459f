import { defineConfig, type Options } from 'tsup'

const config: Options = {
  entry: ['src/index.ts', 'src/command/worker.ts'],
  format: 'esm',
  dts: { entry: 'src/index.ts' },
  clean: true,
}

export default defineConfig(config)
