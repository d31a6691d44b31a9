"""Requests that the document of the API allows, nearly allows, and does not."""

import json
from urllib.parse import quote

IDS = ("1", "2", "3", "7", "40")
NAMES = ("admin", "ann", "bob", "me", "none", "bug", "OPS", "WEB", "nobody")
TEXTS = (
    "", " ", "x", "todo", "ann", "OPS", "2026-12-01", "2026-12-01T10:00:00Z",
    "2026-13-45", "-1", "0", "7d", "FREQ=DAILY", "FREQ=DAILY;COUNT=0",
    "a\nb", "\u0000", "\u202eabc", "\ud83d\ude00" * 4, "e\u0301" * 200,
    "\u0130\u00df\u01c5", "a" * 255, "a" * 256, "'; drop table tasks; --",
    "<script>alert(1)</script>", "=1+1", "../../etc/passwd", "null", "true",
)
NUMBERS = (0, 1, 2, 3, -1, 201, 2**31, 2**32, 2**53, 2**63 - 1, 2**63,
           2**64 - 1, 2**64, 1.5, 1e308)
PARTS = ("0", "-1", "01", "1e3", "%00", "%ff", "%zz", "..", "%2e%2e", "%2f",
         "18446744073709551615", "18446744073709551616", "a" * 300, "\u00e9")


class Cases:
    """Draws requests for the routes of one document."""

    def __init__(self, api, random):
        self.api = api
        self.random = random
        self.operations = [
            (method, path, what)
            for path, item in api["paths"].items()
            for method, what in item.items()
        ]

    def draw(self):
        """A method, a target after `/api/v1`, headers, a body, the operation."""
        method, path, what = self.random.choice(self.operations)
        target = self._path(path) + self._query(what)
        headers = self._headers(what)
        body = self._body(what, headers)
        return method.upper(), target, headers, body, what

    def _chance(self, one_in):
        return self.random.randrange(one_in) == 0

    def _path(self, path):
        parts = path.split("/")
        for i, part in enumerate(parts):
            if not part.startswith("{"):
                continue
            if self._chance(6):
                parts[i] = quote(self.random.choice(PARTS), safe="%")
            elif part in ("{id}", "{other}"):
                parts[i] = self.random.choice(IDS)
            elif part == "{name}" and self._chance(2):
                parts[i] = self.random.choice(("completion", "workload", "bug"))
            else:
                parts[i] = self.random.choice(NAMES)
        return "/".join(parts)

    def _query(self, what):
        pairs = []
        for each in what.get("parameters", ()):
            if each["in"] == "query" and self._chance(3):
                value = self._word(each["schema"])
                pairs.append(f"{each['name']}={quote(value, errors='replace')}")
        if self._chance(30):
            pairs.append(self.random.choice(
                ("colour=red", "limit=5&limit=6", "=", "&&", "a=%zz", "%ff=1")))
        return "?" + "&".join(pairs) if pairs else ""

    def _word(self, schema):
        if "enum" in schema and not self._chance(5):
            return str(self.random.choice(schema["enum"]))
        if self._chance(2):
            return str(self.random.choice(NUMBERS))
        return self.random.choice(TEXTS + NAMES).replace("\u0000", "")

    def _headers(self, what):
        headers = {}
        for each in what.get("parameters", ()):
            if each["in"] != "header" or not self._chance(8):
                continue
            value = {
                "If-Match": ('"1"', '"9"', "*", 'W/"3"', "x", '"1", "2"'),
                "Min-Index": ("1", "5", "-1", "x", "99999999999999999999"),
                "Idempotency-Key": ("a", '"b"', "c" * 255, "d" * 256, ""),
            }.get(each["name"], ("1", "x"))
            headers[each["name"]] = self.random.choice(value)
        if self._chance(25):
            headers["Accept"] = self.random.choice(
                ("text/html", "application/json;q=0", "*/*", "x", "text/csv"))
        if self._chance(40):
            headers["If-None-Match"] = self.random.choice(("*", '"3"', "x"))
        return headers

    def _body(self, what, headers):
        content = what.get("requestBody", {}).get("content")
        if not content:
            return b"{}" if self._chance(40) else None
        kind = self.random.choice(list(content))
        headers["Content-Type"] = "text/plain" if kind == "*/*" else kind
        schema = content[kind].get("schema")
        if schema is None or self._chance(30):
            return self._bytes()
        text = json.dumps(self._object(schema)) \
            .encode("utf-8", "surrogatepass")
        if self._chance(60):
            text = self._broken(text)
        if self._chance(80):
            headers["Content-Type"] = self.random.choice(
                ("text/html", "application/json; charset=latin1", "x", ""))
        return text

    def _bytes(self):
        size = self.random.choice((0, 1, 100, 5_000, 300_000))
        return self.random.randbytes(size)

    def _broken(self, text):
        cut = self.random.randrange(len(text) + 1)
        return self.random.choice((
            text[:cut], text + text, text[:-1] + b',"title":"twice"}',
            b"[" * 10_000, b'{"title":' * 2_000, text.replace(b'"', b"\xff", 1),
            b'{"title":"' + b"a" * 600_000 + b'"}', b'{"title":"\\ud800"}'))

    def _resolve(self, schema):
        while "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            schema = self.api["components"]["schemas"][name]
        return schema

    def _object(self, schema):
        schema = self._resolve(schema)
        required = schema.get("required", ())
        made = {}
        for name, each in schema.get("properties", {}).items():
            if (name in required and not self._chance(12)) or self._chance(3):
                made[name] = self._value(self._resolve(each))
        if self._chance(25):
            made[self.random.choice(("colour", "id", "rev", ""))] = 1
        return made

    def _value(self, schema, depth=0):
        kinds = schema.get("type", "object")
        kind = kinds if isinstance(kinds, str) else self.random.choice(kinds)
        if self._chance(10):
            kind = self.random.choice(
                ("string", "integer", "array", "object", "boolean", "null"))
        if "enum" in schema and not self._chance(10):
            return self.random.choice(schema["enum"])
        if kind == "string":
            return self.random.choice(TEXTS + NAMES)
        if kind in ("integer", "number"):
            return self.random.choice(NUMBERS + (1, 2, 3, 4, 5, 6))
        if kind == "boolean":
            return self._chance(2)
        if kind == "array":
            return self._array(schema, depth)
        if kind == "object":
            return self._any_object(schema, depth)
        return None

    def _array(self, schema, depth):
        items = self._resolve(schema.get("items", {"type": "string"}))
        count = self.random.choice((0, 1, 2, 3, 25, 201))
        if depth > 1:
            count = min(count, 2)
        return [self._value(items, depth + 1) for _ in range(count)]

    def _any_object(self, schema, depth):
        if schema.get("properties"):
            return self._object(schema)
        names = ("status", "title", "labels", "assignees", "1", "2", "project")
        if depth > 3:
            return {}
        return {
            self.random.choice(names): self._value({"type": "string"}, depth + 1)
            for _ in range(self.random.randrange(4))
        }
