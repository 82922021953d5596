"""EC2's switches of account and region, which MiniStack 1.5.33 has no actions for: each keeps what was last put, and
answers it. Nothing in the emulator acts on them, as it has no images, snapshots or gateways to guard."""

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import ec2

_switches = AccountRegionScopedDict()


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


def install() -> None:
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
