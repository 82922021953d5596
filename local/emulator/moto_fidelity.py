"""Lets moto work beside MiniStack, and brings its answers into the form that the AWS SDK for JavaScript reads."""

import json
from types import SimpleNamespace

import findings
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.macie2.models import MacieBackend
from moto.route53resolver.exceptions import ResourceNotFoundException
from moto.route53resolver.models import Route53ResolverBackend
from moto.route53resolver.responses import Route53ResolverResponse


def install() -> None:
    _times_end_in_z()
    _networks_are_elsewhere()
    _query_logs_end()
    _interfaces_have_groups_of_their_own()
    findings.install()


def _times_end_in_z() -> None:
    original = MacieBackend.get_macie_session

    def get_macie_session(self):
        """Times of the form that the service model declares: RFC 3339, ending in Z."""
        session = dict(original(self))
        for key in ("createdAt", "updatedAt"):
            session[key] = session[key].split(".")[0].rstrip("Z") + "Z"
        return session

    MacieBackend.get_macie_session = get_macie_session


def _networks_are_elsewhere() -> None:
    """The networks are MiniStack's: moto cannot look them up, and must take an id on trust."""
    original = Route53ResolverBackend.associate_resolver_query_log_config

    def associate(self, resolver_query_log_config_id, resource_id):
        own = self.ec2_backend
        self.ec2_backend = SimpleNamespace(describe_vpcs=lambda: [SimpleNamespace(id=resource_id)])
        try:
            return original(self, resolver_query_log_config_id, resource_id)
        finally:
            self.ec2_backend = own

    Route53ResolverBackend.associate_resolver_query_log_config = associate


def _query_logs_end() -> None:
    """A network is no longer logged: moto 5.2.5 has no DisassociateResolverQueryLogConfig."""

    def disassociate_resolver_query_log_config(self) -> str:
        config, resource = self._get_param("ResolverQueryLogConfigId"), self._get_param("ResourceId")
        backend = self.route53resolver_backend
        for key, association in list(backend.resolver_query_log_config_associations.items()):
            if (association.resolver_query_log_config_id, association.resource_id) == (config, resource):
                del backend.resolver_query_log_config_associations[key]
                backend.resolver_query_log_configs[config].association_count -= 1
                association.status = "DELETING"
                return json.dumps({"ResolverQueryLogConfigAssociation": association.description()})
        raise ResourceNotFoundException(f"The query logging configuration '{config}' is not associated with '{resource}'")

    Route53ResolverResponse.disassociate_resolver_query_log_config = disassociate_resolver_query_log_config


def _interfaces_have_groups_of_their_own() -> None:
    """An interface is in the groups that it was put into last; those of the launch are not added to them for ever."""
    NetworkInterface.group_set = property(lambda self: self._group_set)
