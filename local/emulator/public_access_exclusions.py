"""Exclusions from the block of public access to VPCs, which MiniStack 1.5.33 has no actions for (EC2 API reference,
VpcBlockPublicAccessExclusion). One that was deleted is told of for a while, as EC2 does. Nothing in the emulator acts on
them."""

import random
import string

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import ec2

_exclusions = AccountRegionScopedDict()
_MODES = ("allow-bidirectional", "allow-egress")


def install() -> None:
    ec2._ACTION_MAP.update(
        {
            "CreateVpcBlockPublicAccessExclusion": _create,
            "ModifyVpcBlockPublicAccessExclusion": _modify,
            "DeleteVpcBlockPublicAccessExclusion": _delete,
            "DescribeVpcBlockPublicAccessExclusions": _describe,
        }
    )


def _missing(exclusion_id: str):
    message = f"The exclusion '{exclusion_id}' does not exist."
    return ec2._error("InvalidVpcBlockPublicAccessExclusionId.NotFound", message, 400)


def _fields(exclusion) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in exclusion.items())


def _answer(action: str, exclusion):
    inner = f"<vpcBlockPublicAccessExclusion>{_fields(exclusion)}</vpcBlockPublicAccessExclusion>"
    return ec2._xml(200, f"{action}Response", inner)


def _create(params):
    mode = ec2._p(params, "InternetGatewayExclusionMode")
    if mode not in _MODES:
        return ec2._error("InvalidParameterValue", f"Value ({mode}) for parameter internetGatewayExclusionMode is invalid.", 400)
    vpc, subnet = ec2._p(params, "VpcId"), ec2._p(params, "SubnetId")
    resource = f"vpc/{vpc}" if vpc else f"subnet/{subnet}"
    made = "vpcbpa-exclude-" + "".join(random.choices(string.hexdigits[:16], k=17))
    _exclusions[made] = {
        "exclusionId": made,
        "internetGatewayExclusionMode": mode,
        "resourceArn": f"arn:aws:ec2:{ec2.get_region()}:{ec2.get_account_id()}:{resource}",
        "state": "create-complete",
    }
    return _answer("CreateVpcBlockPublicAccessExclusion", _exclusions[made])


def _changing(action: str, change):
    def handle(params):
        exclusion_id = ec2._p(params, "ExclusionId")
        exclusion = _exclusions.get(exclusion_id)
        if exclusion is None:
            return _missing(exclusion_id)
        exclusion.update(change(params))
        return _answer(action, exclusion)

    return handle


_modify = _changing(
    "ModifyVpcBlockPublicAccessExclusion",
    lambda params: {
        "internetGatewayExclusionMode": ec2._p(params, "InternetGatewayExclusionMode"),
        "state": "update-complete",
    },
)
_delete = _changing("DeleteVpcBlockPublicAccessExclusion", lambda params: {"state": "delete-complete"})


def _describe(params):
    wanted = ec2._parse_member_list(params, "ExclusionId")
    for exclusion_id in wanted:
        if exclusion_id not in _exclusions:
            return _missing(exclusion_id)
    found = [one for one in _exclusions.values() if not wanted or one["exclusionId"] in wanted]
    items = "".join(f"<item>{_fields(one)}</item>" for one in found)
    return ec2._xml(
        200,
        "DescribeVpcBlockPublicAccessExclusionsResponse",
        f"<vpcBlockPublicAccessExclusionSet>{items}</vpcBlockPublicAccessExclusionSet>",
    )
