"""What can go wrong with an object storage in a way that the operator can mend."""

from __future__ import annotations


class StorageProblem(Exception):  # noqa: N818 -- what the operator reads about, not an error of the program
    """The storage does not do what was asked; the text says why, and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem} {remedy}")
