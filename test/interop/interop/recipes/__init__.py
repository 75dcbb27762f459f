"""kazoo's recipes, as programs use them: several clients at once, and one of them failing."""
