#!/usr/bin/env bash
# What generates clients of the API from its document, below the environment that the first argument names (or .venv): for
# Python in `clients-python`, for TypeScript in `clients-node`, each by exact version and hash, from wherever this machine
# fetches its packages. No script of a package is run. The tests call this too: it does nothing when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}

say() { printf 'client tools: %s\n' "$*" >&2; }

python=$venv/clients-python
if [[ ! -f $python/installed || requirements/clients.txt -nt $python/installed ]]; then
  say "the generator for Python"
  "$venv/bin/python" -m venv --clear "$python"
  "$python/bin/python" -m pip install --quiet --retries 5 --timeout 60 --only-binary :all: --no-deps --require-hashes \
    -r requirements/clients.txt
  touch "$python/installed"
fi

wanted=requirements/clients-node
node=$venv/clients-node
if [[ ! -f $node/installed || $wanted/package-lock.json -nt $node/installed ]]; then
  command -v node >/dev/null && command -v npm >/dev/null || {
    say "missing: node and npm (scripts/system_packages.sh brings them)"
    exit 1
  }
  say "the generator and the compiler for TypeScript"
  rm -rf "$node"
  mkdir -p "$node"
  cp "$wanted/package.json" "$wanted/package-lock.json" "$wanted/.npmrc" "$node/"
  npm ci --prefix "$node" --ignore-scripts --omit=optional --no-audit --no-fund --silent
  touch "$node/installed"
fi
