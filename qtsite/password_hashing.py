"""Hashing of passwords: Argon2id, at the cost that OWASP names."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id (RFC 9106), 19 MiB, two passes, one lane: the least of OWASP's Password Storage
    Cheat Sheet, "Argon2id".

    Not Django's 100 MiB and eight lanes: whoever asks for the page for signing in makes the server
    hash, and twelve threads that do so at one moment would take 1.2 GB and every core.
    """

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
