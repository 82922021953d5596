"""Snapshots shared with the world: MiniStack 1.5.33 knows the accounts alone that a snapshot is shared with, and those in
the older of the two forms that ModifySnapshotAttribute takes.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html
"""

from ministack.services import ec2


def install() -> None:
    ec2._ACTION_MAP.update(
        {"ModifySnapshotAttribute": _modify_snapshot_attribute, "DescribeSnapshotAttribute": _describe_snapshot_attribute}
    )


def _change(params, operation: str):
    """Who is added or removed, in either form."""
    listed = ec2._parse_launch_permission_list(params, f"CreateVolumePermission.{operation.capitalize()}")
    if ec2._p(params, "OperationType") != operation:
        return listed
    accounts = [{"UserId": one} for one in ec2._parse_member_list(params, "UserId")]
    groups = [{"Group": one} for one in ec2._parse_member_list(params, "UserGroup")]
    return listed + accounts + groups


def _snapshot(params):
    return ec2._snapshots.get(ec2._p(params, "SnapshotId"))


def _missing(params):
    return ec2._error("InvalidSnapshot.NotFound", f"The snapshot '{ec2._p(params, 'SnapshotId')}' does not exist.", 400)


def _modify_snapshot_attribute(params):
    snapshot = _snapshot(params)
    if snapshot is None:
        return _missing(params)
    removed = _change(params, "remove")
    kept = [one for one in snapshot.get("CreateVolumePermissions", []) if one not in removed]
    snapshot["CreateVolumePermissions"] = kept + [one for one in _change(params, "add") if one not in kept]
    return ec2._xml(200, "ModifySnapshotAttributeResponse", "<return>true</return>")


def _describe_snapshot_attribute(params):
    snapshot = _snapshot(params)
    if snapshot is None:
        return _missing(params)
    names = {"UserId": "userId", "Group": "group"}
    items = "".join(
        f"<item><{names[kind]}>{value}</{names[kind]}></item>"
        for one in snapshot.get("CreateVolumePermissions", [])
        for kind, value in one.items()
    )
    return ec2._xml(
        200,
        "DescribeSnapshotAttributeResponse",
        f"<snapshotId>{snapshot['SnapshotId']}</snapshotId><createVolumePermission>{items}</createVolumePermission>",
    )
