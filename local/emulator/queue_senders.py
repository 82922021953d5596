"""Who sent a message to a queue: MiniStack 1.5.33 writes the account's id, AWS the unique id of the principal.

SQS API reference, ReceiveMessage, SenderId: for a role, `AROA…:session`.
"""

import functools

from ministack.core import iam_evaluator
from ministack.services import iam, sqs, sts


def install() -> None:
    sqs._build_send_sys_attrs = _with_sender(sqs._build_send_sys_attrs)


def _with_sender(build):
    @functools.wraps(build)
    def wrapper(*args, **kwargs):
        attributes = build(*args, **kwargs)
        sender = _sender()
        return {**attributes, "SenderId": sender} if sender else attributes

    return wrapper


def _sender() -> str:
    """The principal whose signature this request has passed; "" for the root of the account and for services."""
    key = iam_evaluator._verified_key.get()
    session = sts._sessions.get(key) if key else None
    if session is not None:
        return str(session.get("UserId", ""))
    record = iam._access_keys.get(key) if key else None
    user = iam._users.get(record.get("UserName", "")) if record else None
    return str((user or {}).get("UserId", ""))
