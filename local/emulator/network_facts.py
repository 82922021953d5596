"""What EC2 keeps of endpoints and network ACLs, and MiniStack 1.5.33 forgets or does not tell: an endpoint's policy and
private DNS (EC2 API reference, VpcEndpoint), the ports of an ACL's entry (NetworkAclEntry), the prefix lists of a security
group's rule (IpPermission), and which rule is meant by one that is to be revoked."""

import functools
import json
from xml.sax.saxutils import escape

from ministack.services import ec2

# What EC2 puts where no policy is given (VPC user guide, "Default endpoint policy").
_OPEN = json.dumps({"Statement": [{"Action": "*", "Effect": "Allow", "Principal": "*", "Resource": "*"}]})


def install() -> None:
    ec2._vpce_fields_xml = _with_policy(ec2._vpce_fields_xml)
    ec2._network_acl_entry_xml = _with_ports(ec2._network_acl_entry_xml)
    ec2._rules_match = _same_rule
    ec2._parse_ip_permissions = _with_prefix_lists(ec2._parse_ip_permissions)
    actions = ec2._ACTION_MAP
    actions["CreateVpcEndpoint"] = _keep_endpoint(actions["CreateVpcEndpoint"], ec2._vpc_endpoints)
    actions["ModifyVpcEndpoint"] = _keep_private_dns(actions["ModifyVpcEndpoint"])
    for action in ("CreateNetworkAclEntry", "ReplaceNetworkAclEntry"):
        actions[action] = _keep_ports(actions[action])


def _plain(rule: dict) -> dict:
    """A rule by what it says: lists that are empty or not there are the same, and a group is known by its id alone."""
    said = {key: value for key, value in rule.items() if value not in (None, "", [])}
    for key, name in (("IpRanges", "CidrIp"), ("Ipv6Ranges", "CidrIpv6"), ("PrefixListIds", "PrefixListId"), ("UserIdGroupPairs", "GroupId")):
        if key in said:
            said[key] = sorted(one.get(name, "") for one in said[key])
    return {key: str(value) for key, value in said.items() if key not in ("Description", "SecurityGroupRuleId")}


def _same_rule(one: dict, other: dict) -> bool:
    """A rule is revoked by its values (EC2 API reference, RevokeSecurityGroupEgress), whichever way it was made."""
    return _plain(one) == _plain(other)


def _insert(xml: str, inner: str) -> str:
    """Puts elements before an element's closing tag."""
    end = xml.rindex("</")
    return xml[:end] + inner + xml[end:]


def _with_policy(fields):
    @functools.wraps(fields)
    def wrapper(endpoint, tag="item"):
        policy = endpoint.get("PolicyDocument") or _OPEN
        text = policy if isinstance(policy, str) else json.dumps(policy)
        private = str(endpoint.get("PrivateDnsEnabled") or False).lower()
        inner = f"<policyDocument>{escape(text)}</policyDocument><privateDnsEnabled>{private}</privateDnsEnabled>"
        return _insert(fields(endpoint, tag), inner)

    return wrapper


def _keep_endpoint(create, endpoints):
    @functools.wraps(create)
    def wrapper(params):
        before = set(endpoints.keys())
        create(params)
        (made,) = set(endpoints.keys()) - before
        record = endpoints[made]
        record["PolicyDocument"] = ec2._p(params, "PolicyDocument")
        record["PrivateDnsEnabled"] = ec2._p(params, "PrivateDnsEnabled") == "true"
        return ec2._xml(200, "CreateVpcEndpointResponse", ec2._vpce_fields_xml(record, tag="vpcEndpoint"))

    return wrapper


def _keep_private_dns(modify):
    @functools.wraps(modify)
    def wrapper(params):
        record = ec2._vpc_endpoints.get(ec2._p(params, "VpcEndpointId"))
        wanted = ec2._p(params, "PrivateDnsEnabled")
        if record is not None and wanted:
            record["PrivateDnsEnabled"] = wanted == "true"
        return modify(params)

    return wrapper


def _keep_ports(put):
    @functools.wraps(put)
    def wrapper(params):
        answer = put(params)
        acl = ec2._network_acls.get(ec2._p(params, "NetworkAclId"))
        first, last = ec2._p(params, "PortRange.From"), ec2._p(params, "PortRange.To")
        if acl is not None and first:
            number, egress = int(ec2._p(params, "RuleNumber") or 0), ec2._p(params, "Egress") == "true"
            for entry in acl["Entries"]:
                if entry["RuleNumber"] == number and entry["Egress"] == egress:
                    entry["PortRange"] = {"From": first, "To": last}
        return answer

    return wrapper


def _with_ports(fields):
    @functools.wraps(fields)
    def wrapper(entry):
        ports = entry.get("PortRange")
        if not ports:
            return fields(entry)
        return _insert(fields(entry), f"<portRange><from>{ports['From']}</from><to>{ports['To']}</to></portRange>")

    return wrapper


def _with_prefix_lists(parse):
    """The prefix lists of a security group's rule (EC2 API reference, IpPermission)."""

    @functools.wraps(parse)
    def wrapper(params, prefix):
        rules = parse(params, prefix)
        for number, rule in enumerate(rules, start=1):
            at = f"{prefix}.{number}.PrefixListIds"
            index = 1
            while listed := ec2._p(params, f"{at}.{index}.PrefixListId"):
                description = ec2._p(params, f"{at}.{index}.Description")
                rule["PrefixListIds"].append({"PrefixListId": listed, **({"Description": description} if description else {})})
                index += 1
        return rules

    return wrapper
