# Sourced by the scripts beside it: packages, configuring, building. Everything it says goes to
# standard error, so that what a tool prints can be piped on.

postern_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
postern_preset=${POSTERN_PRESET:-release}
postern_build=$postern_root/build/$postern_preset

say() { echo "$*" >&2; }

# missing_packages KIND...: the packages of those kinds that are not installed, one line.
missing_packages() {
  local kinds=" $* " kind package missing=()
  while read -r kind package; do
    [[ $kinds == *" $kind "* ]] || continue
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done < <(grep -v '^#' "$postern_root/utils/packages.txt")
  echo "${missing[*]:-}"
}

# need_packages KIND...: installs what is missing with apt, or says what to type. On a system
# without dpkg it is left to CMake to say what it cannot find.
need_packages() {
  command -v dpkg-query >/dev/null || return 0
  local missing as_root=() log
  missing=$(missing_packages "$@")
  [[ -n $missing ]] || return 0
  if [[ $(id -u) != 0 ]]; then
    if command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
      as_root=(sudo)
    else
      say "postern needs packages that are not installed, and cannot install them without root:"
      say "  $missing"
      say "type:  su -c 'apt-get update && apt-get install -y --no-install-recommends $missing'"
      return 1
    fi
  fi
  log=$(mktemp)
  say "installing with apt: $missing"
  # The lists may be old or absent; a second try with fresh ones tells.
  if ! apt_get "$log" install $missing && ! { apt_get "$log" update && apt_get "$log" install $missing; }; then
    tail -n 5 "$log" >&2
    rm -f "$log"
    say "apt could not install them; type:  apt-get update && apt-get install -y --no-install-recommends $missing"
    return 1
  fi
  rm -f "$log"
}

apt_get() {
  local log=$1
  shift
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -qq --no-install-recommends "$@" >>"$log" 2>&1
}

# build_preset: configures when that was never done, then builds; shows the build when there is
# much to do or when it fails.
build_preset() {
  local log options=()
  [[ -n ${POSTERN_DATA:-} ]] && options+=("-DPOSTERN_DATA=$POSTERN_DATA")
  log=$(mktemp)
  if [[ ! -f $postern_build/build.ninja || ${#options[@]} -gt 0 ]]; then
    [[ -f $postern_build/build.ninja ]] || say "configuring build/$postern_preset"
    if ! (cd "$postern_root" && cmake --preset "$postern_preset" "${options[@]}") >"$log" 2>&1; then
      cat "$log" >&2
      rm -f "$log"
      return 1
    fi
  fi
  if [[ ! -x $postern_build/bin/postern ]]; then
    say "building build/$postern_preset; the first time takes some minutes"
    rm -f "$log"
    cmake --build "$postern_build" >&2
    return
  fi
  if ! cmake --build "$postern_build" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# cached NAME: a variable of the configured build.
cached() { sed -n "s/^$1:[A-Z]*=//p" "$postern_build/CMakeCache.txt"; }

# list_sources ALL: C++ files of the project, relative to it; unless ALL is set, those that differ
# from the main branch. In a checkout without that branch all of them.
list_sources() {
  local base
  base=$(git merge-base HEAD main 2>/dev/null || git merge-base HEAD origin/main 2>/dev/null || true)
  if [[ -n $1 || -z $base ]]; then
    find lib grammar rules tools \( -name '*.h' -o -name '*.cpp' \) | LC_ALL=C sort
  else
    { git diff --name-only --diff-filter=d "$base" -- && git ls-files --others --exclude-standard; } |
      grep -E '^(lib|grammar|rules|tools)/.*\.(h|cpp)$' | LC_ALL=C sort -u || true
  fi
}
