"""What an answer must be, by the document of the API."""

HONEST = {"unavailable", "not_ready", "overloaded", "disk_full",
          "outcome_unknown"}
TYPES = {
    "null": lambda x: x is None,
    "integer": lambda x: isinstance(x, int) and not isinstance(x, bool),
    "number": lambda x: isinstance(x, (int, float)) and not isinstance(x, bool),
    "boolean": lambda x: isinstance(x, bool),
    "string": lambda x: isinstance(x, str),
    "array": lambda x: isinstance(x, list),
    "object": lambda x: isinstance(x, dict),
}


def schema_objection(api, schema, value, place=""):
    """What the schema has against the value; an empty text if nothing."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return schema_objection(api, api["components"]["schemas"][name], value,
                                place)
    if "anyOf" in schema:
        found = [schema_objection(api, x, value, place) for x in schema["anyOf"]]
        return "" if "" in found else found[-1]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(TYPES[x](value) for x in kinds):
        return f"{place}: is no {kinds}: {value!r}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{place}: is none of {schema['enum']}: {value!r}"
    if isinstance(value, dict):
        return object_objection(api, schema, value, place)
    if isinstance(value, list) and "items" in schema:
        for each in value:
            why = schema_objection(api, schema["items"], each, place + "/-")
            if why:
                return why
    return ""


def object_objection(api, schema, value, place):
    for name in schema.get("required", ()):
        if name not in value:
            return f"{place}: lacks {name}"
    known = schema.get("properties", {})
    for name, each in value.items():
        if name in known:
            why = schema_objection(api, known[name], each, f"{place}/{name}")
            if why:
                return why
        elif schema.get("additionalProperties", True) is False:
            return f"{place}: has no field {name}"
    return ""


def described(api, what, status):
    responses = what["responses"]
    found = responses.get(str(status)) or responses.get(f"{status // 100}XX")
    if found and "$ref" in found:
        return api["components"]["responses"][found["$ref"].rsplit("/", 1)[1]]
    return found


def header_objection(api, response, status, headers):
    if status == 405 and "Allow" not in headers:
        return "lacks the header Allow"
    for name in response.get("headers", ()):
        described = api["components"]["headers"][name]
        if name not in headers:
            if described["required"]:
                return f"lacks the header {name}"
        elif (described["schema"]["type"] == "integer"
              and not headers[name].isdigit()):
            return f"the header {name} is no number: {headers[name]}"
    if headers.get("X-Content-Type-Options") != "nosniff":
        return "may be sniffed"
    return ""


def objection(api, what, status, headers, body):
    """What is wrong with an answer; an empty text if nothing."""
    if status >= 500 and status not in (503, 504):
        return "is a failure of the server"
    found = described(api, what, status)
    # A path that the request has made is another one than that of the route.
    if found is None and status in (404, 405):
        found = {"content": {"application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"}}}}
    if found is None:
        return f"has the status {status}, which is not described"
    why = header_objection(api, found, status, headers)
    if why:
        return why
    content = found.get("content")
    kind = headers.get("Content-Type", "").split(";")[0]
    if not content:
        return "has a body" if body else ""
    if "*/*" in content:
        return ""
    if kind not in content:
        return f"has the type {kind!r}"
    if not kind.endswith("json"):
        return ""
    return json_objection(api, content[kind].get("schema", {}), status, body)


def json_objection(api, schema, status, body):
    import json
    try:
        value = json.loads(body)
    except ValueError:
        return "is no JSON"
    if status >= 400:
        if value.get("status") != status:
            return "names another status"
        if status >= 500 and value.get("code") not in HONEST:
            return f"has the code {value.get('code')}"
    return schema_objection(api, schema, value)
