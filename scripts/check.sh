#!/usr/bin/env bash
# Style, types and import arrows: the checks that run nothing. One line each when all is well, everything when it is not.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=0

step() {
  local what=$1 began=$SECONDS output
  shift
  if output=$("$@" 2>&1); then
    printf '  %-8s ok (%d s)\n' "$what" $((SECONDS - began))
  else
    printf '  %-8s FAILED: %s\n%s\n' "$what" "$*" "$output"
    failed=1
  fi
}

step format "$bin/ruff" format --check .
step lint "$bin/ruff" check --quiet .
step types "$bin/mypy"
step arrows "$bin/lint-imports" --no-logo
exit "$failed"
