"""
What the clients of a run asked, were told and saw, one JSON object per line. Names and shapes are those of the
simulator's clients (packages/sim/src/clients: operation.ts and sight.ts), so that one set of checkers can read both;
session ids are hexadecimal text, data is text, times are microseconds of the monotonic clock.
"""
