"""Switches of account and region that MiniStack 1.5.33 has no actions for: EC2's, and S3's account-wide block of public
access. Each keeps what was last put, and answers it. Nothing in the emulator acts on them."""

import re

from ministack import app
from ministack.core.responses import AccountRegionScopedDict, AccountScopedDict
from ministack.services import ec2, s3

_switches = AccountRegionScopedDict()
_account_switches = AccountScopedDict()


def _value(params, name: str) -> str:
    found = params.get(name, "")
    return found[0] if isinstance(found, list) else found


def _answer(action: str, inner: str):
    return ec2._xml(200, f"{action}Response", inner)


def _switch(action: str, switch: str, element: str, value):
    """An action that sets a switch; `value` makes its new value of the parameters."""

    def handle(params):
        _switches[switch] = value(params)
        return _answer(action, f"<{element}>{_switches[switch]}</{element}>")

    return {action: handle}


def _question(action: str, switch: str, element: str, default: str):
    return {action: lambda params: _answer(action, f"<{element}>{_switches.get(switch) or default}</{element}>")}


def _block_public_access(action: str):
    def handle(params):
        mode = _value(params, "InternetGatewayBlockMode")
        if mode:
            _switches["vpc-block"] = mode
        mode = _switches.get("vpc-block") or "off"
        state = "default-state" if mode == "off" else "update-complete"
        return _answer(
            action,
            "<vpcBlockPublicAccessOptions>"
            f"<awsAccountId>{ec2.get_account_id()}</awsAccountId><awsRegion>{ec2.get_region()}</awsRegion>"
            f"<internetGatewayBlockMode>{mode}</internetGatewayBlockMode><state>{state}</state>"
            "<exclusionsAllowed>allowed</exclusionsAllowed>"
            "</vpcBlockPublicAccessOptions>",
        )

    return {action: handle}


_BLOCK_PATH = "/v20180820/configuration/publicAccessBlock"
_BLOCK_ACTIONS = {"GET": "s3:GetAccountPublicAccessBlock", "PUT": "s3:PutAccountPublicAccessBlock", "DELETE": "s3:PutAccountPublicAccessBlock"}
_BLOCK_PARTS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def _s3_account_block(otherwise):
    """S3 Control's account-wide public access block, before the emulator's own S3 Control actions."""

    async def handle(path, method, body, query_params, request_id, headers=None):
        if path.rstrip("/") != _BLOCK_PATH or method not in _BLOCK_ACTIONS:
            return await otherwise(path, method, body, query_params, request_id, headers)
        headers = headers or {}
        denied = app._enforce_data_plane("s3", _BLOCK_ACTIONS[method], headers, query_params, request_id, resource_arn="*")
        return denied or s3.s3control_account_error(headers) or _s3_block_answer(method, body)

    return handle


def _s3_block_answer(method: str, body: bytes):
    if method == "PUT":
        text = body.decode()
        parts = {part: re.search(f"<{part}>(true|false)</{part}>", text) for part in _BLOCK_PARTS}
        _account_switches["s3-block"] = {part: found.group(1) if found else "false" for part, found in parts.items()}
        return 200, {}, b""
    if method == "DELETE":
        _account_switches.pop("s3-block", None)
        return 204, {}, b""
    block = _account_switches.get("s3-block")
    if block is None:
        return s3.s3control_error("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404)
    inner = "".join(f"<{part}>{value}</{part}>" for part, value in block.items())
    answer = f'<PublicAccessBlockConfiguration xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">{inner}</PublicAccessBlockConfiguration>'
    return 200, {"Content-Type": "application/xml"}, answer.encode()


def install() -> None:
    app._handle_s3_control_request = _s3_account_block(app._handle_s3_control_request)
    ec2._ACTION_MAP.update(
        {
            **_switch("EnableEbsEncryptionByDefault", "ebs", "ebsEncryptionByDefault", lambda params: "true"),
            **_switch("DisableEbsEncryptionByDefault", "ebs", "ebsEncryptionByDefault", lambda params: "false"),
            **_question("GetEbsEncryptionByDefault", "ebs", "ebsEncryptionByDefault", "false"),
            **_switch("EnableImageBlockPublicAccess", "image", "imageBlockPublicAccessState", lambda params: _value(params, "ImageBlockPublicAccessState")),
            **_switch("DisableImageBlockPublicAccess", "image", "imageBlockPublicAccessState", lambda params: "unblocked"),
            **_question("GetImageBlockPublicAccessState", "image", "imageBlockPublicAccessState", "unblocked"),
            **_switch("EnableSnapshotBlockPublicAccess", "snapshot", "state", lambda params: _value(params, "State")),
            **_switch("DisableSnapshotBlockPublicAccess", "snapshot", "state", lambda params: "unblocked"),
            **_question("GetSnapshotBlockPublicAccessState", "snapshot", "state", "unblocked"),
            **_block_public_access("ModifyVpcBlockPublicAccessOptions"),
            **_block_public_access("DescribeVpcBlockPublicAccessOptions"),
        }
    )
