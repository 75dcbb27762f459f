"""Other clients than kazoo, when they are installed."""
