"""Renders each case of a table of policy documents and compares the text, byte for byte.

    documents.py POSTERN TABLE FOLDER

A case of TABLE is `== what it shows`, a configuration, `-- json` (or `-- minified_json`) and the text that
data.aws_iam_policy_document.p must come to. A file beside the configuration stands after `-- file NAME`.
FOLDER is for the configurations.
"""

import json
import os
import re
import subprocess
import sys


def cases(text):
    for part in re.split(r"(?m)^== ", text)[1:]:
        name, _, rest = part.partition("\n")
        sections = re.split(r"(?m)^-- (.*)\n", rest)
        files = {"main.tf": sections[0]}
        attribute = expected = None
        for title, body in zip(sections[1::2], sections[2::2]):
            if title.startswith("file "):
                files[title[5:]] = body
            else:
                attribute, expected = title, body.rstrip("\n")
        yield name, files, attribute, expected


def render(postern, folder, attribute):
    result = subprocess.run([postern, "check", "--dump=instances", folder], capture_output=True, text=True)
    if result.returncode != 0:
        return f"exit code {result.returncode}: {result.stderr}"
    inside = False
    found = None
    for line in result.stdout.split("\n"):
        if not line.startswith(" "):
            inside = line.startswith("aws_x.p " if attribute == "minified_json" else "data.aws_iam_policy_document.p ")
        elif inside and line.startswith(f"  {attribute} = "):
            found = line.split(" = ", 1)[1]
    if found is None:
        return f"no attribute {attribute} in:\n{result.stdout}"
    return json.loads(found) if found.startswith('"') else found


def main():
    postern, table, scratch = sys.argv[1:]
    with open(table, encoding="utf-8") as file:
        text = file.read()
    failed = count = 0
    for name, files, attribute, expected in cases(text):
        count += 1
        folder = os.path.join(scratch, f"case{count}")
        os.makedirs(folder, exist_ok=True)
        for path, body in files.items():
            with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
                file.write(body)
        actual = render(postern, folder, attribute)
        if actual != expected:
            failed += 1
            print(f"{name}\n--- expected\n{expected}\n--- actual\n{actual}\n")
    print(f"{count - failed} documents as expected, {failed} not")
    sys.exit(1 if failed or not count else 0)


if __name__ == "__main__":
    main()
