"""Condition keys that MiniStack 1.5.33 leaves out when it evaluates a call: what a signature may be of, by which a key policy
confines who signs, and the tags of a user pool.

https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html
"""

import functools
import json

from ministack.core import iam_actions
from ministack.services import tagging

_CONDITION_KEYS = {"SigningAlgorithm": "kms:signingalgorithm", "MessageType": "kms:messagetype"}


def _with_signing_keys(context):
    @functools.wraps(context)
    def wrapper(service, iam_action, body, params):
        found = context(service, iam_action, body, params)
        if iam_action not in ("kms:Sign", "kms:Verify"):
            return found
        # `RAW` is what KMS takes where nothing is said.
        asked = {"MessageType": "RAW", **json.loads(body or "{}")}
        return {**found, **{key: asked[name] for name, key in _CONDITION_KEYS.items() if name in asked}}

    return wrapper


def install() -> None:
    iam_actions.request_tag_context = _with_signing_keys(iam_actions.request_tag_context)
    tagging._RESOURCE_TAG_COLLECTORS["cognito-idp"] = tagging._collect_cognito
