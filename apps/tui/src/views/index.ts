/** Every view, in the order of its digit. */
import type { View } from '../view/view.ts'

export const VIEWS: readonly View[] = []
