"""What MiniStack 1.5.33 names otherwise than AWS when it evaluates calls of Lambda, EventBridge, CloudWatch, SNS and
DynamoDB: the action of some reads, and the resource that an action is about.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import functools
import json

from ministack.core import iam_actions

# Lambda's reads by the last part of their path; MiniStack takes them for writes, or for the reads of all.
_LAMBDA_READS = {"concurrency": "GetFunctionConcurrency"}
_LAMBDA_DELETES = {"concurrency": "DeleteFunctionConcurrency", "url": "DeleteFunctionUrlConfig"}


def install() -> None:
    iam_actions._lambda_action = _lambda_names(iam_actions._lambda_action)
    iam_actions.extract_resource_arn = _named(iam_actions.extract_resource_arn)


def _lambda_names(action_of):
    @functools.wraps(action_of)
    def wrapper(method, path):
        parts = [part for part in path.split("/") if part]
        if "event-source-mappings" in parts and parts[-1] != "event-source-mappings":
            return {"GET": "GetEventSourceMapping", "PUT": "UpdateEventSourceMapping", "DELETE": "DeleteEventSourceMapping"}.get(method)
        if parts[-1:] == ["urls"] and method == "GET":
            return "ListFunctionUrlConfigs"
        by_method = {"GET": _LAMBDA_READS, "DELETE": _LAMBDA_DELETES}.get(method, {})
        return by_method.get(parts[-1] if parts else "") or action_of(method, path)

    return wrapper


def _named(extract):
    @functools.wraps(extract)
    def wrapper(service, method, path, headers, body, query_params, region, account_id):
        named = _resource(service, path, _json(body), query_params, f"{region}:{account_id}")
        return named or extract(service, method, path, headers, body, query_params, region, account_id)

    return wrapper


def _resource(service, path, body, query, place):
    if service == "events":
        rule = None if "Entries" in body else body.get("Rule") or body.get("Name")
        bus = str(body.get("EventBusName") or "default").rpartition("/")[2]
        if rule:
            return f"arn:aws:events:{place}:rule/{rule if bus == 'default' else f'{bus}/{rule}'}"
        return body.get("ResourceARN")
    if service == "monitoring":
        arn = body.get("ResourceARN") or _parameter(query, "ResourceARN")
        names = body.get("AlarmNames") or []
        alarm = body.get("AlarmName") or _parameter(query, "AlarmName") or _parameter(query, "AlarmNames.member.1") or (names[0] if names else "")
        return arn or (f"arn:aws:cloudwatch:{place}:alarm:{alarm}" if alarm else None)
    if service == "sns":
        # A call about a subscription is one about its topic: SNS's own refusals name that.
        return _parameter(query, "SubscriptionArn").rpartition(":")[0] or _parameter(query, "ResourceArn") or None
    if service == "dynamodb":
        return body.get("ResourceArn")
    if service == "lambda" and "event-source-mappings/" in path:
        return f"arn:aws:lambda:{place}:event-source-mapping:{path.rstrip('/').rpartition('/')[2]}"
    return None


def _parameter(params, name: str) -> str:
    found = params.get(name, "")
    return found[0] if isinstance(found, list) else found


def _json(body):
    try:
        data = json.loads(body) if body else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
