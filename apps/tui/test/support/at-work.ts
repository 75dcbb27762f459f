/** A player on a scene, on the scene's clock: what a test does and then looks at. */
import type { KeyName } from '../../src/model/dashboard.ts'
import { Player, type PlayerOptions } from '../../src/player.ts'
import { lineText } from '../../src/view/line.ts'
import { type Size, screen } from '../../src/view/screen.ts'
import { Scene, type SceneOptions } from './scene.ts'

export class AtWork {
  readonly scene: Scene
  readonly player: Player

  constructor(options: SceneOptions & PlayerOptions = {}) {
    this.scene = new Scene(options)
    this.player = new Player(this.scene.source, { ...options, clock: () => this.scene.nowMs })
    this.player.start()
  }

  /** Has the scene do something, then looks at it. */
  play(act: (scene: Scene) => unknown): this {
    act(this.scene)
    this.player.tick()
    return this
  }

  watch(ms: number): this {
    return this.play((scene) => scene.watch(ms))
  }

  press(...keys: readonly KeyName[]): this {
    for (const key of keys) this.player.press(key)
    return this
  }

  type(text: string): this {
    const names: Readonly<Record<string, string>> = { ' ': 'space', '\r': 'enter' }
    return this.press(...[...text].map((character) => names[character] ?? character))
  }

  /** What happened, newest first. */
  get story(): readonly string[] {
    return this.player.dashboard.ensemble.story.entries.map(({ text }) => text)
  }

  /** The rows on the screen. */
  rows(size: Size = { columns: 80, rows: 24 }): readonly string[] {
    return screen(this.player.dashboard, size).map((line) => lineText(line).trimEnd())
  }

  get text(): string {
    return this.rows().join('\n')
  }
}
