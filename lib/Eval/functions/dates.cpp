// Timestamps of RFC 3339, durations, and the reference's own date format.
#include "Eval/functions/Support.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::eval::functions {

namespace {

struct Timestamp {
  int64_t seconds = 0; ///< since 1970, UTC
  int32_t nanos = 0;
  int zone = 0; ///< minutes east of UTC
};

struct Civil {
  int64_t year = 0;
  int month = 0, day = 0, hour = 0, minute = 0, second = 0, weekday = 0;
};

/// Days since 1970-01-01 in the proleptic Gregorian calendar; years are counted from March.
int64_t daysFrom(int64_t year, int month, int day) {
  year -= month <= 2;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t yearOfEra = year - era * 400;
  const int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

Civil civilFrom(const Timestamp &timestamp) {
  const int64_t local = timestamp.seconds + int64_t(timestamp.zone) * 60;
  int64_t days = local / 86400;
  int64_t rest = local % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  Civil out;
  out.hour = int(rest / 3600);
  out.minute = int(rest / 60 % 60);
  out.second = int(rest % 60);
  out.weekday = int(((days + 4) % 7 + 7) % 7);
  const int64_t shifted = days + 719468;
  const int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const int64_t dayOfEra = shifted - era * 146097;
  const int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const int64_t month = (5 * dayOfYear + 2) / 153;
  out.day = int(dayOfYear - (153 * month + 2) / 5 + 1);
  out.month = int(month < 10 ? month + 3 : month - 9);
  out.year = yearOfEra + era * 400 + (out.month <= 2);
  return out;
}

bool isLeap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int daysIn(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && isLeap(year) ? 29 : kDays[size_t(month - 1)];
}

/// Reads digits and signs off the front.
class Scanner {
public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool number(size_t digits, int low, int high, int &out) {
    if (rest_.size() < digits)
      return false;
    out = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9')
        return false;
      out = out * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return out >= low && out <= high;
  }
  bool sign(char c) {
    if (!rest_.starts_with(c))
      return false;
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] std::string_view rest() const { return rest_; }

private:
  std::string_view rest_;
};

std::optional<Timestamp> readTimestamp(std::string_view text) {
  Scanner in(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!in.number(4, 0, 9999, year) || !in.sign('-') || !in.number(2, 1, 12, month) || !in.sign('-') ||
      !in.number(2, 1, daysIn(year, month), day) || !in.sign('T') || !in.number(2, 0, 23, hour) || !in.sign(':') ||
      !in.number(2, 0, 59, minute) || !in.sign(':') || !in.number(2, 0, 59, second))
    return std::nullopt;
  Timestamp out;
  if (in.sign('.')) {
    int32_t scale = 100'000'000;
    int digit = 0;
    bool any = false;
    while (!in.rest().empty() && in.rest()[0] >= '0' && in.rest()[0] <= '9' && in.number(1, 0, 9, digit)) {
      out.nanos += digit * scale;
      scale /= 10;
      any = true;
    }
    if (!any)
      return std::nullopt;
  }
  if (!in.sign('Z')) {
    const bool east = in.sign('+');
    int zoneHour = 0, zoneMinute = 0;
    if ((!east && !in.sign('-')) || !in.number(2, 0, 23, zoneHour) || !in.sign(':') || !in.number(2, 0, 59, zoneMinute))
      return std::nullopt;
    out.zone = (zoneHour * 60 + zoneMinute) * (east ? 1 : -1);
  }
  if (!in.rest().empty())
    return std::nullopt;
  out.seconds = daysFrom(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - int64_t(out.zone) * 60;
  return out;
}

std::string zoneText(int zone, bool colon) {
  const int minutes = zone < 0 ? -zone : zone;
  return fmt::format("{}{:02}{}{:02}", zone < 0 ? '-' : '+', minutes / 60, colon ? ":" : "", minutes % 60);
}

/// "1h30m", "-1.5s", "0": nanoseconds; nothing for anything else and what does not fit.
std::optional<int64_t> readDuration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+'))
    text.remove_prefix(1);
  if (text == "0")
    return 0;
  if (text.empty())
    return std::nullopt;
  constexpr std::array<std::pair<std::string_view, int64_t>, 8> kUnits{{
      {"ns", 1},
      {"us", 1'000},
      {"\u00b5s", 1'000},
      {"\u03bcs", 1'000},
      {"ms", 1'000'000},
      {"s", 1'000'000'000},
      {"m", 60'000'000'000},
      {"h", 3'600'000'000'000},
  }};
  long double total = 0;
  while (!text.empty()) {
    const size_t size = std::min(text.find_first_not_of("0123456789."), text.size());
    const std::string_view number = text.substr(0, size);
    if (number.empty() || number == "." || std::ranges::count(number, '.') > 1)
      return std::nullopt;
    text.remove_prefix(size);
    const size_t unitSize = std::min(text.find_first_of("0123456789."), text.size());
    const auto unit = std::ranges::find(kUnits, text.substr(0, unitSize), &std::pair<std::string_view, int64_t>::first);
    if (unit == kUnits.end())
      return std::nullopt;
    text.remove_prefix(unitSize);
    long double value = 0, scale = 1;
    bool fraction = false;
    for (const char c : number) {
      if (c == '.') {
        fraction = true;
        continue;
      }
      if (fraction)
        value += (scale /= 10) * (c - '0');
      else
        value = value * 10 + (c - '0');
    }
    total += value * (long double)(unit->second);
  }
  if (total > (long double)(INT64_MAX))
    return std::nullopt;
  return int64_t(total + 0.5L) * (negative ? -1 : 1);
}

/// Letters the format gives a meaning, or nothing.
std::optional<std::string> verbText(std::string_view verb, const Civil &civil, int zone) {
  constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};
  constexpr std::array<std::string_view, 7> kDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                  "Thursday", "Friday", "Saturday"};
  const std::string_view month = kMonths[size_t(civil.month - 1)];
  const std::string_view day = kDays[size_t(civil.weekday)];
  const int hour12 = civil.hour % 12 == 0 ? 12 : civil.hour % 12;
  if (verb == "YYYY")
    return fmt::format("{:04}", civil.year);
  if (verb == "YY")
    return fmt::format("{:02}", civil.year % 100);
  if (verb == "MMMM")
    return std::string(month);
  if (verb == "MMM")
    return std::string(month.substr(0, 3));
  if (verb == "MM" || verb == "M")
    return fmt::format("{:0{}}", civil.month, verb.size());
  if (verb == "DD" || verb == "D")
    return fmt::format("{:0{}}", civil.day, verb.size());
  if (verb == "EEEE")
    return std::string(day);
  if (verb == "EEE")
    return std::string(day.substr(0, 3));
  if (verb == "hh" || verb == "h")
    return fmt::format("{:0{}}", civil.hour, verb.size());
  if (verb == "HH" || verb == "H")
    return fmt::format("{:0{}}", hour12, verb.size());
  if (verb == "AA" || verb == "aa")
    return std::string(verb == "AA" ? (civil.hour < 12 ? "AM" : "PM") : (civil.hour < 12 ? "am" : "pm"));
  if (verb == "mm" || verb == "m")
    return fmt::format("{:0{}}", civil.minute, verb.size());
  if (verb == "ss" || verb == "s")
    return fmt::format("{:0{}}", civil.second, verb.size());
  if (verb == "Z")
    return zone == 0 ? "Z" : zoneText(zone, true);
  if (verb == "ZZZ")
    return zone == 0 ? "UTC" : zoneText(zone, false);
  if (verb == "ZZZZ" || verb == "ZZZZZ")
    return zoneText(zone, verb.size() == 5);
  return std::nullopt;
}

std::string rfc3339(const Timestamp &timestamp) {
  const Civil civil = civilFrom(timestamp);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}", civil.year, civil.month, civil.day, civil.hour,
                     civil.minute, civil.second, timestamp.zone == 0 ? "Z" : zoneText(timestamp.zone, true));
}

std::optional<Timestamp> timestampArg(CallSite &site, Args args, int index) {
  const std::optional<Timestamp> out = readTimestamp(args[size_t(index)].text());
  if (!out)
    site.fail(fmt::format("not a valid RFC3339 timestamp: {}", quoted(args[size_t(index)])), index);
  return out;
}

} // namespace

Value formatdate(CallSite &site, Args args) {
  const std::optional<Timestamp> timestamp = timestampArg(site, args, 1);
  if (!timestamp)
    return {};
  const Civil civil = civilFrom(*timestamp);
  const std::string_view format = args[0].text();
  const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  std::string out;
  for (size_t at = 0; at < format.size();) {
    if (format[at] == '\'') {
      // Between quotes everything is literal, and a doubled quote is one.
      if (format.substr(at).starts_with("''")) {
        out += '\'';
        at += 2;
        continue;
      }
      bool closed = false;
      for (++at; at < format.size() && !closed; ++at) {
        if (format.substr(at).starts_with("''")) {
          out += '\'';
          ++at;
        } else if (format[at] == '\'') {
          closed = true;
        } else {
          out += format[at];
        }
      }
      if (!closed)
        return site.fail("unterminated literal '", 0);
      continue;
    }
    if (!isLetter(format[at])) {
      out += format[at++];
      continue;
    }
    size_t end = at;
    while (end < format.size() && format[end] == format[at])
      ++end;
    const std::string_view verb = format.substr(at, end - at);
    const std::optional<std::string> text = verbText(verb, civil, timestamp->zone);
    if (!text)
      return site.fail(fmt::format("invalid date format verb \"{}\"", verb), 0);
    out += *text;
    at = end;
  }
  return computed(site, out, args[1]);
}

Value timeadd(CallSite &site, Args args) {
  std::optional<Timestamp> timestamp = timestampArg(site, args, 0);
  if (!timestamp)
    return {};
  const std::optional<int64_t> duration = readDuration(args[1].text());
  if (!duration)
    return site.fail(fmt::format("invalid duration {}", quoted(args[1])), 1);
  constexpr int64_t kSecond = 1'000'000'000;
  int64_t nanos = timestamp->nanos + *duration % kSecond;
  timestamp->seconds += *duration / kSecond + nanos / kSecond;
  nanos %= kSecond;
  timestamp->seconds -= nanos < 0;
  return computed(site, rfc3339(*timestamp), args[0]);
}

Value timecmp(CallSite &site, Args args) {
  const std::optional<Timestamp> a = timestampArg(site, args, 0);
  const std::optional<Timestamp> b = a ? timestampArg(site, args, 1) : std::nullopt;
  if (!a || !b)
    return {};
  const auto key = [](const Timestamp &t) { return std::pair{t.seconds, t.nanos}; };
  return site.heap().number(int64_t{key(*a) < key(*b) ? -1 : key(*a) > key(*b) ? 1 : 0});
}

Value plantimestamp(CallSite &site, Args args) {
  const std::string &given = site.evaluator.world().planTimestamp;
  if (given.empty())
    return unknownResult(site, site.heap().types.string(), args);
  return site.heap().string(given, callOrigin(site));
}

Value timestamp(CallSite &site, Args) {
  Heap &heap = site.heap();
  Refinement refinement;
  refinement.notNull = true;
  return heap.refined(heap.types.string(), heap.freshSymbol(SymbolKind::Function, "timestamp()", site.range),
                      refinement, callOrigin(site));
}

} // namespace postern::eval::functions
