"""The event that a signal's handler sets, in a process of its own: handlers run in main threads."""

import subprocess
import sys

import pytest

ANOTHER_THREAD_IS_GIVEN_IT = """
import signal, threading, time
from qtsite.signal_event import SignalEvent

event = SignalEvent()
signal.signal(signal.SIGTERM, lambda *_: event.set())
other = threading.Thread(target=time.sleep, args=[60], daemon=True)
other.start()

def send():
    time.sleep(0.2)
    signal.pthread_kill(other.ident, signal.SIGTERM)

threading.Thread(target=send, daemon=True).start()
event.wait()
print(event.is_set())
"""

SET_BY_THREADS_AND_CLEARED = """
import threading
from qtsite.signal_event import SignalEvent

event = SignalEvent()
for _ in range(3):
    for _ in range(100_000):  # more than a pipe holds
        event.set()
    event.wait()
    event.clear()
    assert not event.is_set()
    threading.Timer(0.05, event.set).start()
    event.wait()
print(event.is_set())
"""

A_CHILD_DOES_NOT_WAKE_ITS_PARENT = """
import os, select, signal
from qtsite.signal_event import SignalEvent

event = SignalEvent()
signal.signal(signal.SIGTERM, lambda *_: None)
child = os.fork()
if not child:
    os.kill(os.getpid(), signal.SIGTERM)
    os._exit(0)
os.waitpid(child, 0)
print(not select.select([event._reading], [], [], 0)[0])
"""


@pytest.mark.parametrize(
    "program",
    [ANOTHER_THREAD_IS_GIVEN_IT, SET_BY_THREADS_AND_CLEARED, A_CHILD_DOES_NOT_WAKE_ITS_PARENT],
)
def test_the_main_thread_wakes(program):
    command = [sys.executable, "-c", program]
    outcome = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (outcome.stdout, outcome.stderr) == ("True\n", "")
