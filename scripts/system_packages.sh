#!/usr/bin/env bash
# Brings what the tests need from the system and no Python package can bring: a browser, a font with Vietnamese letters in
# it, `ip`, which makes the machines of the tests that need several, clamd, which looks into files for malware, and Node with
# npm, on which a client in TypeScript is made and run. A machine that has all is left alone. Debian and its kin are served;
# elsewhere it says what is missing.
set -euo pipefail

say() { printf 'system packages: %s\n' "$*"; }

browser() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name"; then return 0; fi
  done
  return 1
}

vietnamese_font() { command -v fc-list >/dev/null && [ -n "$(fc-list ':lang=vi' family | head -n 1)" ]; }

network_tool() { [ "$(uname)" != Linux ] || command -v ip >/dev/null || [ -x /sbin/ip ]; }

malware_scanner() { command -v clamd >/dev/null || [ -x /usr/sbin/clamd ]; }
node_tools() { command -v node >/dev/null && command -v npm >/dev/null; }

missing=()
browser >/dev/null || missing+=(chromium)
vietnamese_font || missing+=(fontconfig fonts-dejavu-core)
network_tool || missing+=(iproute2)
malware_scanner || missing+=(clamav-daemon)
node_tools || missing+=(nodejs npm)

if [ "${#missing[@]}" -eq 0 ]; then
  say "nothing to install (browser: $(browser))"
  exit 0
fi

refuse() {
  say "missing: ${missing[*]}. $1" >&2
  say "install a Chromium or Chrome, a font with Vietnamese letters, iproute2, clamd, Node and npm (Debian: apt-get install ${missing[*]}), then run this again" >&2
  exit 1
}

command -v apt-get >/dev/null || refuse "This system has no apt-get, so it cannot be done from here."
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null && sudo -n true 2>/dev/null || refuse "Installing needs root or a sudo that asks nothing."
  as_root=(sudo -n)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() {
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1 </dev/null; then
    tail -n 30 "$log" >&2
    refuse "'$*' failed."
  fi
}

say "installing ${missing[*]} (a minute or two)"
quietly apt-get -o Acquire::Retries=3 update
quietly apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends "${missing[@]}"
browser >/dev/null || refuse "The package is installed, but there is still no browser on the PATH."
vietnamese_font || refuse "The package is installed, but there is still no font with Vietnamese letters."
network_tool || refuse "The package is installed, but there is still no \`ip\`."
malware_scanner || refuse "The package is installed, but there is still no clamd."
node_tools || refuse "The packages are installed, but there is still no \`node\` or \`npm\`."
say "done (browser: $(browser))"
