"""Ensembles under test: Quoll, and Apache ZooKeeper as the judge of the tests themselves."""
