#!/usr/bin/env bash
# The peers that are written in Python, in an environment of their own: `.venv/benchmarks`, as requirements/benchmarks.txt says.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=.venv/benchmarks
if [[ ! -f $venv/installed || requirements/benchmarks.txt -nt $venv/installed ]]; then
  "${PYTHON:-.venv/bin/python}" -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --retries 5 --timeout 60 --only-binary :all: --no-deps --require-hashes \
    -r requirements/benchmarks.txt
  touch "$venv/installed"
fi
