"""Identity pools as Cognito has them, where MiniStack 1.5.33 gives one role to everybody and asks nobody (developer guide,
"Using rule-based mapping to assign roles to users" and "Using attributes for access control")."""

import functools
import json

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext
from ministack.services import cognito, iam, sts

_MATCHES = {
    "Equals": lambda value, wanted: value == wanted,
    "NotEqual": lambda value, wanted: value != wanted,
    "Contains": lambda value, wanted: wanted in value,
    "StartsWith": lambda value, wanted: value.startswith(wanted),
}


def install() -> None:
    cognito._get_credentials_for_identity = _federate(cognito._get_credentials_for_identity)


def _federate(vend):
    """The token's claims choose the role, the role's trust decides, and principal tags become session tags."""

    @functools.wraps(vend)
    def wrapper(data):
        status, headers, body = vend(data)
        if status != 200:
            return status, headers, body
        session = sts._sessions[json.loads(body)["Credentials"]["AccessKeyId"]]
        logins = data.get("Logins") or {}
        role = _mapped_role(session, logins)
        if role == "":
            return cognito.error_response_json("NotAuthorizedException", "Access to Identity is forbidden.", 400)
        if role is not None:
            account, name = session["AccountId"], role.rpartition("/")[2]
            session["Arn"] = f"arn:aws:sts::{account}:assumed-role/{name}/CognitoIdentityCredentials"
        tags = _principal_tags(session, logins)
        if not _trusted(session, tags):
            return cognito.error_response_json(
                "InvalidIdentityPoolConfigurationException", "Invalid identity pool configuration. Check assigned IAM roles for this pool.", 400
            )
        session["SessionTags"] = tags
        return status, headers, body

    return wrapper


def _mapped_role(session, logins) -> str | None:
    """The role that the pool's rules choose; "" where none does and the pool denies that; None where it has no rules."""
    pool = cognito._identity_pools.get(session["_identity_pool_id"]) or {}
    mappings = {mapping.get("IdentityProvider") or key: mapping for key, mapping in (pool.get("_role_mappings") or {}).items()}
    for provider, token in logins.items():
        claims = cognito._decode_id_token_unverified(token)
        mapping = mappings.get(f"{provider}:{claims.get('aud')}")
        if mapping is None or mapping.get("Type") != "Rules":
            continue
        for rule in (mapping.get("RulesConfiguration") or {}).get("Rules") or []:
            value = claims.get(rule["Claim"])
            if value is not None and _MATCHES[rule["MatchType"]](str(value), rule["Value"]):
                return rule["RoleARN"]
        return "" if mapping.get("AmbiguousRoleResolution") == "Deny" else None
    return None


def _trusted(session, tags) -> bool:
    name = session["Arn"].split(":assumed-role/", 1)[1].split("/", 1)[0]
    role = iam._roles.get_scoped(session["AccountId"], None, name)
    if role is None:
        return False
    provider = "cognito-identity.amazonaws.com"
    context = EvalContext(
        principal_arn=provider,
        principal_type="WebIdentityUser",
        principal_account=session["AccountId"],
        action="sts:AssumeRoleWithWebIdentity",
        resource_arn=role["Arn"],
        region="",
        request_tags={tag["Key"]: tag["Value"] for tag in tags},
        tag_keys=[tag["Key"] for tag in tags],
        service_context={
            f"{provider}:aud": session["_identity_pool_id"],
            f"{provider}:sub": session["_identity_id"],
            f"{provider}:amr": session["_cognito_amr"],
        },
    )
    return iam_evaluator.evaluate_trust_policy(role["AssumeRolePolicyDocument"], provider, context)


def _principal_tags(session, logins) -> list[dict[str, str]]:
    pool = cognito._identity_pools.get(session["_identity_pool_id"]) or {}
    tags = []
    for provider, token in logins.items():
        mapping = (pool.get("_principal_tags") or {}).get(provider) or {}
        claims = cognito._decode_id_token_unverified(token)
        names = mapping.get("PrincipalTags") or ({"client": "aud", "username": "sub"} if mapping.get("UseDefaults") else {})
        for tag, claim in names.items():
            value = claims.get(claim)
            if value is not None:
                tags.append({"Key": tag, "Value": ":".join(value) if isinstance(value, list) else str(value)})
    return tags
