/**
 * Our version in the form that clients take apart: kazoo reads the digits in front of the first `-`, go-zookeeper wants one word
 * and then a date. The digits say whose protocol we speak, for clients that choose their features by it; the rest says who we are.
 */

/** The ZooKeeper whose protocol and operations we serve. */
const SERVED_VERSION = '3.9.3'

/** `3.9.3-quoll-0.1.0, built on 2026-02-11 20:15 UTC` */
export function versionText({ version, builtOn }: { readonly version: string; readonly builtOn: Date }): string {
  const [date, time] = builtOn.toISOString().split('T')
  return `${SERVED_VERSION}-quoll-${version}, built on ${date} ${time?.slice(0, 5)} UTC`
}
