"""Loads OSCAL documents in compliance-trestle and validates them: one line of JSON for each folder that is named."""
import argparse
import importlib
import json
import logging
import os
import pathlib
import sys

from trestle.common import const
from trestle.core.catalog.catalog_interface import CatalogInterface
from trestle.core.profile_resolver import ProfileResolver
from trestle.core.validator_factory import validator_factory
from trestle.oscal import OSCAL_VERSION

logging.disable(logging.CRITICAL)


def load(path):
    """A document in the model that its first key names; trestle refuses what its model does not know."""
    key = next(iter(json.loads(path.read_text(encoding="utf-8"))), "nothing")
    if key not in const.MODEL_TYPE_TO_MODEL_MODULE:
        raise ValueError(f"no model is called {key}")
    module = importlib.import_module(const.MODEL_TYPE_TO_MODEL_MODULE[key])
    name = "".join(word.capitalize() for word in key.split("-"))
    return getattr(module, name).oscal_read(path)


def problem(path):
    """Why trestle refuses a document, or nothing."""
    try:
        model = load(path)
        validators = validator_factory.get(argparse.Namespace(mode=const.VAL_MODE_ALL))
        if not validators.model_is_valid(model, True, path.parent):
            return validators.error_msg() or "a validator refuses it"
        # What trestle writes, it reads again: nothing is kept that it cannot tell.
        again = type(model).model_validate(json.loads(model.oscal_serialize_json())[type_key(model)])
        return None if again == model else "it does not survive being written and read"
    except Exception as error:  # Whatever is raised is a refusal.
        return str(error) or type(error).__name__


def type_key(model):
    """The key that wraps a model in a document."""
    return next(iter(json.loads(model.oscal_serialize_json())))


def resolved(path):
    """The controls of a profile's resolved catalog, each with the titles of its parts."""
    catalog = ProfileResolver.get_resolved_profile_catalog(path.parent, str(path))
    controls = CatalogInterface(catalog).get_all_controls_from_dict()
    return {control.id: [part.title or part.name for part in control.parts or []] for control in controls}


for folder in map(pathlib.Path, sys.argv[1:]):
    (folder / ".trestle").mkdir(exist_ok=True)  # What makes a folder a workspace.
    os.chdir(folder)  # Trestle takes imports to be relative to where it runs.
    files = sorted(folder.glob("*.json"))
    refused = {path.name: problem(path) for path in files}
    profiles = [path for path in files if path.name.startswith("profile-") and refused[path.name] is None]
    print(
        json.dumps({"version": OSCAL_VERSION, "refused": refused, "resolved": {path.name: resolved(path) for path in profiles}}),
        flush=True,
    )
