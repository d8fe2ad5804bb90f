"""Which articles belong together, by links and by texts. Pure, so that worker processes load it
without Django; what it reads, a `Library` gives.
"""
