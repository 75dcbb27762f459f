"""Quoll seen from outside: stock ZooKeeper clients, hand-made frames and real faults against a running ensemble."""
