#!/usr/bin/env bash
# Makes the virtual environment named by the first argument and installs into it what requirements/lock.txt says, no more
# and no less; then the product itself, from this folder. An environment of another Python or of another place is made anew.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$1

say() { printf 'install: %s\n' "$*"; }

refuse() {
  say "$1" >&2
  say "needed: Python 3.11, 3.12 or 3.13 with its venv module (Debian: apt-get install python3 python3-venv)" >&2
  exit 1
}

suits() { command -v "$1" >/dev/null && "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
makes_venvs() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

find_python() {
  local candidate seen=""
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python /usr/bin/python3; do
    suits "$candidate" || continue
    seen=$candidate
    if makes_venvs "$candidate"; then
      python=$candidate
      return
    fi
  done
  [ -z "$seen" ] || refuse "$seen is new enough, but cannot make virtual environments (its venv or ensurepip module is missing)."
  refuse "no suitable Python found; python3 is $(python3 --version 2>/dev/null || echo missing)."
}

usable() { suits "$venv/bin/python" && [ "$(cat "$venv/place" 2>/dev/null)" = "$PWD" ]; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() {
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    say "failed: $*" >&2
    exit 1
  fi
}

began=$SECONDS
if ! usable; then
  find_python
  say "a new environment in $venv with $("$python" --version)"
  rm -rf "$venv"
  quietly "$python" -m venv "$venv"
  printf '%s' "$PWD" >"$venv/place"
fi
say "the locked packages (the first time takes a minute or two)"
# The lock is complete, so nothing is resolved: pip 23 (Python 3.11's own) would look for the newest release of a package
# that is asked for with an extra, and refuse it for want of a hash. Whether the lock is consistent is asked afterwards.
quietly "$venv/bin/python" -m pip install --quiet --retries 5 --timeout 60 --only-binary :all: --no-deps --require-hashes -r requirements/lock.txt
quietly "$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
quietly "$venv/bin/python" -m pip check
say "done in $((SECONDS - began)) s: $venv/bin/lienthong"
