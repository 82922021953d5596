"""A second factor at AssumeRole, which MiniStack 1.5.33 does not model.

AWS sets aws:MultiFactorAuthPresent and aws:MultiFactorAuthAge for a call that carries SerialNumber and TokenCode (STS API
reference, AssumeRole). Whether the code is right is not checked: there is no device here. A trust policy that asks for a
second factor refuses whoever gives none, and that is what our roles rely on.
"""

import contextvars
import functools
import re

from ministack.core import iam_evaluator
from ministack.services import sts

_given: contextvars.ContextVar[bool] = contextvars.ContextVar("asepsis_second_factor", default=False)


def install() -> None:
    sts._session_tags = _remember(sts._session_tags)
    iam_evaluator._resolve_condition_key = _condition_keys(iam_evaluator._resolve_condition_key)


def _remember(session_tags):
    @functools.wraps(session_tags)
    def wrapper(params, *args, **kwargs):
        serial, code = (_text(params.get(name)) for name in ("SerialNumber", "TokenCode"))
        _given.set(bool(serial) and re.fullmatch(r"\d{6}", code) is not None)
        return session_tags(params, *args, **kwargs)

    return wrapper


def _text(value) -> str:
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else ""


def _condition_keys(resolve):
    @functools.wraps(resolve)
    def wrapper(key, ctx):
        if ctx.action == "sts:AssumeRole" and _given.get():
            if key.lower() == "aws:multifactorauthpresent":
                return "true"
            if key.lower() == "aws:multifactorauthage":
                return "0"
        return resolve(key, ctx)

    return wrapper
