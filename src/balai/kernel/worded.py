"""Questions that are asked so often that to put them into words, each time, takes longer than the answer."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connections, models

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)


class Worded(Generic[M]):
    """A question without arguments whose SQL is written once in a process; the answer is always a new one.

    It is no queryset: what is filtered further would be another question.
    """

    def __init__(self, question: QuerySet[M]) -> None:
        compiler = question.query.get_compiler(question.db)
        sql, parameters = compiler.as_sql()

        def written(using: str, *_args: Any, **_options: Any) -> SQLCompiler:
            again: SQLCompiler = copy(compiler)
            again.connection = connections[using]  # this thread's
            vars(again)["as_sql"] = lambda *_args, **_options: (sql, parameters)
            return again

        self._question = question.all()
        # Copied with the query, as whatever it holds: the next reader's answer is of a copy.
        vars(self._question.query)["get_compiler"] = written

    def ask(self) -> list[M]:
        """The answer of now."""
        return list(self._question.all())
