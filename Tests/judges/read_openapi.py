#!/usr/bin/env python3
"""Judges a document of OpenAPI 3.1 on standard input.

Each argument is OPERATION:STATUS:FILE, an answer in JSON that has to fit what the document says of it, or OPERATION:request:FILE,
a body that has to fit; with "!" before FILE it must not.
"""

import json
import sys

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

document = json.load(sys.stdin)
errors = [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]
if errors:
    sys.exit("\n".join(errors))

registry = Registry().with_resource("urn:document", Resource(contents=document, specification=DRAFT202012))
operations = {
    operation["operationId"]: (path, method)
    for path, methods in document["paths"].items()
    for method, operation in methods.items()
}


def schema_pointer(name, what, kind):
    path, method = operations[name]
    escaped = path.replace("~", "~0").replace("/", "~1")
    place = "requestBody" if what == "request" else f"responses/{what}"
    return f"urn:document#/paths/{escaped}/{method}/{place}/content/{kind.replace('/', '~1')}/schema"


for argument in sys.argv[1:]:
    name, what, file = argument.split(":", 2)
    refused = file.startswith("!")
    with open(file.lstrip("!"), "rb") as handle:
        body = json.load(handle)
    is_problem = what != "request" and "title_en" in body
    kind = "application/problem+json" if is_problem else "application/json"
    validator = Draft202012Validator(
        {"$ref": schema_pointer(name, what, kind)}, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    found = [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(body)]
    if bool(found) != refused:
        sys.exit(f"{name} {what}: {found or 'it fits'}")

for name in sorted(operations):
    print(name)
