"""Calls every operation of an official client library against a server, each with parameters drawn from its own types.

    drive.py BASE DOCUMENT [SEED…]

The library is Stripe's: its methods name `TypedDict`s, which its makers generate from the same description, so that nobody
has to think of requests. A server that has none of the operations must have read a request to answer 501; whatever else
comes back is shown. What the library may send although the description does not have it is told apart by looking there.
Operations that the library does not have are sent for as they are. Ends with 1 where something is left to explain.
"""

import collections
import importlib
import inspect
import io
import json
import random
import re
import sys
import typing
import urllib.error
import urllib.request

import stripe
import typing_extensions as te
from stripe._request_options import RequestOptions
from stripe._stripe_service import StripeService

DEEPEST = 6
OPTIONS = set(RequestOptions.__annotations__)
KEY = "sk_test_123"


class Recording(stripe.RequestsClient):
    """Keeps what was sent last."""

    last = None

    def request(self, method, url, headers, post_data=None):
        return self.kept(super().request, method, url, headers, post_data)

    def request_stream(self, method, url, headers, post_data=None):
        return self.kept(super().request_stream, method, url, headers, post_data)

    def kept(self, send, method, url, headers, post_data):
        Recording.last = (method, url, headers.get("Content-Type", "").split(";")[0])
        return send(method, url, headers, post_data)


class Drawn:
    """Values for the types of one module of parameters."""

    def __init__(self, seed):
        self.dice = random.Random(seed)

    def members(self, kind, depth=0):
        names = dict(vars(typing)) | dict(vars(te)) | dict(vars(sys.modules[kind.__module__]))
        members = {}
        for name, member in kind.__dict__["__annotations__"].items():
            if name in OPTIONS:
                continue
            member = resolved(member, names)
            may_lack = te.get_origin(member) is te.NotRequired
            likely = 0.9 if depth == 0 else 0.6
            if may_lack and (depth >= DEEPEST or self.dice.random() > likely):
                continue
            members[name] = self.value(member, names, depth, name)
        # A form cannot say that an object is there and empty.
        first = next(iter(kind.__dict__["__annotations__"].items()), None)
        if first and not members and depth > 0:
            members[first[0]] = self.value(resolved(first[1], names), names, depth, first[0])
        return members

    def value(self, kind, names, depth, name):
        kind = resolved(kind, names)
        origin, inside = te.get_origin(kind), te.get_args(kind)
        if origin in (te.NotRequired, te.Required):
            return self.value(inside[0], names, depth, name)
        if origin is te.Literal:
            return self.dice.choice(inside)
        if origin is typing.Union or type(kind).__name__ == "UnionType":
            return self.value(self.dice.choice(inside), names, depth, name)
        if origin is list:
            return [self.value(inside[0], names, depth + 1, name) for _ in range(self.dice.choice([1, 1, 2]))]
        if origin is dict:
            return {key: self.value(inside[1], names, depth + 1, key) for key in ("one", "two")}
        if te.is_typeddict(kind):
            return self.members(kind, depth + 1)
        if kind is type(None):
            return None
        if kind is str:
            return self.text(name)
        if kind is bool:
            return self.dice.choice([True, False])
        if kind is int:
            return self.dice.choice([1, 7, 1700000000])
        if kind is float:
            return 1.5
        if kind is typing.Any:
            return io.BytesIO(b"\x89PNG\r\n\x00\xff")
        raise TypeError(f"{name}: {kind!r}")

    def text(self, name):
        if name in ("date", "timestamp") or name in ("gt", "gte", "lt", "lte"):
            return "2026-01-02T03:04:05Z"
        if name.endswith("_decimal"):
            return "1.5"
        if "email" in name:
            return "a@example.org"
        if name.endswith("url"):
            return "https://example.org/a?b=c&d[]=e"
        if name in ("description", "name", "message", "one", "two"):
            return self.dice.choice(["text", "a&b=c [d] é %41", "1", "true", "\u7f51"])
        return {"country": "US", "currency": "usd", "requestor_challenge_indicator": "01"}.get(name, "ab1")


def resolved(kind, names):
    if isinstance(kind, typing.ForwardRef):
        kind = kind.__forward_arg__
    return eval(kind, names) if isinstance(kind, str) else kind  # noqa: S307, of the library's own text


def methods(service, path):
    inner = getattr(sys.modules[type(service).__module__], "_subservices", {})
    for name in sorted(set(dir(service)) | set(inner)):
        if name.startswith("_") or name.endswith("_async"):
            continue
        attribute = getattr(service, name)
        if isinstance(attribute, StripeService):
            yield from methods(attribute, f"{path}.{name}")
        elif inspect.ismethod(attribute) and "params" in inspect.signature(attribute).parameters:
            yield f"{path}.{name}", attribute


def parameters_of(method):
    annotation = str(inspect.signature(method).parameters["params"].annotation)
    name = re.search(r"[A-Z]\w*Params", annotation.replace("Optional", "")).group(0)
    # Services import their parameters for type checkers only: read the import.
    source = inspect.getsource(sys.modules[method.__func__.__module__])
    module = re.search(rf"from (stripe\.params[\w.]*) import \(?\s*{name}\b", source).group(1)
    return getattr(importlib.import_module(module), name)


class Description:
    """The description, to be asked what it has."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.document = json.load(file)
        self.operations = {}
        for template, item in self.document["paths"].items():
            pattern = re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)) + "$")
            for method in ("get", "post", "delete"):
                if method in item:
                    self.operations[(method, template)] = (pattern, item[method])

    def find(self, method, path):
        fits = [key for key, (pattern, _) in self.operations.items() if key[0] == method and pattern.match(path)]
        return min(fits, key=lambda key: key[1].count("{"), default=None)

    def allows(self, key, fault):
        """Whether the description takes what a fault (`a[b][0]: must …`) speaks against."""
        at, said = fault.split(": ", 1)
        steps = re.findall(r"[^\[\]]+", at)
        operation = self.operations[key][1]
        query = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["in"] == "query"}
        content = operation.get("requestBody", {}).get("content", {})
        body = [media["schema"] for media in content.values()]
        schemas = body if content and key[0] == "post" else [{"properties": query}]
        if said.startswith("is required"):
            for step in steps[:-1]:
                schemas = [inner for schema in schemas for inner in self.inside(schema, step)]
            return not any(steps[-1] in one.get("required", []) for schema in schemas for one in self.branches(schema))
        for step in steps:
            schemas = [inner for schema in schemas for inner in self.inside(schema, step)]
        if said.startswith("is not known here"):
            return bool(schemas)
        if said.startswith("must be one of"):
            return not any("enum" in branch for schema in schemas for branch in self.branches(schema))
        if said.startswith("must be an object with"):
            return not all(branch.get("required") for schema in schemas for branch in self.branches(schema))
        if said.startswith("must be a string, not an object"):
            return any(branch.get("type") == "object" for schema in schemas for branch in self.branches(schema))
        return True

    def branches(self, schema):
        if "$ref" in schema:
            target = self.document
            for step in schema["$ref"].split("/")[1:]:
                target = target[step]
            return self.branches(target)
        several = schema.get("anyOf") or schema.get("oneOf") or []
        return [branch for one in several for branch in self.branches(one)] or [schema]

    def inside(self, schema, step):
        for branch in self.branches(schema):
            if step.isdigit() and "items" in branch:
                yield branch["items"]
            elif step in branch.get("properties", {}):
                yield branch["properties"][step]


def send(base, method, path):
    request = urllib.request.Request(base + path, method=method.upper(), headers={"Authorization": f"Bearer {KEY}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def main():
    base, description = sys.argv[1], Description(sys.argv[2])
    addresses = {"api": base, "files": base, "meter_events": base, "connect": base}
    client = stripe.StripeClient(KEY, base_addresses=addresses, http_client=Recording(), max_network_retries=0)
    tally, bodies, reached, odd = collections.Counter(), collections.Counter(), set(), []
    for seed in sys.argv[3:] or ["1"]:
        drawn = Drawn(seed)
        for root in ("v1", "v2"):
            for path, method in methods(getattr(client, root), root):
                names = [name for name in inspect.signature(method).parameters if name not in ("params", "options")]
                given = drawn.members(parameters_of(method))
                Recording.last = None
                try:
                    method(*(["id_123"] * len(names)), params=given)
                    status, message = 200, "answered"
                except stripe.StripeError as error:
                    said = (error.json_body or {}).get("error", {}).get("message")
                    status, message = error.http_status, said or str(error)
                verb, url, media = Recording.last
                key = description.find(verb, re.sub(r"^https?://[^/]+|\?.*", "", url))
                reached.add(key)
                bodies[f"{verb} {media}".strip()] += 1
                if status == 501 and message:
                    tally["read, and not there (501)"] += 1
                elif status == 400 and not any(description.allows(key, one) for one in message.rstrip(".").split("; ")):
                    tally["refused (400): not in the description"] += 1
                else:
                    tally[f"to be explained ({status})"] += 1
                    odd.append(f"{path}: {status} {message}")
    for key in description.operations.keys() - reached:
        status, text = send(base, key[0], re.sub(r"\{\w+\}", "id_123", key[1]))
        shape = json.loads(text).get("error", {})
        tally["operations the library does not have: in the API's shape"] += status in (400, 501) and "message" in shape
        if status not in (400, 501) or "message" not in shape:
            odd.append(f"{key}: {status} {text[:200]}")
    print(f"{len(description.operations)} operations, {len(reached)} of them reached by the library {stripe.VERSION}")
    for counts in (tally, bodies):
        for what, count in counts.most_common():
            print(f"{count:6} {what}")
    print("\n".join(odd))
    return 1 if odd else 0


if __name__ == "__main__":
    sys.exit(main())
