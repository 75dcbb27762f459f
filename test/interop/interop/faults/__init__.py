"""Clients at work while peers are killed, frozen, cut off and started again; and what must be true afterwards."""
