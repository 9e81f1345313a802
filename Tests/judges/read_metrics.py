#!/usr/bin/env python3
"""Reads metrics in Prometheus' text format on standard input, with Prometheus' own parser: as JSON, a list of families."""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families

text = sys.stdin.buffer.read().decode("utf-8", "strict")
families = [
    {
        "name": family.name,
        "help": family.documentation,
        "kind": family.type,
        "samples": [
            {"name": sample.name, "labels": sample.labels, "value": repr(sample.value)} for sample in family.samples
        ],
    }
    for family in text_string_to_metric_families(text)
]
print(json.dumps(families))
