"""Secrets, where MiniStack 1.5.33 knows them otherwise than AWS."""

import functools
import json

from ministack.core.responses import error_response_json, json_response
from ministack.services import secretsmanager
from ministack.services.cloudformation import provisioners


def install() -> None:
    secretsmanager.handle_request = _with_cancelled_rotation(secretsmanager.handle_request)
    handlers = provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]
    handlers["create"] = _called_by_arn(handlers["create"])
    handlers["update"] = _called_by_arn(_by_name(handlers["update"]))
    handlers["delete"] = _by_name(handlers["delete"])


def _called_by_arn(make):
    """`Ref` gives the ARN, with the six characters that AWS adds to the name: a policy that names the secret needs them.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
    """

    @functools.wraps(make)
    def wrapper(*args, **kwargs):
        _, attributes = make(*args, **kwargs)
        return attributes["Arn"], attributes

    return wrapper


def _by_name(change):
    """MiniStack keeps secrets by name."""

    @functools.wraps(change)
    def wrapper(physical_id, *args, **kwargs):
        name, _ = secretsmanager._resolve(physical_id)
        return change(name or physical_id, *args, **kwargs)

    return wrapper


def _with_cancelled_rotation(otherwise):
    """CancelRotateSecret, which MiniStack lacks, turns rotation off and keeps how it was (API reference)."""

    @functools.wraps(otherwise)
    async def handle(method, path, headers, body, query_params):
        if headers.get("x-amz-target", "").rsplit(".", 1)[-1] != "CancelRotateSecret":
            return await otherwise(method, path, headers, body, query_params)
        _, secret = secretsmanager._resolve(json.loads(body).get("SecretId"))
        if not secret:
            message = "Secrets Manager can't find the specified secret."
            return error_response_json("ResourceNotFoundException", message, 400)
        if secret.get("DeletedDate"):
            message = "You can't perform this operation on the secret because it was marked for deletion."
            return error_response_json("InvalidRequestException", message, 400)
        secret["RotationEnabled"] = False
        return json_response({"ARN": secret["ARN"], "Name": secret["Name"]})

    return handle
