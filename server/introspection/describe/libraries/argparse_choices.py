"""The choices of an argparse argument, as a person types them."""

from __future__ import annotations

import itertools

from ..converters import FAILED, call, typed_string
from ..placeholders import is_stub
from ..session import session, warn
from ..spec import CHOICES_MAX, in_order, phrase, text

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Parameter


RANGE_CHOICES_MAX = 50


CASES_ASKED_MAX = 5


def choice(convert: Any, value: Any) -> dict[str, Any] | None:
    """{value: the text to type, label?}, or None if no text is converted to the value."""
    typed = typed_string(convert, value)
    # A text equals no number.
    if typed is None or convert in (None, str) and not isinstance(value, str):
        return None
    entry = {"value": text(typed)}
    label = getattr(value, "name", None) if hasattr(value, "value") else None
    if isinstance(label, str) and label != typed:
        entry["label"] = text(label)
    return entry


def describe_choices(action: Any, convert: Any) -> Parameter:
    choices = action.choices
    if choices is None or is_stub(choices):
        return {}
    if isinstance(choices, range) and len(choices) > RANGE_CHOICES_MAX and abs(choices.step) == 1:
        return {"minimum": min(choices[0], choices[-1]), "maximum": max(choices[0], choices[-1])}
    try:
        items = list(itertools.islice(iter(in_order(choices)), CHOICES_MAX + 1))
    except Exception:
        return {}  # a container that cannot be listed
    if (session.stubbed or session.skipped) and (not items or any(is_of_stub(item) for item in items)):
        from_module = phrase("The choices of {parameter} come from a module that is not installed here.")
        warn("choices_computed", from_module, parameter=action.dest)
        return {}
    found, unreachable = [], 0
    for value in items[:CHOICES_MAX]:
        entry = choice(convert, value)
        if entry is None:
            unreachable += 1
            entry = {"value": text(str(value)), "unreachable": True}
        found.append(entry)
    if unreachable:
        warn(
            "choices_unreachable",
            phrase(
                "Choices of {parameter} that can never be chosen, because its type converts no text to them: {count}."
            ),
            fix=phrase("Use choices that are values of the parameter's type."),
            parameter=action.dest,
            count=unreachable,
        )
    described: dict[str, Any] = {"choices": found}
    if ignores_case(convert, found):
        described["caseInsensitive"] = True
    if len(items) > CHOICES_MAX:
        described["choicesTruncated"] = True
    return described


def ignores_case(convert: Any, choices: Any) -> bool:
    """Whether the type ignores case in choices, as str.lower does."""
    asked = [entry["value"] for entry in choices[:CASES_ASKED_MAX]]
    if convert in (None, str, int, float) or not any(value.upper() != value.lower() for value in asked):
        return False
    for value in asked:
        answers = [call(convert, spelling) for spelling in (value, value.upper(), value.lower())]
        if FAILED in answers or any(answer != answers[0] for answer in answers):
            return False
    return True


def is_of_stub(value: Any) -> bool:
    """Whether it is a stand-in, or one of the names that listing a stand-in gives."""
    return is_stub(value) or isinstance(value, str) and value.startswith("__") and value.endswith("__")
