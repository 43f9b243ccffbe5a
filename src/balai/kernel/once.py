"""Questions that several parts of one page ask and that the database answers once for a request.

Outside a request, as in the worker, each asking is a new question, but within :func:`answered_once`.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse

T = TypeVar("T")

_answers: ContextVar[dict[object, Any] | None] = ContextVar("answers of this request", default=None)


class OncePerRequest(Generic[T]):
    """A question without arguments that keeps its answer until the request ends: a decorator."""

    def __init__(self, question: Callable[[], T]) -> None:
        self._question = question
        self.__doc__ = question.__doc__

    def __call__(self) -> T:
        answers = _answers.get()
        if answers is None:
            return self._question()
        if self not in answers:
            answers[self] = self._question()
        answer: T = answers[self]
        return answer

    def forget(self, **signal: Any) -> None:
        """Ask again, because what it is about has changed; may be a receiver of a signal."""
        answers = _answers.get()
        if answers is not None:
            answers.pop(self, None)


@contextmanager
def answered_once() -> Iterator[None]:
    """Begin with no answer, and keep each until the block ends."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


class OncePerRequestMiddleware:
    """Begins a request with no answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answered_once():
            return self._get_response(request)
