declare const name: unique symbol

/** A number (or string, or bigint) that must not be confused with another of its kind. Costs nothing at run time. */
export type Brand<T, Name extends string> = T & { readonly [name]: Name }
