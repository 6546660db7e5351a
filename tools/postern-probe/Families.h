// Every family of questions and every sub-command: one declaration here and one line in Families.cpp each.
#pragma once

#include "Probe.h"

#include <span>

namespace postern::probe {

std::span<const Family> families();
std::span<const Subcommand> subcommands();

// Each in a source file of its own.
std::string answerJson(std::string_view question);
std::string answerCidr(std::string_view question);
std::string answerService(std::string_view question);
std::string answerGlob(std::string_view question);
std::string answerAction(std::string_view question);
std::string answerArn(std::string_view question);
std::string answerPrincipal(std::string_view question);
std::string answerCondition(std::string_view question);
int runNet(std::span<const std::string> args);
std::string answerEval(std::string_view question);
int runConformance(std::span<const std::string> args);
int runRanges(std::span<const std::string> args);
int runIam(std::span<const std::string> args);
int runTree(std::span<const std::string> args);
int runParse(std::span<const std::string> args);
int runTokens(std::span<const std::string> args);

} // namespace postern::probe
