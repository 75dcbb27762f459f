/**
 * Plays a source: takes its records into a timeline, lets time pass as fast as asked, and keeps one dashboard up to date.
 * Keys come in, what they ask of the world is carried out, whoever draws is told.
 */
import type { Action } from './control.ts'
import { press } from './keys/press.ts'
import { type Act, type Dashboard, type KeyName, type Message, type Move, say, type World } from './model/dashboard.ts'
import { newDashboard } from './model/new-dashboard.ts'
import type { Detail, EnsembleSource } from './source.ts'
import { RECORDS_KEPT, Timeline } from './timeline.ts'
import type { Attendant } from './view/view.ts'
import { VIEWS } from './views/index.ts'
import { printable } from './words.ts'

export type PlayerOptions = {
  readonly readonly?: boolean
  /** Real time, Unix milliseconds. */
  readonly clock?: () => number
  readonly kept?: number
}

/** Time goes on at least so often while it plays. */
const TICK_MS = 50
/** Ages grow while nothing comes. */
const CLOCK_MS = 500
const SPEED_MAX = 64
const SPEED_MIN = 1 / 16
/** How far a simulation runs ahead to find the next election, in simulated milliseconds and in pieces of. */
const SEARCH_MS = 120_000
const PIECE_MS = 100
/** Things that may happen in a simulation without any being worth telling. */
const STEPS_MAX = 10_000

export class Player {
  readonly #source: EnsembleSource
  readonly #clock: () => number
  readonly #timeline: Timeline
  readonly #ended = new AbortController()
  readonly #world: World
  #attendants: readonly Attendant[] = []
  #dashboard: Dashboard
  #wanted = ''
  #timer: NodeJS.Timeout | undefined
  #lastTickMs: number
  /** Until when a simulation has run, on the clock of the trace. */
  #ranToMs: number
  #quit: () => void = () => {}
  /** Called after every change; `pressed`: it answers a key. */
  onChange: (dashboard: Dashboard, pressed: boolean) => void = () => {}

  constructor(source: EnsembleSource, { readonly = false, clock = Date.now, kept = RECORDS_KEPT }: PlayerOptions = {}) {
    this.#source = source
    this.#clock = clock
    this.#timeline = new Timeline(source.header, kept)
    this.#dashboard = newDashboard(source, readonly)
    this.#lastTickMs = clock()
    this.#ranToMs = source.header.atMs
    this.#world = {
      source,
      signal: this.#ended.signal,
      change: (change) => {
        if (this.#ended.signal.aborted) return
        this.#dashboard = change(this.#dashboard)
        this.#changed(false)
      },
    }
  }

  get dashboard(): Dashboard {
    return this.#dashboard
  }

  /** Until somebody quits, or the signal aborts. */
  async run(signal?: AbortSignal): Promise<void> {
    const over = new Promise<void>((resolve) => {
      this.#quit = resolve
    })
    if (signal?.aborted) return
    signal?.addEventListener('abort', this.#quit, { once: true })
    try {
      this.start()
      this.#timer = setInterval(() => this.tick(), this.#dashboard.playback.kind === 'live' ? CLOCK_MS : TICK_MS)
      await over
    } finally {
      signal?.removeEventListener('abort', this.#quit)
      this.stop()
    }
  }

  /** Without a clock of its own: whoever calls this calls `tick` too. */
  start(): void {
    this.#attendants = VIEWS.flatMap((view) => view.attend?.(this.#world) ?? [])
    const follow = this.#source.kind === 'live'
    let begun = false
    this.#source.start((record) => {
      this.#timeline.push(record, follow && this.#dashboard.playback.mode === 'following')
      if (begun && follow) this.#changed(false)
    })
    begun = true
    this.#changed(false)
  }

  stop(): void {
    clearInterval(this.#timer)
    for (const attendant of this.#attendants) attendant.close()
    this.#ended.abort()
    this.#source.stop()
  }

  quit(): void {
    this.#quit()
  }

  press(key: KeyName): void {
    const { dashboard, acts } = press(this.#dashboard, key)
    this.#dashboard = dashboard
    for (const act of acts) this.#carryOut(act)
    this.#changed(true)
  }

  /** Lets time pass since the last call. */
  tick(): void {
    const nowMs = this.#clock()
    const passedMs = Math.max(0, nowMs - this.#lastTickMs)
    this.#lastTickMs = nowMs
    const { playback } = this.#dashboard
    if (playback.mode === 'playing') this.#play(passedMs * playback.speed)
    if (playback.mode !== 'paused') this.#changed(false)
  }

  #play(ms: number): void {
    const { kind } = this.#dashboard.playback
    const untilMs = this.#dashboard.nowMs + ms
    this.#timeline.moveToMoment(untilMs)
    if (this.#timeline.atEnd) {
      this.#runEngine(untilMs)
      this.#timeline.moveTo(this.#timeline.known)
    }
    if (!this.#timeline.atEnd || kind === 'simulated') return this.#show(untilMs, 'playing')
    if (kind === 'live') return this.#show(undefined, 'following')
    this.#show(this.#timeline.endMs, 'paused')
    this.#say({ text: 'the recording ends here', tone: 'quiet' })
  }

  #carryOut(act: Act): void {
    switch (act.type) {
      case 'quit':
        return this.quit()
      case 'perform':
        return this.#perform(act.action)
      case 'playback':
        return this.#move(act.move)
      case 'work':
        act.work(this.#world).catch((error: unknown) => this.#complain(error))
    }
  }

  #perform(action: Action): void {
    const { control } = this.#source
    if (control === undefined) return
    control.perform(action).then(
      () => this.#changed(false),
      (error: unknown) => this.#complain(error),
    )
  }

  #complain(error: unknown): void {
    if (this.#ended.signal.aborted) return
    this.#say({ text: printable(error instanceof Error ? error.message : String(error)), tone: 'bad' })
    this.#changed(false)
  }

  #move(move: Move): void {
    const timeline = this.#timeline
    switch (move.type) {
      case 'toggle':
        return this.#toggle()
      case 'speed':
        return this.#changeSpeed(move.faster)
      case 'newest':
        timeline.moveTo(timeline.known)
        return this.#source.kind === 'live' ? this.#show(undefined, 'following') : this.#show(timeline.endMs, 'paused')
      case 'oldest':
        timeline.moveTo(0)
        return this.#show(timeline.beginMs, 'paused')
      case 'moment':
        timeline.moveToMoment(move.atMs)
        return this.#show(Math.min(Math.max(move.atMs, timeline.beginMs), timeline.endMs), 'paused')
      case 'step':
        if (!timeline.step(move.back) && (move.back || !this.#stepEngine()))
          this.#say({ text: move.back ? 'this is where it begins' : 'nothing has happened since', tone: 'quiet' })
        return this.#show(timeline.shown.atMs, 'paused')
      case 'election':
        if (!timeline.stepElection(move.back) && (move.back || !this.#searchElection()))
          this.#say({
            text: move.back ? 'no election before this moment' : 'no election after this moment',
            tone: 'quiet',
          })
        return this.#show(timeline.shown.atMs, 'paused')
    }
  }

  #toggle(): void {
    const { mode, kind } = this.#dashboard.playback
    if (mode !== 'paused') return this.#show(this.#dashboard.nowMs, 'paused')
    const again = kind === 'recorded' && this.#timeline.atEnd
    if (again) this.#timeline.moveTo(0)
    this.#show(again ? this.#timeline.beginMs : this.#dashboard.nowMs, 'playing')
  }

  #changeSpeed(faster: boolean): void {
    const { playback } = this.#dashboard
    const speed = Math.min(SPEED_MAX, Math.max(SPEED_MIN, faster ? playback.speed * 2 : playback.speed / 2))
    this.#dashboard = { ...this.#dashboard, playback: { ...playback, speed } }
  }

  /** Lets a simulation reach that moment. */
  #runEngine(untilMs: number): void {
    this.#ranToMs = Math.max(this.#ranToMs, this.#timeline.endMs)
    if (this.#source.engine === undefined || untilMs <= this.#ranToMs) return
    this.#source.engine.run(untilMs - this.#ranToMs)
    this.#ranToMs = untilMs
  }

  /** Of a simulation: until something is worth telling. */
  #stepEngine(): boolean {
    const { engine } = this.#source
    if (engine === undefined) return false
    for (let steps = 0; steps < STEPS_MAX && engine.step(); steps++) if (this.#timeline.step(false)) return true
    return false
  }

  #searchElection(): boolean {
    if (this.#source.engine === undefined) return false
    for (let ms = 0; ms < SEARCH_MS; ms += PIECE_MS) {
      this.#runEngine(Math.max(this.#ranToMs, this.#timeline.endMs) + PIECE_MS)
      if (this.#timeline.stepElection(false)) return true
    }
    this.#timeline.moveTo(this.#timeline.known)
    return false
  }

  /** `atMs` undefined: now. */
  #show(atMs: number | undefined, mode: Dashboard['playback']['mode']): void {
    const { playback } = this.#dashboard
    const nowMs = atMs ?? this.#liveMs()
    this.#dashboard = { ...this.#dashboard, nowMs, playback: { ...playback, mode } }
  }

  #say(message: Message): void {
    this.#dashboard = say(this.#dashboard, message.text, message.tone)
  }

  /** A peer's clock may be a little ahead of ours. */
  #liveMs(): number {
    return Math.max(this.#clock(), this.#timeline.endMs)
  }

  #changed(pressed: boolean): void {
    if (this.#ended.signal.aborted) return
    const timeline = this.#timeline
    const { playback, powers } = this.#dashboard
    const { control } = this.#source
    this.#dashboard = {
      ...this.#dashboard,
      ensemble: timeline.shown,
      nowMs: playback.mode === 'following' ? this.#liveMs() : this.#dashboard.nowMs,
      playback: {
        ...playback,
        taken: timeline.taken,
        known: timeline.known,
        beginMs: timeline.beginMs,
        endMs: timeline.endMs,
      },
      powers: { ...powers, faults: control?.faults() ?? [] },
    }
    this.#want()
    for (const attendant of this.#attendants) attendant.see(this.#dashboard)
    this.onChange(this.#dashboard, pressed)
  }

  #want(): void {
    const { view } = this.#dashboard.screen
    const details: readonly Detail[] = VIEWS.find(({ name }) => name === view)?.wants ?? []
    if (details.join() === this.#wanted) return
    this.#wanted = details.join()
    this.#source.want?.(new Set(details))
  }
}
