"""What MiniStack 1.5.33 leaves out when it evaluates calls of IAM itself: the path in the ARN of a role or policy, and
the condition keys by which a permission is confined to roles with a boundary and to certain policies.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
"""

import functools

from ministack.core import iam_actions
from ministack.services import iam

_CONDITION_KEYS = {"PermissionsBoundary": "iam:permissionsboundary", "PolicyArn": "iam:policyarn"}


def _parameter(params, name: str) -> str:
    found = params.get(name, "")
    return found[0] if isinstance(found, list) else found


def _named(extract):
    @functools.wraps(extract)
    def wrapper(service, method, path, headers, body, query_params, region, account_id):
        if service == "iam":
            role = _parameter(query_params, "RoleName")
            below = _parameter(query_params, "Path") or "/"
            if role:
                return (iam._roles.get(role) or {}).get("Arn") or f"arn:aws:iam::{account_id}:role{below}{role}"
            policy = _parameter(query_params, "PolicyName")
            if policy and _parameter(query_params, "Action") == "CreatePolicy":
                return f"arn:aws:iam::{account_id}:policy{below}{policy}"
        return extract(service, method, path, headers, body, query_params, region, account_id)

    return wrapper


def _with_iam_keys(context):
    @functools.wraps(context)
    def wrapper(service, iam_action, body, params):
        found = context(service, iam_action, body, params)
        if service != "iam":
            return found
        keys = {key: _parameter(params, name) for name, key in _CONDITION_KEYS.items()}
        return {**found, **{key: value for key, value in keys.items() if value}}

    return wrapper


def install() -> None:
    iam_actions.extract_resource_arn = _named(iam_actions.extract_resource_arn)
    iam_actions.request_tag_context = _with_iam_keys(iam_actions.request_tag_context)
