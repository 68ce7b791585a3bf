#!/usr/bin/env bash
# Due dates against the engine's peers, in an environment of their own: `.venv/benchmarks`, as requirements/benchmarks.txt says.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=.venv/benchmarks
if [[ ! -f $venv/installed || requirements/benchmarks.txt -nt $venv/installed ]]; then
  .venv/bin/python -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --retries 5 --timeout 60 --only-binary :all: --no-deps --require-hashes \
    -r requirements/benchmarks.txt
  touch "$venv/installed"
fi
exec "$venv/bin/python" -m benchmarks.deadlines "$@"
