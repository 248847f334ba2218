"""Processes that a command of ours starts beside itself."""

import subprocess
import sys
import time

from cms.processes import stop

#: Starts another, which writes where it does, and ends at once when it is asked to.
PARENT = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])
print("started", flush=True)
time.sleep(30)
"""


def test_what_a_process_has_started_ends_with_it():
    parent = subprocess.Popen(  # noqa: S603  (our own)
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    with parent.stdout as written:
        assert written.readline() == "started\n"
        began = time.monotonic()
        stop(parent, 5)
        assert written.read() == ""  # comes to its end once nobody can write any more
        assert time.monotonic() - began < 20
