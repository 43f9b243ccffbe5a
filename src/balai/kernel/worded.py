"""Questions that are asked so often that to put them into words, each time, takes longer than the answer."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connections, models

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)


class Worded(Generic[M]):
    """A question without arguments whose SQL is written once in a process; the answer is always a new one.

    It is no queryset: what is filtered further would be another question.
    """

    def __init__(self, question: QuerySet[M]) -> None:
        self._using = question.db
        self._compiler = question.query.get_compiler(self._using)
        self._sql, self._parameters = self._compiler.as_sql()
        self._question = question.all()

    def ask(self) -> list[M]:
        """The rows of now."""
        return self.told().read()

    def told(self) -> Told[M]:
        """The answer of now, not yet made into rows: who has made something of the same one may take that."""
        with connections[self._using].cursor() as cursor:
            cursor.execute(self._sql, self._parameters)
            lines = cursor.fetchall()
        return Told(words=repr(lines), lines=lines, question=self)

    def read(self, lines: Sequence[Any]) -> list[M]:
        """Rows of the model, as the queryset would have made them of what the database said."""

        def answered(using: str, *_args: Any, **_options: Any) -> SQLCompiler:
            compiler: SQLCompiler = copy(self._compiler)
            compiler.connection = connections[using]  # this thread's
            vars(compiler)["execute_sql"] = lambda *_args, **_options: [lines]
            return compiler

        question = self._question.all()
        vars(question.query)["get_compiler"] = answered
        return list(question)


@dataclass(frozen=True, slots=True)
class Told(Generic[M]):
    """What the database said; two that say the same are equal, so it can be the key of what is made of it.

    Attributes:
        words: all of it, as one text.
    """

    words: str
    lines: Sequence[Any] = field(compare=False, repr=False)
    question: Worded[M] = field(compare=False, repr=False)

    def read(self) -> list[M]:
        """The rows, made anew each time: nobody changes those of somebody else."""
        return self.question.read(self.lines)
