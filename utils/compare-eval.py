#!/usr/bin/env python3
"""Evaluates random expressions with the reference and with postern, and prints those that differ.

The reference is a program that reads records {"kind", "expr"} as JSON lines with `expr -jsonl` and writes for each
{"expected_type", "expected_json"} or {"error"} (the shared data has its source, tools/hcl_oracle). Its answers become
test vectors, which postern-probe judges: exactly what it does with those of the shared data.
"""
import argparse
import json
import random
import re
import subprocess
import sys
import tempfile

STRINGS = [
    "", "a", "b", "ab", "abc", "Abc DEF", " x ", "\t\n", "a,b,c", ",", "a,,b,", "1", "0", "-1", "1.5", "1e3", "007",
    "true", "false", "True", "null", "noël", "noe\u0308l", "ß", "ǆ", "İ", "日本語", "👨‍👩‍👧x", "🇩🇪🇫🇷", "a\u0301b", "x\r\ny\r\n",
    "\r\n\n", "line\nline2\n", "  indented\n  more", "a.b.c", "$1", "${1}x", "$$", "<&>", "\u2028", "\\", "\"q\"", "'",
    "%", "%s", "foo_bar-baz", "hello world", "o'neil", "2006-01-02T15:04:05Z", "2024-02-29T23:59:59+05:30",
    "arn:aws:iam::123456789012:role/x", "10.0.0.0/8", "{\"a\":1}", "[1,2]", "a\u00a0b", "z", "Z", "é", "e\u0301",
]
NUMBERS = [
    "0", "1", "2", "3", "-1", "-2", "5", "10", "16", "62", "100", "0.5", "-0.5", "1.5", "2.5", "-2.5", "0.1", "1e3", "1e-7",
    "123456789012345678901234567890", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e20",
    "0.30000000000000004", "3.14159", "1.005", "99.995", "1e100", "1e-30",
]
FORMATS = ["%s", "%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%x", "%X", "%#x", "%o", "%#o", "%b", "%e", "%E", "%f", "%.2f",
           "%8.3f", "%g", "%G", "%.3g", "%t", "%v", "%#v", "%q", "%5s|", "%-5s|", "%.2s", "%%", "%08.2f", "%+.1f", "%3v|",
           "%-8v|", "%.0f", "%5.1s|", "%05s", "%+05d", "%5t", "%.3d", "%10.3e", "%-10.3e|", "%x", "%+v", "%012.3g"]
DATE_PARTS = ["YYYY", "YY", "MMMM", "MMM", "MM", "M", "DD", "D", "EEEE", "EEE", "hh", "h", "HH", "H", "AA", "aa", "mm", "m",
              "ss", "s", "Z", "ZZZ", "ZZZZ", "ZZZZZ", "'at'", "''", "-", ":", " ", "T", "Q", "YYY", "'x", ".", "'it''s'"]
DURATIONS = ["1h", "-1h", "30m", "1h30m", "1.5h", "-5s", "0", "100ms", "1us", "1d", "", "h", "1", ".5h", "1.h", "+2h", "1h-2m",
             "9000000h", "24h", "1h 2m", "1.5.5h", "-0.5s", "999999999ns", "µ", "1µs"]
TIMES = ["2020-01-01T00:00:00Z", "2024-02-29T23:59:59+05:30", "2023-12-31T12:00:00-08:00", "2023-02-29T00:00:00Z",
         "2006-01-02 15:04:05Z", "2006-01-02T15:04:05", "1999-12-31T23:59:60Z", "2020-01-01T00:00:00.5Z",
         "2020-01-01T24:00:00Z", "2020-1-1T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
         "2020-06-15T13:05:09+00:00", "2020-06-15T00:05:09-00:00", "2020-01-01t00:00:00z", ""]
PATTERNS = ["a", "[a-z]+", "(\\w+)", "(a)(b)?", "(?P<x>[a-z])(?P<y>.)", "^$", "$", "\\d+", "(", "[", "(?i)ABC", "b*", ".*",
            "(?s).*", "x*?", "(?P<n>a)|b", "(a)|(b)", "\\bfoo", "\\pL+", "[[:alpha:]]", "(?:a|b)c", "a{2}", "^a", "(?P<a>a)(b)", "(?m)^l",
            "\\s+", "[^a]", "é", "\\x41", "\\Q.\\E", "a++", "(?=a)", "\\1", "\\z", "\\C", "."]
CIDRS = ["10.0.0.0/8", "10.1.2.3/8", "192.168.0.0/16", "0.0.0.0/0", "255.255.255.255/32", "172.16.0.0/12", "10.0.0.0/30", "10.0.0.0/33",
         "fd00::/8", "::/0", "2001:db8::/32", "2001:DB8:0:0:1::/64", "::1/128", "fe80::1%eth0/64", "10.0.0/8", "10.0.0.0", "010.001.0.0/16",
         "::ffff:1.2.3.4/96", "fd00:fd12:3456:7890::/56", "300.0.0.0/8", "1.2.3.4/08", "", "1.2.3.4/-1", "a/8"]
CSV = ["a,b\n1,2\n3,4", "a,b\n", "a", "", "a,b\n1", "a,a\n1,2", "a,\"b\"\n\"1\n2\",\"x\"\"y\"", "a,b\r\n1,2\r\n", "\n\na,b\n\n1,2\n\n", "a;b\n1;2",
       "a,b\n\"1,2\n", "a,b\n1\",2", " a,b\n 1, \"2\"", "a,b\n\"1\"x,2", "é\n日", "a,b\n1,2,3", "a,b\n,\n", "\ufeffa,b\n1,2"]
JSON_TEXTS = ["1", "\"a\"", "null", "true", "[]", "{}", "[1,\"a\",null]", "{\"a\":{\"b\":[1]}}", "{\"a\":1,\"a\":2}", "[1,]", "", " 1 ", "01", "1.50",
              "1e3", "-0", "nul", "\"\\u00e9\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "{\"b\":1,\"a\":2}", "1 2", "[1 2]", "{a:1}", "'a'", "123456789012345678901234567890",
              "\"\\x\"", "\"a\tb\"", "[[[[]]]]", "+1", ".5", "1.", "Infinity", "{\"a\":}", "\"e\\u0301\"", "\ufeff1", "/* */ 1"]


YAML_TEXTS = ["1", "a: 1", "- a\n- b: [1, 2]\n  c: {d: e}", "", "---", "# c", "a: yes\nb: 0x1F\nc: 0o17\nd: 017\ne: 1_000", "|\n  a\n  b", ">-\n  a\n  b\n\n  c",
              "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  b: 2", "\"\\u00e9\"", "'it''s'", "2001-02-30", "2001-12-14t21:59:43.10-05:00", "~", "!!str 5", "!foo 5",
              "a: b: c", "[1, 2", "- a\n - b", "a: 1\na: 2", "? a\n: b", ".nan", "-.inf", "12e3", "+.5", "a:\n- 1\n- 2", "key: |-\n  true", "{a, b: }", "a: 1\n---\nb: 2"]


def quote(text):
    out = json.dumps(text, ensure_ascii=False)
    return out.replace("\u2028", "\\u2028").replace("\x7f", "\\u007f").replace("${", "$${").replace("%{", "%%{")


UNKNOWNS = {
    "us": ["string"], "ut": ["string"], "un": ["number"], "ub": ["bool"], "ud": ["dynamic"],
    "ul": [["list", "string"]], "uset": [["set", "string"]], "um": [["map", "string"]],
    "uo": [["object", {"a": "string", "b": "number"}]], "utup": [["tuple", ["string", "number"]]],
    "p": ["string", {"not_null": True, "string_prefix": "arn:aws:"}], "q": ["number", {"not_null": True, "number_min": [2, True]}],
    "l2": [["list", "number"], {"not_null": True, "length_min": 1, "length_max": 2}], "nn": ["string", {"not_null": True}],
}


class Generator:
    def __init__(self, rng, unknowns=False):
        self.rng = rng
        self.unknowns = unknowns

    def unknown(self, *names):
        return self.rng.choice(names or sorted(UNKNOWNS))

    def maybe(self, *names):
        return self.unknowns and self.rng.random() < 0.35 and self.unknown(*names)

    def pick(self, *choices):
        return self.rng.choice(choices)()

    def text(self):
        name = self.maybe("us", "ut", "nn", "p", "ud")
        if name:
            return self.rng.choice([name, "\"x${%s}y\"" % name, name, "\"${%s}.${nn}\"" % name])
        if self.rng.random() < 0.15:
            return quote("".join(self.rng.choice(STRINGS) for _ in range(2)))
        return quote(self.rng.choice(STRINGS))

    def number(self):
        name = self.maybe("un", "q", "ud")
        if name:
            return name
        text = self.rng.choice(NUMBERS)
        return "(%s)" % text if text.startswith("-") else text

    def whole(self):
        name = self.unknowns and self.rng.random() < 0.2 and self.unknown("un", "q")
        if name:
            return name
        number = self.rng.choice([0, 1, 2, 3, 4, 5, -1, -2, 7, 10, 16])
        return "(%d)" % number if number < 0 else str(number)

    def boolean(self):
        name = self.maybe("ub", "us == ut", "un > 1", "us == null", "ub")
        if name:
            return name
        return self.rng.choice(["true", "false", "\"true\"", "\"false\"", "1 == 1", "!true"])

    def scalar(self):
        return self.pick(self.text, self.number, self.boolean, lambda: "null", self.text, self.number)

    def some(self, make, least=0, most=4):
        return ", ".join(make() for _ in range(self.rng.randint(least, most)))

    def tuple(self, make=None):
        return "[%s]" % self.some(make or (lambda: self.value(1)))

    def strings(self):
        items = "[%s]" % self.some(self.text)
        return self.rng.choice(["%s", "tolist(%s)", "toset(%s)", "%s"]) % items

    def numbers(self):
        items = "[%s]" % self.some(self.number)
        return self.rng.choice(["%s", "tolist(%s)", "toset(%s)"]) % items

    def sequence(self):
        name = self.unknowns and self.rng.random() < 0.2 and self.unknown("ul", "uset", "utup", "l2", "ud")
        if name:
            return name
        return self.pick(self.strings, self.numbers, lambda: self.tuple(), lambda: "[%s]" % self.some(self.sequence, 0, 3),
                         lambda: "tolist([%s])" % self.some(self.strings, 0, 2))

    def key(self):
        return self.rng.choice(["a", "b", "c", "\"d e\"", "(\"a\")", "1", "\"é\""])

    def mapping(self, make=None):
        name = self.unknowns and self.rng.random() < 0.2 and self.unknown("um", "uo", "ud")
        if name:
            return name
        make = make or (lambda: self.value(1))
        items = ", ".join("%s = %s" % (self.key(), make()) for _ in range(self.rng.randint(0, 3)))
        return self.rng.choice(["{%s}", "{%s}", "tomap({%s})"]) % items

    def value(self, depth=3):
        if depth <= 0 or self.rng.random() < 0.3:
            return self.scalar()
        return self.pick(self.scalar, self.sequence, self.mapping, lambda: self.expression(depth - 1))

    def operator(self, depth):
        operator = self.rng.choice(["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">="])
        make = self.number if self.rng.random() < 0.7 else (lambda: self.value(depth))
        return "(%s %s %s)" % (make(), operator, make())

    def structure(self, depth):
        value = lambda: self.value(depth)
        return self.rng.choice([
            lambda: "(%s ? %s : %s)" % (self.boolean(), value(), value()),
            lambda: "[for v in %s: v]" % value(),
            lambda: "[for k, v in %s: [k, v]]" % value(),
            lambda: "{for k, v in %s: k => v}" % value(),
            lambda: "{for k, v in %s: v => k...}" % self.strings(),
            lambda: "[for v in %s: v if v != null]" % value(),
            lambda: "%s[%s]" % (self.sequence(), self.pick(self.whole, self.text)),
            lambda: "%s[%s]" % (self.mapping(), self.text()),
            lambda: "%s.a" % self.mapping(),
            lambda: "%s[*]" % value(),
            lambda: "[%s][*].a" % self.some(self.mapping, 0, 3),
            lambda: "[%s].*.a" % self.some(self.mapping, 0, 3),
            lambda: "\"x${%s}y\"" % value(),
            lambda: "\"${%s}\"" % value(),
            lambda: "\"%%{ if %s }a${%s}%%{ else }b%%{ endif }\"" % (self.boolean(), value()),
            lambda: "\"%%{ for v in %s ~} ${v} %%{ endfor }\"" % value(),
            lambda: "!%s" % self.pick(self.boolean, value),
            lambda: "-%s" % self.pick(self.number, value),
        ])()

    def call(self, depth):
        text, number, whole, value = self.text, self.number, self.whole, lambda: self.value(depth)
        strings, sequence, mapping, some = self.strings, self.sequence, self.mapping, self.some
        pick = lambda items: (lambda: quote(self.rng.choice(items)))
        argument = lambda: self.pick(value, text, number)
        table = {
            "abs": [number], "ceil": [number], "floor": [number], "signum": [number], "log": [number, number],
            "pow": [number, whole], "max": [lambda: some(number, 0, 4)], "min": [lambda: some(number, 0, 4)],
            "parseint": [text, whole], "chomp": [text], "format": [lambda: self.format()], "formatlist": [lambda: self.formatlist()],
            "indent": [whole, text], "join": [text, strings], "lower": [text], "upper": [text], "title": [text], "strrev": [text],
            "regex": [pick(PATTERNS), text], "regexall": [pick(PATTERNS), text], "sort": [strings], "split": [text, text],
            "substr": [text, whole, whole], "trim": [text, text], "trimprefix": [text, text], "trimsuffix": [text, text],
            "trimspace": [text], "startswith": [text, text], "endswith": [text, text], "strcontains": [text, text],
            "chunklist": [sequence, whole], "coalescelist": [lambda: some(sequence, 0, 3)], "compact": [strings],
            "concat": [lambda: some(sequence, 0, 3)], "contains": [sequence, value], "distinct": [sequence],
            "element": [sequence, lambda: str(self.rng.choice([0, 1, 2, 3, 7]))], "flatten": [sequence], "keys": [mapping], "values": [mapping],
            "merge": [lambda: some(lambda: self.pick(mapping, mapping, lambda: "null"), 0, 3)], "reverse": [sequence],
            "setintersection": [lambda: some(strings, 1, 3)], "setunion": [lambda: some(sequence, 1, 3)],
            "setsubtract": [strings, strings], "setproduct": [lambda: some(sequence, 1, 3)], "slice": [sequence, whole, whole],
            "zipmap": [strings, sequence], "range": [lambda: some(whole, 1, 3)], "tolist": [value], "toset": [value], "tomap": [mapping],
            "tostring": [value], "tonumber": [value], "tobool": [value], "jsonencode": [value], "jsondecode": [pick(JSON_TEXTS)],
            "csvdecode": [pick(CSV)], "base64encode": [text], "base64decode": [text], "urlencode": [text], "md5": [text],
            "sha1": [text], "sha256": [text], "sha512": [text], "base64sha256": [text], "basename": [text], "dirname": [text],
            "formatdate": [lambda: quote("".join(self.rng.choice(DATE_PARTS) for _ in range(self.rng.randint(1, 4)))), pick(TIMES)],
            "timeadd": [pick(TIMES), pick(DURATIONS)], "cidrhost": [pick(CIDRS), lambda: self.rng.choice(["0", "1", "5", "255", "256", "(-1)", "(-2)", "16777216", "18446744073709551616"])],
            "cidrnetmask": [pick(CIDRS)], "cidrsubnet": [pick(CIDRS), lambda: str(self.rng.choice([0, 1, 2, 4, 8, 16, 24, 33, 56])), lambda: str(self.rng.choice([0, 1, 3, 15, 255, 65536]))],
            "try": [value, value], "can": [value],
            "yamlencode": [value], "yamldecode": [pick(YAML_TEXTS)], "lookup": [mapping, text, text], "length": [sequence],
            "replace": [text, text, text],
        }
        name = self.rng.choice(sorted(table))
        arguments = [make() for make in table[name]]
        # Now and then what does not belong there.
        if self.rng.random() < 0.08:
            arguments[self.rng.randrange(len(arguments))] = argument()
        return "%s(%s)" % (name, ", ".join(arguments))

    def format(self):
        count = self.rng.randint(1, 2)
        text = "".join(self.rng.choice(["", "x", "é"]) + self.rng.choice(FORMATS) for _ in range(count))
        arguments = [self.pick(self.scalar, self.number, self.text, lambda: self.value(1))
                     for _ in range(count - text.count("%%") + (self.rng.random() < 0.05))]
        return ", ".join([quote(text)] + arguments)

    def formatlist(self):
        arguments = [self.pick(self.strings, self.numbers, self.scalar) for _ in range(self.rng.randint(1, 2))]
        return ", ".join([quote(" ".join(self.rng.choice(["%s", "%v", "%d"]) for _ in arguments))] + arguments)

    def expression(self, depth):
        kind = self.rng.random()
        if kind < 0.12:
            return self.operator(depth)
        if kind < 0.35:
            return self.structure(depth)
        return self.call(depth)


def ask(oracle, records):
    """The reference's answers, None where it gives none. Behind each record stands one whose answer is known, so that a
    missing answer does not shift the others."""
    questions = []
    for record in records:
        questions += [record, {"id": "mark", "kind": "expression", "expr": quote("@" + record["id"])}]
    answered = subprocess.run([oracle, "expr", "-jsonl"], input="".join(json.dumps(q) + "\n" for q in questions),
                              capture_output=True, text=True).stdout.split("\n")
    answers, last, found = {}, None, None
    for line in filter(None, answered):
        found = json.loads(line)
        mark = found.get("expected_json")
        if isinstance(mark, str) and mark.startswith("@"):
            answers[mark[1:]] = last
            found = None
        last = found
    return [answers.get(record["id"]) for record in records]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--oracle", help="the reference program")
    parser.add_argument("--probe", required=True, help="postern-probe")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--depth", type=int, default=1, help="how deep calls stand in calls")
    parser.add_argument("--unknowns", action="store_true",
                        help="compare with nothing: what is said of unknowns must hold of known values in their place")
    parser.add_argument("--only", help="expressions with this text in them")
    parser.add_argument("--without", help="no expressions that this regular expression finds something in")
    parser.add_argument("--most", type=int, default=60, help="differences printed")
    options = parser.parse_args()
    generator = Generator(random.Random(options.seed), options.unknowns)
    records = []
    while len(records) < options.count:
        expr = generator.expression(options.depth)
        if options.without and re.search(options.without, expr):
            continue
        if not options.only or options.only in expr:
            records.append({"id": "r%d" % len(records), "kind": "expression", "expr": expr})
    if not options.unknowns and not options.oracle:
        parser.error("what is the reference? --oracle says it")
    answers = [{"sound": True}] * len(records) if options.unknowns else ask(options.oracle, records)
    variables = {name: {"type": what[0], "value": {"$unknown": what[0], "refine": what[1] if len(what) > 1 else {}}}
                 for name, what in UNKNOWNS.items()}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as vectors:
        for record, answer in zip(records, answers):
            if answer is None:
                continue
            if options.unknowns:
                record["variables"] = {name: value for name, value in variables.items()
                                       if re.search(r"\b%s\b" % name, record["expr"])}
            if "error" in answer:
                record["error"] = True
            else:
                record.update(answer)
            vectors.write(json.dumps(record) + "\n")
        vectors.flush()
        judged = subprocess.run([options.probe, "conformance", vectors.name], capture_output=True, text=True,
                                errors="replace").stdout.rstrip("\n").split("\n")
    by_id = {record["id"]: record for record in records}
    shown = 0
    for line in judged[:-1]:
        name = next((word.strip(":") for word in line.split() if word.strip(":") in by_id), None)
        shown += 1
        if shown > options.most:
            break
        print(by_id[name]["expr"] if name else "?")
        print("    " + line)
    print(judged[-1] if judged else "no answer")
    return 0 if judged and judged[-1].endswith(" 0 failed") else 1


if __name__ == "__main__":
    sys.exit(main())
