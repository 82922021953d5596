"""What MiniStack 1.5.33 leaves out when it evaluates calls of IAM itself: the path in the ARN of a role or policy, and
the condition keys by which a permission is confined to roles with a boundary and to certain policies. And an action that
it lacks: SetDefaultPolicyVersion.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html
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


def _set_default_policy_version(params):
    """Puts another version of a policy in force."""
    policy = iam._policies.get(_parameter(params, "PolicyArn"))
    version = _parameter(params, "VersionId")
    if policy is None or version not in policy["Versions"]:
        return iam._error(404, "NoSuchEntity", f"Policy version {version} does not exist or is not attachable.", ns="iam")
    for one in policy["Versions"].values():
        one["IsDefaultVersion"] = one["VersionId"] == version
    policy["DefaultVersionId"] = version
    return iam._xml(200, "SetDefaultPolicyVersionResponse", "", ns="iam")


def install() -> None:
    iam._IAM_HANDLERS["SetDefaultPolicyVersion"] = _set_default_policy_version
    iam_actions.extract_resource_arn = _named(iam_actions.extract_resource_arn)
    iam_actions.request_tag_context = _with_iam_keys(iam_actions.request_tag_context)
