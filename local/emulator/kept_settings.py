"""Settings that MiniStack 1.5.33 has no actions for: a log group's key after it was made, and the access policy and the
lock of a backup vault. Each keeps what was last put, and answers it in the shape of the service's API reference. Nothing
in the emulator acts on them."""

import functools
import json
import time

from ministack.core.responses import AccountRegionScopedDict, error_response_json, json_response
from ministack.services import backup, cloudwatch_logs

_DAY = 86_400
_policies = AccountRegionScopedDict()


def install() -> None:
    cloudwatch_logs.handle_request = _with_keys(cloudwatch_logs.handle_request)
    backup.handle_request = _with_vault_settings(backup.handle_request)
    backup._delete_vault = _forgetting(backup._delete_vault)


def _json(body):
    try:
        data = json.loads(body) if body else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _with_keys(otherwise):
    """AssociateKmsKey and DisassociateKmsKey of a log group named by `logGroupName`."""

    @functools.wraps(otherwise)
    async def handle(method, path, headers, body, query_params):
        action = headers.get("x-amz-target", "").rsplit(".", 1)[-1]
        if action not in ("AssociateKmsKey", "DisassociateKmsKey"):
            return await otherwise(method, path, headers, body, query_params)
        data = _json(body)
        group = cloudwatch_logs._log_groups.get(data.get("logGroupName"))
        if group is None:
            return error_response_json("ResourceNotFoundException", "The specified log group does not exist.", 400)
        group["kmsKeyId"] = data.get("kmsKeyId") if action == "AssociateKmsKey" else None
        return json_response({})

    return handle


def _with_vault_settings(otherwise):
    """The access policy and the lock of a vault."""

    @functools.wraps(otherwise)
    async def handle(method, path, headers, body, query_params):
        parts = [part for part in path.strip("/").split("/") if part]
        if len(parts) == 3 and parts[0] == "backup-vaults":
            settings = {"access-policy": _access_policy, "vault-lock": _vault_lock}
            if parts[2] in settings:
                return settings[parts[2]](method, parts[1], _json(body))
        return await otherwise(method, path, headers, body, query_params)

    return handle


def _access_policy(method, name, data):
    vault = backup._vaults.get(name)
    if vault is None:
        return backup._not_found(f"Backup vault {name} not found")
    if method == "PUT":
        _policies[name] = data.get("Policy")
        return backup._ok({})
    if method == "DELETE":
        _policies.pop(name, None)
        return backup._no_content()
    policy = _policies.get(name)
    if policy is None:
        return backup._not_found(f"No access policy is associated with {name}")
    return backup._ok({"BackupVaultName": name, "BackupVaultArn": vault["BackupVaultArn"], "Policy": policy})


def _vault_lock(method, name, data):
    vault = backup._vaults.get(name)
    if vault is None:
        return backup._not_found(f"Backup vault {name} not found")
    if vault.get("LockDate", float("inf")) <= time.time():
        return backup._err("InvalidRequestException", "The vault lock can no longer be changed", 400)
    for member in ("MinRetentionDays", "MaxRetentionDays", "LockDate"):
        vault.pop(member, None)
    vault["Locked"] = method == "PUT"
    if method != "PUT":
        return backup._no_content()
    vault.update({member: data[member] for member in ("MinRetentionDays", "MaxRetentionDays") if member in data})
    if "ChangeableForDays" in data:
        vault["LockDate"] = time.time() + data["ChangeableForDays"] * _DAY
    return backup._ok({})


def _forgetting(delete):
    @functools.wraps(delete)
    def forget(name):
        _policies.pop(name, None)
        return delete(name)

    return forget
