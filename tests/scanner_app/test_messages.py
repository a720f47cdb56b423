"""Every code has a text in both languages and an exit status of the contract."""

import inspect

import pytest

import ocr.errors
import scanner_app.errors
import warehouse.errors
from ocr.types import Problem
from scanner_app.messages import codes, explain, explain_problem, problem_of, reason

CONTRACT = {0, 2, 3, 4, 5, 6, 7, 8, 9, 70, 130}


def error_classes() -> list[type[Exception]]:
    return [
        kind
        for module in (ocr.errors, scanner_app.errors, warehouse.errors)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Exception) and kind.__module__ == module.__name__
    ]


@pytest.mark.parametrize("kind", error_classes(), ids=lambda kind: kind.__name__)
def test_that_every_error_has_its_own_text(kind: type[Exception]) -> None:
    assert getattr(kind, "code", None) in codes()


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("language", ["vi", "en"])
def test_that_every_text_says_what_to_do(code: str, language: str) -> None:
    message = explain(code, language, "A", "B", "C", "D")

    assert message.title
    assert message.remedy
    assert "{" not in message.text()
    assert message.exit_status in CONTRACT


def test_that_missing_data_leave_no_braces() -> None:
    assert "{" not in explain(scanner_app.errors.PaperJam("fi-8170"), "vi").text()


def test_that_a_problem_says_what_its_error_said() -> None:
    problem = problem_of(scanner_app.errors.InputTooLarge("a.png", "30000 × 30000"))

    assert "30000 × 30000" in explain_problem(problem, "vi", "a.png").explanation


def test_that_a_problem_of_few_words_leaves_no_gap() -> None:
    text = explain_problem(Problem("INPUT-DAMAGED", 3, ""), "en", "a.pdf").text()

    assert "a.pdf is cut off or broken." in text


def test_that_a_foreign_exception_is_a_bug() -> None:
    assert explain(KeyError("x"), "vi").exit_status == 70


def test_that_a_rule_says_its_own_reason() -> None:
    message = explain(scanner_app.errors.RuleRefused("unresolved", "3"), "vi")

    assert "Còn 3 ô" in message.explanation
    assert message.exit_status == 9


def test_that_an_unknown_reason_shows_its_code() -> None:
    assert reason("no-such-reason", "vi") == "no-such-reason"
