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
    # After the change of user, which clears it. The signal comes when the *thread* that forked us ends.
    if ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death_signal)) != 0:
        sys.exit(CANNOT)
    if os.getppid() != int(parent):  # it died before the promise
        sys.exit(CANNOT)
    os.execv(command[0], command)  # noqa: S606 -- turning into the given program is what this file is for


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except OSError as error:
        sys.exit(f"FATAL:  cannot run {sys.argv[5]} as user {sys.argv[3]}: {error.strerror}")
