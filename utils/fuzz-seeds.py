"""Makes what the fuzzers start from: TARGET.seeds/ and TARGET.dict for each target; utils/fuzz calls it.

Seeds are the inputs of the tests and, where the shared data is there, of its conformance records;
each distinct text becomes one file that is named for its content.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LARGEST = 8192  # a seed that is longer teaches nothing that its parts would not

SIGNS = ["${", "%{", "~}", "<<EOT\\x0a", "<<-EOT\\x0a", "EOT\\x0a", "=>", "...", "[*]", ".*", "==", "!=", "&&", "||",
         "/*", "*/", "//", "\\\\u00e9", "\\x0d\\x0a", "\\xef\\xbb\\xbf", "\\xcc\\x81", "1e400", "0.1e-9"]
WORDS = {
    "native": ["for", "in", "if", "resource", "dynamic", "content", "null", "true"],
    "json": ['"resource"', '"//"', '"variable"', '"default"', "\\\\ud83d\\\\ude00", "null", "1e5"],
    "template": ["if", "else", "endif", "for", "in", "endfor", "string", "list", "map", "any", "l", "m", "s"],
    "expression": ["for", "in", "if", "null", "true", "string", "list", "map", "any", "l", "m", "s"],
}


def functions():
    with open(os.path.join(ROOT, "lib/Eval/Functions.def"), encoding="utf-8") as table:
        return sorted(set(re.findall(r"^[A-Z_]+\(\s*\"?([a-z][a-z0-9_]*)", table.read(), re.M)))


def test_files(*endings):
    for folder, _, names in os.walk(os.path.join(ROOT, "test")):
        for name in names:
            if name.endswith(endings):
                with open(os.path.join(folder, name), "rb") as file:
                    yield file.read()


def records(data, name):
    path = os.path.join(data, "conformance", name)
    if os.path.exists(path):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    yield json.loads(line)


def conformance_files(data, *endings):
    for folder, _, names in os.walk(os.path.join(data, "conformance")):
        for name in names:
            if name.endswith(endings):
                with open(os.path.join(folder, name), "rb") as file:
                    yield file.read()


def gather(data):
    seeds = {target: set() for target in WORDS}
    seeds["native"].update(test_files(".tf", ".tofu", ".tfvars", ".test"))
    seeds["native"].update(conformance_files(data, ".tf", ".hcl", ".tfvars"))
    seeds["json"].update(test_files(".tf.json", ".tfvars.json"))
    seeds["json"].update(conformance_files(data, ".json"))
    seeds["template"].update(test_files(".tftpl", ".tmpl"))
    seeds["template"].update(conformance_files(data, ".tmpl", ".tftpl", ".tpl"))
    for record in records(data, "syntax.jsonl"):
        text = base64.b64decode(record["input_b64"]) if "input_b64" in record else record["input"].encode()
        kind = {"config": "native", "tokens": "native", "tokens-template": "template"}.get(record["kind"], record["kind"])
        seeds[kind].add(text)
    for record in records(data, "expressions.jsonl"):
        seeds[record["kind"]].add(record["expr"].encode())
    for name in ("functions.jsonl", "function_calls.jsonl"):
        for record in records(data, name):
            if record.get("expr"):
                seeds["expression"].add(record["expr"].encode())
                seeds["template"].add(("a${" + record["expr"] + "}").encode())
    # Without the shared data there is something to start from all the same.
    seeds["expression"].update([b'{ for k, v in m : k => format("%s", v) if v != null }', b"l[*].a", b'cidrsubnet(s, 8, 1)'])
    seeds["template"].update([b"%{ for x in l ~}\n${x}\n%{ endfor ~}", b"%{ if bool }a%{ else }b%{ endif }"])
    return seeds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("out")
    args = parser.parse_args()
    for target, seeds in gather(args.data).items():
        folder = os.path.join(args.out, target + ".seeds")
        os.makedirs(folder, exist_ok=True)
        for seed in seeds:
            if len(seed) <= LARGEST:
                with open(os.path.join(folder, hashlib.sha1(seed).hexdigest()), "wb") as file:
                    file.write(seed)
        words = SIGNS + WORDS[target] + (functions() if target in ("template", "expression") else [])
        with open(os.path.join(args.out, target + ".dict"), "w", encoding="utf-8") as dictionary:
            for word in words:
                dictionary.write('"' + word.replace('"', '\\"') + '"\n')
        print(f"{target}: {len(seeds)} seeds", file=sys.stderr)


if __name__ == "__main__":
    main()
