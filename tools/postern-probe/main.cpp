// Asks leaf types questions: one a line from standard input, or as a sub-command over files.
//
//   postern-probe                    `cidr contains 10.0.0.0/8 10.1.2.3` → one line of answer each; lines that are
//                                    empty or start with # are skipped
//   postern-probe tree FILE          the file's syntax tree
//   postern-probe parse PATH...      a line per file, then how many
//   postern-probe tokens FILE        the file's tokens
//   postern-probe ranges FILE...     where blocks, attributes and literals stand, as JSON
//   postern-probe net selftest       sets of addresses and ports against brute force
//   postern-probe conformance PATH   runs records of test vectors
#include "Families.h"

#include <iostream>

namespace {

using namespace postern::probe;

std::string answer(std::string_view line) {
  std::string_view question = line;
  const std::string_view name = takeWord(question);
  for (const Family &family : families())
    if (family.name == name)
      return family.answer(question);
  return "error: no family of questions is called '" + std::string(name) + "'";
}

} // namespace

int main(int argc, char **argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (!args.empty()) {
    for (const Subcommand &command : subcommands())
      if (command.name == args[0])
        return command.run(std::span(args).subspan(1));
    std::cerr << "postern-probe: no sub-command is called '" << args[0] << "'\n";
    return 2;
  }
  std::string line;
  while (std::getline(std::cin, line)) {
    if (line.ends_with('\r'))
      line.pop_back();
    const size_t first = line.find_first_not_of(" \t");
    if (first == std::string::npos || line[first] == '#')
      continue;
    std::cout << answer(line) << '\n';
  }
  return 0;
}
