#!/usr/bin/env bash
# Due dates against the engine's peers, in the environment of the peers.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/benchmark_python.sh
exec .venv/benchmarks/bin/python -m benchmarks.deadlines "$@"
