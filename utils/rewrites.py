"""Rewrites of Terraform source that do not change what it means, for utils/metamorphic.py.

A rewrite is a function `rewrite(estate)`: it changes files below the estate's folder and counts what it did and what it
could not do. Places come from `postern-probe ranges`, never from looking at the text.
"""

import collections
import json
import os
import re
import subprocess

# Blocks that Terraform reads before it evaluates anything, or that no dynamic block can make.
META_BLOCKS = {"lifecycle", "provisioner", "connection", "provider_meta", "dynamic", "content", "timeouts"}
META_ATTRIBUTES = {"source", "version", "providers", "provider", "depends_on", "for_each", "count"}


class Estate:
    """A copy of configurations: their files as the probe sees them, what finds their roots, and edits to be made."""

    def __init__(self, folder, probe, find_roots):
        self.folder = folder
        self.find_roots = find_roots
        self.done = collections.Counter()
        self.left = collections.Counter()
        self.removed = []
        self.edits = collections.defaultdict(list)
        self.trees = {}
        paths = sorted(os.path.join(where, name) for where, _, names in os.walk(folder) for name in names
                       if name.endswith(".tf"))
        out = subprocess.run([probe, "ranges", *(os.path.relpath(path, folder) for path in paths)], cwd=folder,
                             capture_output=True, check=True).stdout
        for line in out.decode("utf-8").splitlines():
            tree = json.loads(line)
            if tree["broken"]:
                self.left["file with syntax errors"] += 1
            else:
                self.trees[tree["file"]] = tree

    def text(self, path):
        with open(os.path.join(self.folder, path), "rb") as file:
            return file.read()

    def write(self, path, data):
        """Replaces a file; it may be a link to the original, which must stay as it is."""
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.exists(path):
            os.remove(path)
        with open(path, "wb") as file:
            file.write(data)

    def remove(self, path):
        os.remove(os.path.join(self.folder, path))
        self.removed.append(path)

    def append(self, path, data):
        before = self.text(path) if os.path.exists(os.path.join(self.folder, path)) else b""
        self.write(path, before + (b"\n" if before and not before.endswith(b"\n") else b"") + data)

    def edit(self, path, begin, end, new):
        self.edits[path].append((begin, end, new.encode() if isinstance(new, str) else new))

    def apply(self):
        """Makes the edits. They may touch but not overlap."""
        for path, edits in self.edits.items():
            data = self.text(path)
            out, at = [], 0
            for begin, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1])):
                assert begin >= at, (path, begin, at)
                out += [data[at:begin], new]
                at = end
            self.write(path, b"".join(out) + data[at:])

    def blocks(self, *types):
        """(path, block) of the outermost blocks of these types."""
        for path, tree in self.trees.items():
            for block in tree["blocks"]:
                if block["type"] in types:
                    yield path, block


def attribute(block, name):
    return next((each for each in block["attributes"] if each["name"] == name), None)


def inner_blocks(block):
    """All blocks inside that are the resource's own, outermost first."""
    for each in block["blocks"]:
        if each["type"] in ("lifecycle", "provisioner", "connection"):
            continue
        yield each
        yield from inner_blocks(each)


# Files are looked for from the root's folder, so a path that names none means another one from a new root.
BARE_PATH = re.compile(rb'\b(?:file\w*|templatefile)\(\s*"(?!\$\{|/)')


def why_not_wrapped(estate, root, paths):
    names = os.listdir(os.path.join(estate.folder, root))
    configuration = [name for name in names if name.endswith((".tf", ".tf.json", ".tofu", ".tofu.json"))]
    if any(b"path.root" in estate.text(path) for path in paths):
        return "root that uses path.root", configuration
    if any(BARE_PATH.search(estate.text(path)) for path in paths):
        return "root that reads files from its own folder", configuration
    if len(paths) < len(configuration):
        return "root in JSON syntax, or with syntax errors", configuration
    return "", configuration


def wrap(estate, repeat=b""):
    """Each root becomes a module that a new root calls; its variables are declared and passed on there. Roots that
    cannot be wrapped are taken out, which may make roots of what they called."""
    by_folder = collections.defaultdict(list)
    for path in estate.trees:
        by_folder[os.path.dirname(path) or "."].append(path)
    roots = estate.find_roots()
    while True:
        found = {root: why_not_wrapped(estate, root, by_folder[root]) for root in roots}
        unfit = {root: (why, names) for root, (why, names) in found.items() if why}
        if not unfit:
            break
        for root, (why, names) in unfit.items():
            estate.left[why] += 1
            for name in names:
                estate.remove(os.path.join(root, name))
            by_folder[root] = []
        roots = estate.find_roots()
    for number, root in enumerate(sorted(roots)):
        wrapper = f"zz_wrap/{number}"
        main, passed = [], []
        for path in by_folder[root]:
            for block in estate.trees[path]["blocks"]:
                if block["type"] == "variable":
                    main.append(estate.text(path)[block["range"][0]:block["range"][1]] + b"\n")
                    passed.append(block["labels"][0])
        source = os.path.relpath(root, wrapper)
        main.append(f'module "wrapped" {{\n  source = "{source}"\n'.encode())
        main += [f"  {name} = var.{name}\n".encode() for name in passed] + [repeat]
        estate.write(f"{wrapper}/main.tf", b"".join(main) + b"}\n")
        for name in os.listdir(os.path.join(estate.folder, root)):
            if name.endswith((".auto.tfvars", ".auto.tfvars.json")) or name in ("terraform.tfvars",
                                                                                "terraform.tfvars.json"):
                estate.write(f"{wrapper}/{name}", estate.text(os.path.join(root, name)))
        estate.done["root"] += 1
    # The roots themselves are left out of the run, but not of what modules may be.
    return ["--exclude=" + name for name in sorted(os.listdir(estate.folder)) if name != "zz_wrap"]


def wrap_twice(estate):
    """The same, with a for_each of two keys on the call."""
    return wrap(estate, b'  for_each = toset(["one", "two"])\n')


def take_literals(estate, root):
    """Puts `ROOT.pm_N` in place of the literals of resources, locals and module calls; gives them by folder."""
    made = collections.defaultdict(list)

    def strings(path, block, nested):
        for each in block["attributes"]:
            if not nested and each["name"] in META_ATTRIBUTES:
                continue
            for begin, end in each["strings"]:
                text = estate.text(path)[begin:end]
                if b"\\" in text or b"%%{" in text or b"$${" in text:
                    estate.left["literal with escapes"] += 1
                    continue
                folder = os.path.dirname(path)
                name = f"pm_{len(made[folder])}"
                made[folder].append((name, text))
                estate.edit(path, begin, end, f"{root}.{name}")
                estate.done["literal"] += 1
        for each in block["blocks"]:
            if each["type"] not in META_BLOCKS - {"dynamic", "content"}:
                strings(path, each, True)

    for path, block in estate.blocks("resource", "data", "locals", "module"):
        if path.endswith("override.tf"):
            estate.left["override file"] += 1
            continue
        strings(path, block, block["type"] == "locals")
    estate.apply()
    return made


def local(estate):
    """Literals of resources, locals and module calls become locals."""
    for folder, values in take_literals(estate, "local").items():
        lines = b"".join(b"  %s = %s\n" % (name.encode(), text) for name, text in values)
        estate.write(os.path.join(folder, "zz_locals.tf"), b"locals {\n" + lines + b"}\n")
    return []


def variable(estate):
    """Literals of resources, locals and module calls become variables: of roots with values from terraform.tfvars,
    of other modules with defaults."""
    roots = estate.find_roots()
    for folder, variables in take_literals(estate, "var").items():
        is_root = (folder or ".") in roots
        declared = b"".join(b'variable "%s" {\n  type = string\n%s}\n' %
                            (name.encode(), b"" if is_root else b"  default = " + text + b"\n")
                            for name, text in variables)
        estate.write(os.path.join(folder, "zz_variables.tf"), declared)
        if is_root:
            values = b"".join(b"%s = %s\n" % (name.encode(), text) for name, text in variables)
            estate.append(os.path.join(folder, "terraform.tfvars"), values)
    return []


def dynamic(estate):
    """Nested blocks of resources become dynamic ones with one element."""
    for path, block in estate.blocks("resource", "data"):
        for each in inner_blocks(block):
            if each["type"] in META_BLOCKS or each["labels"]:
                if each["type"] not in ("content", "lifecycle"):
                    estate.left["block that is " + (each["type"] if each["type"] in META_BLOCKS else "labelled")] += 1
                continue
            head = f'dynamic "{each["type"]}" {{\n  for_each = [1]\n  iterator = pm_it\n  content {{'
            estate.edit(path, each["range"][0], each["open"] + 1, head)
            estate.edit(path, each["close"] + 1, each["close"] + 1, "\n}")
            estate.done["block"] += 1
    estate.apply()
    return []


def plain_list(estate, path, holder, name):
    """The list attribute's text when it is written out, with different literals; else None."""
    found = attribute(holder, name)
    if not found or found["kind"] != "Tuple" or found["items"] != len(found["strings"]) or not found["strings"]:
        return None
    texts = [estate.text(path)[begin:end] for begin, end in found["strings"]]
    return found if len(set(texts)) == len(texts) else None


def references(estate, folder):
    """All that attributes of a folder's files refer to."""
    out = set()

    def walk(block):
        for each in block["attributes"]:
            out.update(each["references"])
        for each in block["blocks"]:
            walk(each)

    for path, tree in estate.trees.items():
        if os.path.dirname(path) == folder:
            walk(tree)
    return out


def for_each(estate):
    """Lists of CIDR blocks become one rule, or one dynamic block, for each of their elements."""
    lists = ("cidr_blocks", "ipv6_cidr_blocks")
    for path, block in estate.blocks("resource"):
        if len(block["labels"]) != 2:
            continue
        kind, name = block["labels"]
        if kind == "aws_security_group_rule":
            given = [each for each in lists if attribute(block, each)]
            if not given:
                continue
            found = plain_list(estate, path, block, given[0])
            if len(given) > 1 or not found:
                estate.left["rule whose list is not written out, or with two lists"] += 1
            elif attribute(block, "count") or attribute(block, "for_each"):
                estate.left["rule with count or for_each"] += 1
            elif any(each.startswith(f"{kind}.{name}") for each in references(estate, os.path.dirname(path))):
                estate.left["rule that something refers to"] += 1
            else:
                begin, end = found["value"]
                estate.edit(path, block["open"] + 1, block["open"] + 1,
                            b"\n  for_each = toset(" + estate.text(path)[begin:end] + b")\n")
                estate.edit(path, begin, end, "[each.value]")
                estate.done["rule"] += 1
        elif kind in ("aws_security_group", "aws_default_security_group"):
            for each in block["blocks"]:
                if each["type"] not in ("ingress", "egress"):
                    continue
                found = next(filter(None, (plain_list(estate, path, each, one) for one in lists)), None)
                if not found:
                    estate.left["block whose list is not written out"] += 1
                    continue
                begin, end = found["value"]
                estate.edit(path, each["range"][0], each["open"] + 1,
                            f'dynamic "{each["type"]}" {{\n  for_each = '.encode() + estate.text(path)[begin:end] +
                            b"\n  content {")
                estate.edit(path, begin, end, f'[{each["type"]}.value]')
                estate.edit(path, each["close"] + 1, each["close"] + 1, "\n}")
                estate.done["block"] += 1
    estate.apply()
    return []


def standalone(estate):
    """Ingress and egress blocks of a security group become rules of their own."""
    takes = {"from_port", "to_port", "protocol", "cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "description"}
    for path, block in estate.blocks("resource"):
        if len(block["labels"]) != 2 or block["labels"][0] != "aws_security_group":
            continue
        name = block["labels"][1]
        repeat, index = "", ""
        for meta, key in (("count", "count.index"), ("for_each", "each.key")):
            if found := attribute(block, meta):
                text = estate.text(path)[found["range"][0]:found["range"][1]].decode()
                repeat, index = f"  {text}\n", f"[{key}]"
        rules = [each for each in block["blocks"] if each["type"] in ("ingress", "egress")]
        if any(each["type"] == "dynamic" for each in block["blocks"]) or attribute(block, "ingress"):
            estate.left["group with dynamic blocks or the attribute form"] += 1
            continue
        for number, each in enumerate(rules):
            given = {one["name"] for one in each["attributes"]}
            sources = given & {"cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"}
            if given - takes or not sources or not {"from_port", "to_port", "protocol"} <= given:
                estate.left["block with groups, self, or without addresses"] += 1
                continue
            body = b"".join(b"  " + estate.text(path)[one["range"][0]:one["range"][1]] + b"\n"
                            for one in each["attributes"])
            estate.edit(path, *each["range"], "")
            head = (f'\nresource "aws_security_group_rule" "{name}_pm_{number}" {{\n{repeat}  type = "{each["type"]}"\n'
                    f"  security_group_id = aws_security_group.{name}{index}.id\n")
            end = len(estate.text(path))
            estate.edit(path, end, end, head.encode() + body + b"}\n")
            estate.done["block"] += 1
    estate.apply()
    return []


def counted(estate):
    """Resources that nothing refers to become lists of one."""
    known = {folder: references(estate, folder) for folder in {os.path.dirname(path) for path in estate.trees}}
    for path, block in estate.blocks("resource"):
        if attribute(block, "count") or attribute(block, "for_each") or len(block["labels"]) != 2:
            estate.left["resource with count or for_each"] += 1
        elif any((each + ".").startswith(".".join(block["labels"]) + ".") for each in known[os.path.dirname(path)]):
            estate.left["resource that something refers to"] += 1
        else:
            estate.edit(path, block["open"] + 1, block["open"] + 1, "\n  count = 1\n")
            estate.done["resource"] += 1
    estate.apply()
    return []


REWRITES = {"wrap": wrap, "wrap_twice": wrap_twice, "variable": variable, "local": local, "dynamic": dynamic,
            "for_each": for_each, "counted": counted, "standalone": standalone}
