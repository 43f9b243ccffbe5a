"""The judge: counts a selection again, from the rulebook (S1 to S19) and with the standard library alone.

It shares nothing with the solver. A claim that no cohort is better is not solved again: its proof is added
up in whole numbers (S8), which needs no trust in whoever wrote it.
"""

from __future__ import annotations

from balai.engine.selection.check.breach import Breach
from balai.engine.selection.check.clashes import misexplained
from balai.engine.selection.check.counting import Count, Missed, recount
from balai.engine.selection.check.ladders import misplaced
from balai.engine.selection.check.selections import breaches

__all__ = ["Breach", "Count", "Missed", "breaches", "misexplained", "misplaced", "recount"]
