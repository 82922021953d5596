"""Brings MiniStack's IAM enforcement closer to AWS, where our policies depend on it.

Each correction names the AWS document that it follows. They wrap functions of the pinned version and fail loudly if one
is missing.
"""

import contextvars
import dataclasses
import functools
import re

from ministack import app
from ministack.core import iam_actions, iam_evaluator, lambda_runtime
from ministack.core.iam_evaluator import EvalContext
from ministack.services import ec2, iam, lambda_svc, sts

# The network that a request came from, or "". Functions name theirs in the SDK's application id (see `mark_network`).
_source_vpc: contextvars.ContextVar[str] = contextvars.ContextVar("asepsis_source_vpc", default="")
_POLICY_VARIABLE = re.compile(r"\$\{([^${}]+)\}")
# The life that a session is asked for, or None where the request does not say.
_session_seconds: contextvars.ContextVar[str | None] = contextvars.ContextVar("asepsis_session_seconds", default=None)
_APP_ID = re.compile(r"\bapp/(vpc-[0-9a-f]+)")

# Operations that ask for an action of another name (Service Authorization Reference, "Actions, resources, and condition
# keys for Amazon SQS": the batch operations ask for the action of one).
_ACTIONS = {
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:SendMessageBatch": "sqs:SendMessage",
}


def install() -> None:
    iam_actions.extract_iam_action = _name_actions(iam_actions.extract_iam_action)
    app.pin_request_origin = _loopback_is_private(app.pin_request_origin)
    app.pin_signed_request = _remember_network(app.pin_signed_request)
    iam_evaluator._resolve_condition_key = _condition_keys(iam_evaluator._resolve_condition_key)
    iam_evaluator._conditions_met = _policy_variables(iam_evaluator._conditions_met)
    iam_evaluator._first_match = _resource_variables(iam_evaluator._first_match)
    sts._session_tags = _remember_duration(sts._session_tags)
    lambda_runtime.execution_credentials = _mark_network(lambda_runtime.execution_credentials)
    lambda_svc.execution_credentials = lambda_runtime.execution_credentials


def _name_actions(extract):
    @functools.wraps(extract)
    def wrapper(*args, **kwargs):
        action = extract(*args, **kwargs)
        return _ACTIONS.get(action, action)

    return wrapper


def _loopback_is_private(pin):
    """aws:SecureTransport is true: what stays on the loopback interface crosses no network that TLS would guard."""
    return lambda source_ip, secure_transport: pin(source_ip, True)


def _remember_network(pin):
    @functools.wraps(pin)
    def remember(method, raw_path, query_params, raw_headers, *args, **kwargs):
        agents = (value for name, value in raw_headers if name.lower() in (b"user-agent", b"x-amz-user-agent"))
        named = next(filter(None, (_APP_ID.search(value.decode("latin-1")) for value in agents)), None)
        _source_vpc.set(named.group(1) if named else "")
        return pin(method, raw_path, query_params, raw_headers, *args, **kwargs)

    return remember


def _policy_variables(conditions_met):
    """Policy variables in the values of conditions, those of trust policies included (IAM user guide, "Variables and
    tags"). One without a value matches nothing: no tag may hold the braces that then remain."""

    @functools.wraps(conditions_met)
    def wrapper(conditions, ctx):
        def fill(value):
            if isinstance(value, list):
                return [fill(one) for one in value]
            return _POLICY_VARIABLE.sub(lambda match: _value_of(match, ctx), value) if isinstance(value, str) else value

        filled = {
            operator: {key: fill(expected) for key, expected in keys.items()} if isinstance(keys, dict) else keys
            for operator, keys in (conditions or {}).items()
        }
        return conditions_met(filled, ctx)

    return wrapper


def _resource_variables(first_match):
    """Policy variables in the resources of identity policies (as above)."""

    @functools.wraps(first_match)
    def wrapper(ctx, statements, *args, **kwargs):
        def fill(one):
            if not any("${" in resource for resource in one.resources or ()):
                return one
            return dataclasses.replace(
                one, resources=[_POLICY_VARIABLE.sub(lambda match: _value_of(match, ctx), resource) for resource in one.resources]
            )

        return first_match(ctx, [fill(one) for one in statements], *args, **kwargs)

    return wrapper


def _value_of(variable, ctx) -> str:
    value = iam_evaluator._resolve_condition_key(variable.group(1), ctx)
    return value if isinstance(value, str) else variable.group(0)


def _remember_duration(session_tags):
    @functools.wraps(session_tags)
    def remember(params, *args, **kwargs):
        asked = params.get("DurationSeconds")
        _session_seconds.set(str(asked[0] if isinstance(asked, list) else asked) if asked else None)
        return session_tags(params, *args, **kwargs)

    return remember


def _mark_network(credentials):
    """A function inside a network says so in each SDK call, as its packets would by coming through an endpoint."""

    @functools.wraps(credentials)
    def mark(config):
        network = (config.get("VpcConfig") or {}).get("VpcId") or _network_of(config)
        return {**credentials(config), **({"AWS_SDK_UA_APP_ID": network} if network else {})}

    return mark


def _network_of(config) -> str:
    # Workers start outside the request that names account and region: the function's ARN has both.
    _, _, _, region, account, *_ = config["FunctionArn"].split(":")
    for subnet in (config.get("VpcConfig") or {}).get("SubnetIds") or []:
        record = ec2._subnets.get_scoped(account, region, subnet)
        if record:
            return record.get("VpcId", "")
    return ""


def _endpoint(vpc: str, service: str) -> str:
    """Id of the endpoint of a service in a network: without one, a call does not carry aws:SourceVpc (VPC guide)."""
    for endpoint_id, endpoint in ec2._vpc_endpoints.items():
        if endpoint.get("VpcId") == vpc and endpoint.get("ServiceName", "").endswith(f".{service}"):
            return endpoint_id
    return ""


def _role_arn(ctx: EvalContext):
    """The ARN of the role behind a session (IAM user guide, global condition keys, aws:PrincipalArn)."""
    name = ctx.principal_arn.split(":assumed-role/", 1)[1].split("/", 1)[0]
    role = iam._roles.get_scoped(ctx.principal_account, None, name)
    return role["Arn"] if role else ctx.principal_arn


def _condition_keys(resolve):
    @functools.wraps(resolve)
    def wrapper(key: str, ctx: EvalContext):
        name = key.lower()
        if name == "aws:principalarn" and ":assumed-role/" in ctx.principal_arn:
            return _role_arn(ctx)
        # Present, and false, in every request of a principal that is not a service (IAM user guide, as above).
        if name in ("aws:principalisawsservice", "aws:viaawsservice"):
            return "false"
        # Trust policies may bound it (IAM user guide, AWS STS condition context keys, sts:DurationSeconds).
        if name == "sts:durationseconds":
            return _session_seconds.get()
        if name in ("aws:sourcevpc", "aws:sourcevpce") and _source_vpc.get():
            endpoint = _endpoint(_source_vpc.get(), ctx.action.partition(":")[0])
            return (_source_vpc.get() if name == "aws:sourcevpc" else endpoint) if endpoint else None
        return resolve(key, ctx)

    return wrapper
