"""What a stock client (kazoo) can ask of a server, operation by operation."""
