from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from balai.kernel.once import OncePerRequest, OncePerRequestMiddleware


def asked_in_one_request(question: OncePerRequest[int], *, changed_between: bool = False) -> list[int]:
    answers = []

    def view(request: HttpRequest) -> HttpResponse:
        answers.append(question())
        if changed_between:
            question.forget(sender=object, signal=object())
        answers.append(question())
        return HttpResponse()

    OncePerRequestMiddleware(view)(HttpRequest())
    return answers


def test_a_question_is_asked_once_in_a_request_and_again_in_the_next_and_outside() -> None:
    numbers = iter(range(10))
    question = OncePerRequest(lambda: next(numbers))

    assert asked_in_one_request(question) == [0, 0]
    assert asked_in_one_request(question) == [1, 1]
    assert [question(), question()] == [2, 3]
    question.forget()


def test_a_question_is_asked_again_when_its_matter_has_changed() -> None:
    numbers = iter(range(10))

    assert asked_in_one_request(OncePerRequest(lambda: next(numbers)), changed_between=True) == [0, 1]


def test_two_questions_do_not_share_an_answer() -> None:
    one, other = OncePerRequest(lambda: 1), OncePerRequest(lambda: 2)

    def view(request: HttpRequest) -> HttpResponse:
        assert (one(), other()) == (1, 2)
        return HttpResponse()

    OncePerRequestMiddleware(view)(HttpRequest())
