"""Become another user, promise to die with the parent, and turn into a program.

Run by its path as ``python -IS launch.py PARENT SIGNAL UID GID PROGRAM ...``: a step of its own between
fork and exec, because Python code may not run there safely when the parent has threads. Only the
standard library is at hand.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
CANNOT = 71  # EX_OSERR of sysexits.h


def main(parent: str, death_signal: str, uid: str, gid: str, *command: str) -> None:
    """Turn into the command; never returns."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    if int(uid) != os.geteuid():
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    promise_to_die_with(int(parent), int(death_signal))  # after the change of user, which clears it
    os.execv(command[0], command)  # noqa: S606 -- turning into the given program is what this file is for


def promise_to_die_with(parent: int, death_signal: int) -> None:
    """Get a signal when our parent ends: to be exact, when the *thread* that forked us does.

    Raises:
        SystemExit: it has ended already, or the system cannot do it.
    """
    if ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal) != 0:
        sys.exit(CANNOT)
    if os.getppid() != parent:  # it died before the promise
        sys.exit(CANNOT)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except OSError as error:
        sys.exit(f"FATAL:  cannot run {sys.argv[5]} as user {sys.argv[3]}: {error.strerror}")
