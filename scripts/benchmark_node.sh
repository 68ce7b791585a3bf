#!/usr/bin/env bash
# The peer that runs on Node, in a folder of its own: `.venv/benchmarks-node`, as requirements/benchmarks-node says: by exact
# version and hash, from wherever this machine fetches its packages. No script of a package is run.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=requirements/benchmarks-node
folder=.venv/benchmarks-node
if [[ ! -f $folder/installed || $wanted/package-lock.json -nt $folder/installed ]]; then
  rm -rf "$folder"
  mkdir -p "$folder"
  cp "$wanted/package.json" "$wanted/package-lock.json" "$wanted/.npmrc" "$folder/"
  npm ci --prefix "$folder" --ignore-scripts --omit=optional --no-audit --no-fund --silent
  touch "$folder/installed"
fi
