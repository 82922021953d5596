"""Resources that MiniStack 1.5.33 does not name when it evaluates IAM, so that policies can name them as on AWS.

Without a name a request is evaluated against "*", and a policy that is narrower than that denies it.
"""

import functools
import json
from urllib.parse import unquote

from ministack.core import iam_actions, iam_evaluator
from ministack.services import ec2


def install() -> None:
    iam_actions.extract_resource_arn = _named(iam_actions.extract_resource_arn)
    from ministack import app

    if hasattr(app, "extract_resource_arn"):
        app.extract_resource_arn = iam_actions.extract_resource_arn
    iam_evaluator._resolve_condition_key = _with_network(iam_evaluator._resolve_condition_key)


def _named(extract):
    @functools.wraps(extract)
    def wrapper(service, method, path, headers, body, query_params, region, account_id):
        found = extract(service, method, path, headers, body, query_params, region, account_id)
        if found != "*":
            return found
        if service == "ssm":
            setting = _json(body).get("SettingId", "")
            if setting:
                return f"arn:aws:ssm:{region}:{account_id}:servicesetting/{setting.lstrip('/')}"
        if service == "backup":
            parts = unquote(path).strip("/").split("/")
            if parts[0] == "backup-vaults" and len(parts) > 1:
                return f"arn:aws:backup:{region}:{account_id}:backup-vault:{parts[1]}"
            if parts[:2] == ["backup", "plans"] and len(parts) > 2:
                return f"arn:aws:backup:{region}:{account_id}:backup-plan:{parts[2]}"
            if parts[0] in ("tags", "untag") and len(parts) > 1:
                return "/".join(parts[1:])
        if service == "cloudtrail":
            named = _json(body)
            return named.get("ResourceId") or next(iter(named.get("ResourceIdList") or []), found)
        if service in ("cognito-idp", "cognito_idp"):
            return _json(body).get("ResourceArn") or found
        if service == "ec2":
            group = query_params.get("GroupId", "")
            group = group[0] if isinstance(group, list) else group
            if group:
                return f"arn:aws:ec2:{region}:{account_id}:security-group/{group}"
        return found

    return wrapper


def _with_network(resolve):
    """ec2:Vpc is the network of the security group that a request names (EC2 service authorization reference)."""

    @functools.wraps(resolve)
    def wrapper(key, ctx):
        if key.lower() == "ec2:vpc" and ":security-group/" in ctx.resource_arn:
            group = ec2._security_groups.get(ctx.resource_arn.rsplit("/", 1)[1]) or {}
            network = group.get("VpcId", "")
            return ctx.resource_arn.rsplit(":", 1)[0] + f":vpc/{network}" if network else None
        return resolve(key, ctx)

    return wrapper


def _json(body):
    try:
        data = json.loads(body) if body else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
