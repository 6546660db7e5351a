#!/usr/bin/env python3
"""Compares what postern evaluates with the goldens of ../shared/fixtures/eval.jsonl.

usage: compare-goldens.py [--postern BIN] [--data DIR] [--adjudicated FILE] [--only TEXT] [-v]

For every folder `postern check --dump=instances --format=json` is held against `_golden.json`: the addresses, and
every attribute of every resource. Both are brought to one spelling first, the goldens':

  * a reference to another resource (an attribute that only apply knows, its id or its ARN) is the resource's address,
  * an unknown is the text of the expression; of a collection that may have more, what is known of it,
  * an instance that may exist or not may stand in the golden or not,
  * keys in addresses stand without quotes, `provider` and `dynamic` are no attributes, and `******` is any value.

A golden, or one attribute of it, that is not what Terraform does is listed in FILE with its reason:
{"dir": …, "address": … (all of them when it is missing), "attribute": … (all of them), "reason": …}.
An entry that nothing differs from any more is an error, so the list only shrinks.
"""

import argparse
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def plain(address):
    """An address as the goldens write it: x.y[key]."""
    return re.sub(r'\["((?:[^"\\]|\\.)*)"\]', r"[\1]", address)


def written(value):
    """A value of ours as the goldens write it, before references are looked at."""
    if isinstance(value, list):
        return [written(item) for item in value]
    if not isinstance(value, dict):
        return value
    keys = set(value)
    if keys == {"$unknown"}:
        return plain(value["$unknown"])
    if keys == {"$reference"}:
        return plain(value["$reference"])
    if keys == {"$text"}:
        return "".join(str(written(piece)) for piece in value["$text"])
    if keys in ({"$open"}, {"$open", "rest"}):
        return written(value["$open"])
    if keys == {"$maybe"}:
        return written(value["$maybe"])
    if keys == {"$oneof"}:
        return {"$oneof": [written(item) for item in value["$oneof"]]}
    return {key[1:] if key.startswith("$$") else key: written(item) for key, item in value.items() if key != "$labels"}


class Comparison:
    def __init__(self, resources):
        # What each resource's own attributes come to: any of these texts may stand for a reference to it.
        self.texts = {}
        for resource in resources:
            address = plain(resource["address"])
            texts = self.texts.setdefault(address, set())
            for name, value in resource["computed"].items():
                text = written(value)
                if isinstance(text, str) and text:
                    texts.add(text)
        self.addresses = sorted(self.texts, key=len, reverse=True)

    def text_matches(self, golden, ours):
        if golden == ours or golden == "******":
            return True
        if not isinstance(ours, str):
            return False
        pattern, at = "", 0
        while at < len(golden):
            address = next((a for a in self.addresses if golden.startswith(a, at)), None)
            if address is None:
                pattern += re.escape(golden[at])
                at += 1
                continue
            at += len(address)
            texts = sorted(self.texts[address], key=len, reverse=True)
            # An attribute that is not known is its own name: the address and the steps behind it.
            pattern += "(?:" + "|".join([re.escape(t) for t in texts] + [re.escape(address) + r"(?:\.[\w-]+|\[[^\]]*\])*"])
            pattern += ")"
        return re.fullmatch(pattern, ours) is not None

    def differences(self, golden, ours, path):
        if isinstance(ours, dict) and set(ours) == {"$oneof"}:
            each = [self.differences(golden, item, path) for item in ours["$oneof"]]
            return min(each, key=len)
        if isinstance(golden, dict) and isinstance(ours, dict):
            out = []
            for key in sorted(set(golden) | set(ours)):
                if key == "dynamic" and golden.get(key) == []:
                    continue
                if key not in ours:
                    # A dynamic block that made nothing is no block at all.
                    if golden[key] != []:
                        out.append((f"{path}.{key}", golden[key], "(missing)"))
                elif key not in golden:
                    out.append((f"{path}.{key}", "(missing)", ours[key]))
                else:
                    out += self.differences(golden[key], ours[key], f"{path}.{key}")
            return out
        if isinstance(golden, list) and isinstance(ours, list) and len(golden) == len(ours):
            out = []
            for number, (left, right) in enumerate(zip(golden, ours)):
                out += self.differences(left, right, f"{path}[{number}]")
            return out
        if isinstance(golden, str) and self.text_matches(golden, ours):
            return []
        if type(golden) is type(ours) and golden == ours:
            return []
        if {type(golden), type(ours)} <= {int, float} and golden == ours:
            return []
        return [(path, golden, ours)]


def folder_differences(postern, folder, golden_name):
    """(address, attribute, golden, ours) for everything that differs."""
    run = subprocess.run([postern, "check", "--dump=instances", "--format=json", folder], capture_output=True, text=True)
    if run.returncode != 0:
        return [("", "", "exit code 0", f"exit code {run.returncode}: {run.stderr.strip()[-300:]}")]
    resources = [resource for root in json.loads(run.stdout)["roots"] for resource in root["resources"]]
    with open(os.path.join(folder, golden_name), encoding="utf-8") as file:
        golden = {address: resource["attributes"] for by_address in json.load(file)["resources"].values()
                  for address, resource in by_address.items()}
    comparison = Comparison(resources)
    ours = {plain(resource["address"]): resource for resource in resources if resource["mode"] != "ephemeral"}
    out = []
    for address in sorted(set(golden) | set(ours)):
        if address not in ours:
            out.append((address, "", "declared", "(missing)"))
        elif address not in golden:
            if ours[address]["exists"] == "yes":
                out.append((address, "", "(missing)", "declared"))
        else:
            attributes = {key: value for key, value in golden[address].items() if key != "provider"}
            for path, left, right in comparison.differences(attributes, written(ours[address]["attributes"]), ""):
                out.append((address, path[1:], left, right))
    return out


def inside(attribute, listed):
    return attribute == listed or attribute.startswith((listed + ".", listed + "["))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postern", default=os.path.join(HERE, "..", "build", "release", "bin", "postern"))
    parser.add_argument("--data", default=os.path.join(HERE, "..", "..", "shared"))
    parser.add_argument("--adjudicated", default=os.path.join(HERE, "..", "test", "goldens-adjudicated.jsonl"))
    parser.add_argument("--only", default="", help="folders whose name has this in it")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what is listed too")
    options = parser.parse_args()

    fixtures = os.path.join(options.data, "fixtures")
    with open(options.adjudicated, encoding="utf-8") as file:
        listed = [json.loads(line) for line in file if line.strip()]
    for entry in listed:
        entry["used"] = False

    passed = excused = failed = 0
    with open(os.path.join(fixtures, "eval.jsonl"), encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    for record in records:
        if options.only not in record["dir"]:
            continue
        left = []
        had_excuse = False
        for difference in folder_differences(options.postern, os.path.join(fixtures, record["dir"]), record["golden"]):
            address, attribute = difference[:2]
            reasons = [entry for entry in listed if entry["dir"] == record["dir"]
                       and entry.get("address", address) == address
                       and inside(attribute, entry.get("attribute", attribute))]
            for entry in reasons:
                entry["used"] = True
            had_excuse |= bool(reasons)
            if not reasons or options.verbose:
                left.append(difference)
        for address, attribute, golden, ours in left:
            print(f"{record['dir']}: {address} {attribute}\n  golden {json.dumps(golden)[:300]}\n  ours   {json.dumps(ours)[:300]}")
        if left and not options.verbose:
            failed += 1
        elif had_excuse:
            excused += 1
        else:
            passed += 1
    if not options.only:
        for entry in listed:
            if not entry.pop("used"):
                print(f"listed, but nothing differs: {json.dumps(entry)}")
                failed += 1
    print(f"{passed} passed, {excused} listed as not Terraform's behaviour, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
