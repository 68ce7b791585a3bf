#!/usr/bin/env bash
# Writes the locks anew: lock.txt is every package the product and its checks need, benchmarks.txt and benchmarks-node the
# peers that it is compared with, clients.txt and clients-node what generates clients, by exact version and hash.
# The machine's own pip settings (other indexes, folders of wheels) are shut out, so that they cannot leak into the lock.
# Give `--upgrade` to move to the newest versions; without it, what is locked and still allowed stays.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
compile() {
  env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_INDEX_URL -u PIP_NO_INDEX PIP_CONFIG_FILE=/dev/null \
    CUSTOM_COMPILE_COMMAND="make lock" \
    "$python" -m piptools compile "$@" --generate-hashes --strip-extras --allow-unsafe \
      --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
      --no-config --newline lf --quiet
}
compile pyproject.toml requirements/dev.in --output-file requirements/lock.txt "$@"
compile requirements/benchmarks.in --output-file requirements/benchmarks.txt "$@"
compile requirements/clients.in --output-file requirements/clients.txt "$@"
if command -v npm >/dev/null; then
  for folder in benchmarks-node clients-node; do
    npm install --prefix "requirements/$folder" --package-lock-only --ignore-scripts --no-audit --no-fund --silent
  done
fi
