"""Findings of Security Hub, as its two ways to write them treat a workflow. To import a finding again changes what its
provider says of it and leaves the customer's side as it is, the workflow among it; BatchUpdateFindings, which moto 5.2.5
lacks, changes that side alone.
https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html"""

import json

from moto.securityhub import urls
from moto.securityhub.models import SecurityHubBackend
from moto.securityhub.responses import SecurityHubResponse

# What BatchImportFindings cannot change in a finding that exists.
_customers = ("Note", "UserDefinedFields", "VerificationState", "Workflow")


def install() -> None:
    _imports_keep_the_customers_side()
    SecurityHubResponse.batch_update_findings = _batch_update_findings
    urls.url_paths["{0}/findings/batchupdate$"] = SecurityHubResponse.dispatch


def _imports_keep_the_customers_side() -> None:
    original = SecurityHubBackend.batch_import_findings

    def batch_import_findings(self, findings):
        known = {finding.id for finding in self.findings}
        again = [
            {key: value for key, value in finding.items() if key not in _customers}
            if finding.get("Id") in known
            else finding
            for finding in findings
        ]
        return original(self, again)

    SecurityHubBackend.batch_import_findings = batch_import_findings


def _batch_update_findings(self) -> str:
    asked = json.loads(self.body)
    processed, unprocessed = [], []
    for identifier in asked["FindingIdentifiers"]:
        found = [
            finding
            for finding in self.securityhub_backend.findings
            if finding.id == identifier["Id"] and finding.data.get("ProductArn") == identifier["ProductArn"]
        ]
        for finding in found:
            finding.data.update({key: asked[key] for key in _customers if key in asked})
        if found:
            processed.append(identifier)
        else:
            unprocessed.append(
                {"FindingIdentifier": identifier, "ErrorCode": "FindingNotFound", "ErrorMessage": "No such finding"}
            )
    return json.dumps({"ProcessedFindings": processed, "UnprocessedFindings": unprocessed})
