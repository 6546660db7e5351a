#!/usr/bin/env python3
"""Writes the two files of a new rule: its card and its source.

usage: new-rule.py FAMILY NAME [--subject SUBJECT] [--series IAM1]

FAMILY is a folder of rules/ (iam, net). NAME completes "allow …" and says what the rule flags. The
code is the next free one of the series that is not in rules/retired.txt; without --series it is the
first series of the subject: IAM1 grants, IAM2 principals and trust, IAM3 escalation paths, IAM4
hygiene, IAM5 grammar, NET1 ingress and egress, NET2 reachability and public services, NET3
correctness when applied, NET4 NACLs, NET5 hygiene.
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# subject in the card: (type, parameter, series by family)
SUBJECTS = {
    "statement": ("iam::Statement", "statement", {"iam": "IAM1"}),
    "policy": ("iam::Policy", "policy", {"iam": "IAM1"}),
    "principal_grant": ("iam::PrincipalGrant", "grant", {"iam": "IAM2"}),
    "attachment": ("iam::Attachment", "attachment", {"iam": "IAM4"}),
    "ingress_rule": ("net::IngressRule", "rule", {"net": "NET1"}),
    "egress_rule": ("net::EgressRule", "rule", {"net": "NET1"}),
    "security_group": ("net::SecurityGroup", "group", {"net": "NET5"}),
    "nacl": ("net::Nacl", "nacl", {"net": "NET4"}),
    "exposure": ("net::Exposure", "exposure", {"net": "NET2"}),
    "setting": ("cloud::Setting", "setting", {"iam": "IAM4", "net": "NET2"}),
}

CARD = """\
# {name}

```hcl rule
rule "{name}" {{
  code    = "{code}"
  subject = "{subject}"
  level   = "note"
  preview = true
  since   = "{version}"
  summary = "WHAT IS WRONG, AS A HEADLINE"
  covers  = []
  refs    = []
  message "found" {{
    args = {{ resource = "Address" }}
    text = "{{resource}} SAYS WHAT WAS SEEN"
  }}
  help = "WHAT TO DO INSTEAD"
}}
```

WHY IT MATTERS, IN A SHORT PARAGRAPH.

## Flagged

```hcl
```

## Accepted

```hcl
```
"""

SOURCE = """\
#include "rules/{family}/{name}.gen.h"

namespace postern::rules {{

void {struct}::check(const {type} &{parameter}, const Options &options, Reporter &out) {{
}}

}} // namespace postern::rules
"""


def next_code(series):
    """The lowest free code of a series such as NET1: above none, and never one that was used before."""
    used = set()
    for card in (ROOT / "rules").glob("*/*.md"):
        used.update(re.findall(r'^\s*code\s*=\s*"([A-Z]+\d{3})"', card.read_text(encoding="utf-8"), re.M))
    retired = ROOT / "rules/retired.txt"
    if retired.exists():
        used.update(re.findall(r"\b[A-Z]+\d{3}\b", retired.read_text(encoding="utf-8")))
    for number in range(1, 100):
        code = f"{series}{number:02d}"
        if code not in used:
            return code
    sys.exit(f"new-rule.py: series {series} has no free code")


def version():
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"project\(postern VERSION (\d+\.\d+)", text).group(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("family")
    parser.add_argument("name")
    parser.add_argument("--subject", choices=sorted(SUBJECTS))
    parser.add_argument("--series", help="IAM1 to IAM5, NET1 to NET5")
    args = parser.parse_args()
    if not (ROOT / "rules" / args.family).is_dir():
        sys.exit(f"new-rule.py: no folder rules/{args.family}")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", args.name):
        sys.exit(f"new-rule.py: '{args.name}' is not lower-case words joined by '-'")
    subject = args.subject or ("ingress_rule" if args.family == "net" else "statement")
    kind, parameter, by_family = SUBJECTS[subject]
    series = args.series or by_family.get(args.family)
    if not series or not re.fullmatch(r"[A-Z]+\d", series):
        sys.exit(f"new-rule.py: say --series; '{subject}' has no usual one in {args.family}")

    card = ROOT / "rules" / args.family / f"{args.name}.md"
    source = card.with_suffix(".cpp")
    for path in (card, source):
        if path.exists():
            sys.exit(f"new-rule.py: {path.relative_to(ROOT)} exists")
    values = {
        "name": args.name,
        "family": args.family,
        "code": next_code(series),
        "subject": subject,
        "version": version(),
        "type": kind,
        "parameter": parameter,
        "struct": "".join(word.capitalize() for word in args.name.split("-")),
    }
    card.write_text(CARD.format(**values), encoding="utf-8")
    source.write_text(SOURCE.format(**values), encoding="utf-8")
    print(f"{card.relative_to(ROOT)}\n{source.relative_to(ROOT)}\nthen: utils/gen-docs.py")


if __name__ == "__main__":
    main()
