"""The packaged parameters of the household readers follow their schemas."""

from __future__ import annotations

import importlib.resources
import json

import pytest
import yaml
from jsonschema import Draft202012Validator

FOLDER = importlib.resources.files("ketenkompas") / "data" / "households"


@pytest.mark.parametrize("name", ["survey", "plan", "cbs_layouts"])
def test_the_file_follows_its_schema(name: str) -> None:
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    content = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    assert [fault.message for fault in Draft202012Validator(schema).iter_errors(content)] == []
