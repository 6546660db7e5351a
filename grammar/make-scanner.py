#!/usr/bin/env python3
"""Turns the lexer grammar's own automaton (HclLexer.interp) into byte tables for HclScanner.cpp.

    make-scanner.py HclLexer.interp HclLexer.tokens OUT.h OUT.cpp

ANTLR's lexer walks the automaton a code point at a time under a lock; here it is made deterministic once, over UTF-8
bytes, and minimised. The meaning is the same: the longest match wins, among equals the rule that stands first. A set
that holds every code point beyond ASCII takes every byte beyond ASCII, so comments and literal text may hold bytes
that are not UTF-8; whoever cares looks at the text again.
"""
import sys

EPSILON, RANGE, RULE, PREDICATE, ATOM, ACTION, SET, NOT_SET, WILDCARD = range(1, 10)
RULE_STOP, LOOP_END = 7, 12
MAX = 0x10FFFF


class Atn:
    """The parts of a serialised lexer ATN (version 3) that matter here."""

    def __init__(self, words):
        self.words, self.at = words, 0
        if self.next() != 3:
            sys.exit("make-scanner.py: not a version 3 ATN")
        self.at += 8  # the UUID
        self.next(), self.next()  # grammar type, greatest token type
        self.stops, self.rule_of = set(), []
        for state in range(self.next()):
            kind = self.next()
            self.rule_of.append(-1)
            if kind == 0:
                continue
            self.rule_of[state] = self.next()
            if kind == RULE_STOP:
                self.stops.add(state)
            if kind in (3, 4, 5, LOOP_END):
                self.next()
        if self.next():
            sys.exit("make-scanner.py: non-greedy loops are not supported")
        precedence = self.next()
        self.at += precedence
        self.rules = [(self.next(), self.next()) for _ in range(self.next())]
        self.modes = [self.next() for _ in range(self.next())]
        self.sets = []
        for wide in (False, True):
            for _ in range(self.next()):
                count = self.next()
                self.next()  # contains EOF
                self.sets.append([(self.code(wide), self.code(wide)) for _ in range(count)])
        self.edges = {}
        for _ in range(self.next()):
            source, target, kind, a, b, c = (self.next() for _ in range(6))
            self.edges.setdefault(source, []).append((target, kind, a, b, c))
        for _ in range(self.next()):
            self.next()  # decisions
        # Lexer actions: kind, two arguments. Only `type` (kind 7) is used.
        self.actions = [(self.next(), self.next(), self.next()) for _ in range(self.next())]

    def next(self):
        word = self.words[self.at]
        # Every word but the first is stored with two added.
        word = word if self.at == 0 else (word - 2) & 0xFFFF
        self.at += 1
        return word

    def code(self, wide):
        low = self.next()
        return low | self.next() << 16 if wide else low

    def ranges(self, edge):
        _, kind, a, b, _ = edge
        if kind == ATOM:
            return [(a, a)]
        if kind == RANGE:
            return [(a, b)]
        if kind == SET:
            return self.sets[a]
        if kind == WILDCARD:
            return [(0, MAX)]
        out, start = [], 0
        for low, high in sorted(self.sets[a]):
            if low > start:
                out.append((start, low - 1))
            start = high + 1
        if start <= MAX:
            out.append((start, MAX))
        return out

    def token_type(self, rule):
        """The rule's token type, or what its `type` command says."""
        start = self.rules[rule][0]
        todo, seen = [start], set()
        while todo:
            state = todo.pop()
            if state in seen:
                continue
            seen.add(state)
            for target, kind, a, b, _ in self.edges.get(state, []):
                if kind == ACTION:
                    action = self.actions[b]
                    if action[0] != 7:
                        sys.exit("make-scanner.py: the only command supported is type")
                    return action[1]
                todo.append(target)
        return self.rules[rule][1]


def closure(atn, configs):
    """Configurations are (state, return states, token rule)."""
    todo, seen = list(configs), set(configs)
    while todo:
        state, stack, rule = todo.pop()
        follow = []
        if state in atn.stops:
            if stack:
                follow.append((stack[0], stack[1:], rule))
        for target, kind, a, b, _ in atn.edges.get(state, []):
            if kind in (EPSILON, ACTION):
                follow.append((target, stack, rule if rule >= 0 else atn.rule_of[target]))
            elif kind == RULE:
                follow.append((a, (target,) + stack, rule))
            elif kind == PREDICATE:
                sys.exit("make-scanner.py: predicates are not supported")
        for config in follow:
            if config not in seen:
                seen.add(config)
                todo.append(config)
    return frozenset(seen)


class Bytes:
    """A deterministic automaton over bytes; state 0 is the dead end."""

    def __init__(self):
        self.rows, self.accept, self.tries = [[0] * 256], [0], {}

    def new(self, accept=0):
        self.rows.append([0] * 256)
        self.accept.append(accept)
        return len(self.rows) - 1

    def trie(self, ranges, depth):
        """The state that reads `depth` more continuation bytes; ranges hold (low, high, target), sorted."""
        key = (depth, ranges)
        if key in self.tries:
            return self.tries[key]
        state = self.new()
        step = 64 ** (depth - 1)
        for i in range(64):
            part = clip(ranges, i * step, (i + 1) * step - 1)
            if not part:
                continue
            self.rows[state][0x80 + i] = part[0][2] if depth == 1 else self.trie(part, depth - 1)
        self.tries[key] = state
        return state

    def lead(self, state, byte, ranges, low, high, depth):
        part = clip(ranges, low, high)
        if part:
            self.rows[state][byte] = self.trie(part, depth)


def clip(ranges, low, high):
    return tuple((max(a, low) - low, min(b, high) - low, t) for a, b, t in ranges if a <= high and b >= low)


def determinise(atn):
    out, numbers, todo = Bytes(), {}, []

    def number(configs):
        if configs not in numbers:
            rules = [rule for state, stack, rule in configs if state in atn.stops and not stack]
            numbers[configs] = out.new(atn.token_type(min(rules)) if rules else 0)
            todo.append(configs)
        return numbers[configs]

    starts = [number(closure(atn, [(start, (), -1)])) for start in atn.modes]
    while todo:
        configs = todo.pop()
        state = numbers[configs]
        moves = []
        for at, stack, rule in configs:
            for edge in atn.edges.get(at, []):
                if edge[1] in (RANGE, ATOM, SET, NOT_SET, WILDCARD):
                    moves += [(low, high, (edge[0], stack, rule)) for low, high in atn.ranges(edge)]
        # Cut the code points where any range begins or ends; each piece has one set of targets.
        cuts = sorted({low for low, _, _ in moves} | {high + 1 for _, high, _ in moves} | {0x80})
        opens, closes = {}, {}
        for low, high, config in moves:
            opens.setdefault(low, []).append(config)
            closes.setdefault(high + 1, []).append(config)
        alive, pieces = {}, []
        for i, low in enumerate(cuts):
            for config in closes.get(low, []):
                alive[config] -= 1
                if not alive[config]:
                    del alive[config]
            for config in opens.get(low, []):
                alive[config] = alive.get(config, 0) + 1
            if alive and i + 1 < len(cuts):
                target = number(closure(atn, list(alive)))
                if pieces and pieces[-1][2] == target and pieces[-1][1] == low - 1 and low != 0x80:
                    pieces[-1] = (pieces[-1][0], cuts[i + 1] - 1, target)
                else:
                    pieces.append((low, cuts[i + 1] - 1, target))
        for low, high, target in pieces:
            for byte in range(low, min(high, 0x7F) + 1):
                out.rows[state][byte] = target
        beyond = tuple(piece for piece in pieces if piece[0] >= 0x80)
        if len(beyond) == 1 and beyond[0][:2] == (0x80, MAX):
            for byte in range(0x80, 0x100):
                out.rows[state][byte] = beyond[0][2]
            continue
        for byte in range(0xC2, 0xE0):
            out.lead(state, byte, beyond, (byte & 0x1F) << 6, (byte & 0x1F) << 6 | 0x3F, 1)
        for byte in range(0xE0, 0xF0):
            low = (byte & 0x0F) << 12
            # No overlong forms, no surrogates: what is cut off stays dead, positions inside the trie do not move.
            allowed = tuple((a, b, t) for a, b, t in split(beyond, 0xD800, 0xDFFF) if b >= 0x800)
            out.lead(state, byte, tuple((max(a, 0x800), b, t) for a, b, t in allowed), low, low | 0xFFF, 2)
        for byte in range(0xF0, 0xF5):
            low = (byte & 0x07) << 18
            wide = tuple((max(a, 0x10000), b, t) for a, b, t in beyond if b >= 0x10000)
            out.lead(state, byte, wide, low, low | 0x3FFFF, 3)
    return out, starts


def split(ranges, low, high):
    """`ranges` without low..high."""
    for a, b, target in ranges:
        if a < low:
            yield a, min(b, low - 1), target
        if b > high:
            yield max(a, high + 1), b, target


def minimise(dfa, starts):
    group = list(dfa.accept)
    group[0] = -1
    count = len(set(group))
    while True:
        keys, new = {}, []
        for state, row in enumerate(dfa.rows):
            key = (group[state], tuple(group[t] for t in row))
            new.append(keys.setdefault(key, len(keys)))
        group = new
        if len(keys) == count:
            break
        count = len(keys)
    # State 0 is numbered first, so the dead end stays 0.
    rows, accept = [None] * count, [0] * count
    for state, row in enumerate(dfa.rows):
        rows[group[state]] = [group[t] for t in row]
        accept[group[state]] = dfa.accept[state]
    return rows, accept, [group[s] for s in starts]


def main():
    interp, tokens, header, source = sys.argv[1:]
    lines = open(interp, encoding="utf-8").read().split("\n")
    modes = lines[lines.index("mode names:") + 1:]
    modes = modes[:modes.index("")]
    atn = Atn([int(n) for n in lines[lines.index("atn:") + 1].strip("[]").split(",")])
    dfa, starts = determinise(atn)
    rows, accept, starts = minimise(dfa, starts)
    with open(header, "w", encoding="utf-8") as out:
        out.write("// Made by make-scanner.py from HclLexer.g4.\n#pragma once\n\n#include <cstdint>\n\n"
                  "namespace postern::grammar {\n\n/// Token types, as in HclLexer.tokens.\nnamespace tok {\n")
        for line in open(tokens, encoding="utf-8"):
            name, _, value = line.strip().rpartition("=")
            if name and not name.startswith("'"):
                out.write(f"inline constexpr uint32_t {name} = {value};\n")
        out.write("} // namespace tok\n\n")
        for mode, start in zip(modes, starts):
            out.write(f"inline constexpr uint16_t kStart_{mode} = {start};\n")
        out.write(f"\n/// State 0 is the dead end.\nextern const uint16_t kNext[{len(rows)}][256];\n"
                  f"/// The token type that a state accepts, or 0.\nextern const uint8_t kAccept[{len(rows)}];\n\n"
                  "} // namespace postern::grammar\n")
    with open(source, "w", encoding="utf-8") as out:
        out.write('// Made by make-scanner.py from HclLexer.g4.\n#include "HclScannerTables.h"\n\n'
                  "namespace postern::grammar {\n\n")
        out.write(f"const uint16_t kNext[{len(rows)}][256] = {{\n")
        for row in rows:
            out.write("{" + ",".join(map(str, row)) + "},\n")
        out.write(f"}};\n\nconst uint8_t kAccept[{len(rows)}] = {{{','.join(map(str, accept))}}};\n\n"
                  "} // namespace postern::grammar\n")


if __name__ == "__main__":
    main()
