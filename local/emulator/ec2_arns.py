"""The resource by which a call of EC2 is allowed or not, where MiniStack 1.5.33 takes another or none: an endpoint that is
changed, an entry of a network ACL, what is tagged, and snapshots and images, whose ARNs hold no account.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
"""

import functools

from ministack.core import iam_actions

# By action: the parameter that names the resource, and the type of its ARN.
_SHARED = {"ModifySnapshotAttribute": ("SnapshotId", "snapshot"), "ModifyImageAttribute": ("ImageId", "image")}
_OWN = {
    "ModifyVpcEndpoint": ("VpcEndpointId", "vpc-endpoint"),
    "CreateNetworkAclEntry": ("NetworkAclId", "network-acl"),
    "ReplaceNetworkAclEntry": ("NetworkAclId", "network-acl"),
    "DeleteNetworkAclEntry": ("NetworkAclId", "network-acl"),
}
# Tags are of whatever resource an id says: the type is what stands before its number.
_TAGGING = {"CreateTags", "DeleteTags"}
_TYPES = {"vpc": "vpc", "subnet": "subnet", "sg": "security-group", "rtb": "route-table", "acl": "network-acl"}


def install() -> None:
    iam_actions.extract_resource_arn = _named(iam_actions.extract_resource_arn)


def _parameter(params, name: str) -> str:
    found = params.get(name, "")
    return found[0] if isinstance(found, list) else found


def _named(extract):
    @functools.wraps(extract)
    def wrapper(service, method, path, headers, body, query_params, region, account_id):
        if service == "ec2":
            action = _parameter(query_params, "Action")
            if action in _TAGGING:
                tagged = _parameter(query_params, "ResourceId.1")
                kind = _TYPES.get(tagged.partition("-")[0])
                if kind:
                    return f"arn:aws:ec2:{region}:{account_id}:{kind}/{tagged}"
            field, kind = _SHARED.get(action) or _OWN.get(action) or ("", "")
            resource = _parameter(query_params, field) if field else ""
            if resource:
                account = "" if action in _SHARED else account_id
                return f"arn:aws:ec2:{region}:{account}:{kind}/{resource}"
        return extract(service, method, path, headers, body, query_params, region, account_id)

    return wrapper
