"""The parts of the desk's first screen: each reads what it shows, and leads to it."""
