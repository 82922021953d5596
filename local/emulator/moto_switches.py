"""Switches of detectors that moto 5.2.5 has no actions for, or takes otherwise than AWS: Security Hub's standards and
configuration, a Macie session that is paused, the features of a GuardDuty detector. Each keeps what was last put, and
answers it in the shape of the service's API reference. Nothing in the emulator acts on them."""

import functools
import json

from moto.core.utils import utcnow
from moto.guardduty.models import Detector
from moto.macie2.exceptions import ResourceNotFoundException
from moto.macie2.models import MacieBackend
from moto.macie2.responses import MacieResponse
from moto.securityhub import urls
from moto.securityhub.models import SecurityHubBackend
from moto.securityhub.responses import SecurityHubResponse


def install() -> None:
    Detector.update = _merging_features(Detector.update)
    MacieResponse.update_macie_session = _update_macie_session
    SecurityHubBackend.describe_hub = _as_configured(SecurityHubBackend.describe_hub)
    SecurityHubBackend.disable_security_hub = _forgetting(SecurityHubBackend.disable_security_hub)
    SecurityHubResponse.update_security_hub_configuration = _configure
    for action in (batch_enable_standards, batch_disable_standards, get_enabled_standards):
        setattr(SecurityHubResponse, action.__name__, action)
    for path in ("register", "deregister", "get"):
        urls.url_paths["{0}/standards/" + path + "$"] = SecurityHubResponse.dispatch


def _merging_features(update):
    """An update leaves alone the features that it does not name (GuardDuty API reference, UpdateDetector)."""

    @functools.wraps(update)
    def merge(self, enable, finding_publishing_frequency, data_sources, features):
        named = {feature["name"]: feature for feature in features or []}
        kept = [feature for feature in self.features if feature["name"] not in named]
        return update(self, enable, finding_publishing_frequency, data_sources, [*kept, *named.values()])

    return merge


def _update_macie_session(self) -> str:
    session = self.macie_backend.macie_session
    if session is None:
        raise ResourceNotFoundException("The request failed because the specified resource doesn't exist.")
    for member in ("status", "findingPublishingFrequency"):
        session[member] = self._get_param(member, session[member])
    session["updatedAt"] = utcnow()
    return "{}"


def _settings(backend: SecurityHubBackend) -> dict:
    if not hasattr(backend, "asepsis"):
        backend.asepsis = {"configuration": {}, "standards": {}}
    return backend.asepsis


def _as_configured(describe):
    @functools.wraps(describe)
    def described(self, hub_arn=None):
        return {**describe(self, hub_arn), **_settings(self)["configuration"]}

    return described


def _forgetting(disable):
    """Turning Security Hub off removes its settings and standards (API reference, DisableSecurityHub)."""

    @functools.wraps(disable)
    def forget(self):
        self.asepsis = {"configuration": {}, "standards": {}}
        return disable(self)

    return forget


def _configure(self) -> str:
    backend = self.securityhub_backend
    backend.describe_hub()
    asked = json.loads(self.body)
    members = ("AutoEnableControls", "ControlFindingGenerator")
    _settings(backend)["configuration"].update({member: asked[member] for member in members if member in asked})
    return "{}"


def batch_enable_standards(self) -> str:
    backend = self.securityhub_backend
    backend.describe_hub()
    standards = _settings(backend)["standards"]
    arns = [one["StandardsArn"] for one in json.loads(self.body)["StandardsSubscriptionRequests"]]
    for arn in arns:
        name = arn.rpartition(":")[2].partition("/")[2]
        subscription = f"arn:aws:securityhub:{backend.region_name}:{backend.account_id}:subscription/{name}"
        standards[arn] = {
            "StandardsArn": arn,
            "StandardsSubscriptionArn": subscription,
            "StandardsInput": {},
            "StandardsStatus": "READY",
        }
    return json.dumps({"StandardsSubscriptions": [standards[arn] for arn in arns]})


def batch_disable_standards(self) -> str:
    standards = _settings(self.securityhub_backend)["standards"]
    named = json.loads(self.body)["StandardsSubscriptionArns"]
    gone = [one for one in standards.values() if one["StandardsSubscriptionArn"] in named]
    for one in gone:
        del standards[one["StandardsArn"]]
    return json.dumps({"StandardsSubscriptions": [{**one, "StandardsStatus": "DELETING"} for one in gone]})


def get_enabled_standards(self) -> str:
    backend = self.securityhub_backend
    backend.describe_hub()
    return json.dumps({"StandardsSubscriptions": list(_settings(backend)["standards"].values())})
