"""A function's network, which MiniStack 1.5.33's CloudFormation forgets when it makes one (CloudFormation template
reference, AWS::Lambda::Function, VpcConfig). Without it a function in the network would call as if from outside."""

import functools

from ministack.services import lambda_svc
from ministack.services.cloudformation import provisioners


def install() -> None:
    handler = provisioners._RESOURCE_HANDLERS["AWS::Lambda::Function"]
    handler["create"] = _in_network(handler["create"])


def _in_network(create):
    @functools.wraps(create)
    def wrapper(logical_id, props, stack_name):
        name, attributes = create(logical_id, props, stack_name)
        if props.get("VpcConfig"):
            lambda_svc._functions[name]["config"]["VpcConfig"] = lambda_svc._vpc_config_with_id(props["VpcConfig"])
        return name, attributes

    return wrapper
