"""What the processes of a pool are given to do: each imports this module, and so nothing else."""

import os


def double(number):
    return number * 2


def die_at_33(number):
    if number == 33:
        os._exit(1)
    return number


def raise_at_33(number):
    if number == 33:
        raise MemoryError
    return number


def unsendable_at_33(number):
    return (lambda: number) if number == 33 else number


def crashed(number):
    return f"crashed at {number}"
