"""``python -m balai`` is the command ``balai``."""

from __future__ import annotations

from balai.cli import main

if __name__ == "__main__":
    main(prog_name="balai")
