#!/usr/bin/env bash
# Sets up this copy on Debian 12: system packages, .venv/ with the pinned requirements, compiled translations.
#
#   ./setup.sh run     what the product needs (the default)
#   ./setup.sh test    that, and what the tests and checks need: PostgreSQL, Redis, Chromium, docker-compose
#
# What is there already is left alone, so a second call takes a moment. No question is asked. The servers that the
# tests use are installed without starting them: no service and no database cluster stays behind.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Why each of them is needed: docs/dependencies.md.
RUN_PACKAGES=(ca-certificates python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2
  tesseract-ocr-vie gettext)
TEST_PACKAGES=(postgresql-15 redis-server chromium docker-compose)
POLICY=/usr/sbin/policy-rc.d
CLUSTERS=/etc/postgresql-common/createcluster.conf

say() { printf '%s\n' "setup: $*"; }
fail() { printf '%s\n' "setup: $*" >&2; exit 1; }

# Runs a command without its chatter: a line at least 10 seconds after the last one, all of it when it fails.
quietly() {
  local log line last=$SECONDS
  log=$(mktemp)
  if ! "$@" </dev/null 2>&1 | tee "$log" | while IFS= read -r line; do
    if ((SECONDS - last >= 10)); then
      last=$SECONDS
      say "  ... ${line:0:100}"
    fi
  done; then
    tail -n 25 "$log" >&2
    rm -f "$log"
    fail "this command failed: $*"
  fi
  rm -f "$log"
}

missing_packages() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
  done
}

# --- as root: install packages, and start nothing ---------------------------------------------------------------

restore_policies() {
  rm -f "$POLICY"
  if [ -e "$POLICY.before-onestop" ]; then mv "$POLICY.before-onestop" "$POLICY"; fi
  if [ -e "$CLUSTERS.before-onestop" ]; then mv "$CLUSTERS.before-onestop" "$CLUSTERS"; fi
}

apt_install() {
  quietly env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}

install_as_root() {
  trap restore_policies EXIT
  trap 'exit 130' INT TERM HUP
  if [ -e "$POLICY" ] && [ ! -e "$POLICY.before-onestop" ]; then mv "$POLICY" "$POLICY.before-onestop"; fi
  printf '#!/bin/sh\nexit 101\n' >"$POLICY" # 101: forbidden by policy, so that no package starts its service
  chmod 755 "$POLICY"
  quietly apt-get update -q -o DPkg::Lock::Timeout=300
  if [[ " $* " == *" postgresql-15 "* ]]; then
    # The cluster that the package makes by default is of no use here; the setting comes with postgresql-common.
    apt_install postgresql-common
    [ -e "$CLUSTERS.before-onestop" ] || cp -p "$CLUSTERS" "$CLUSTERS.before-onestop"
    printf 'create_main_cluster = false\n' >>"$CLUSTERS"
  fi
  apt_install "$@"
  if [[ " $* " == *" redis-server "* ]]; then # nor at the next boot
    if command -v systemctl >/dev/null; then
      systemctl disable --quiet redis-server.service || true
    elif command -v update-rc.d >/dev/null; then
      update-rc.d redis-server disable || true
    fi
  fi
}

# --- the steps ---------------------------------------------------------------------------------------------------

ensure_packages() {
  local -a missing
  if ! command -v apt-get >/dev/null; then
    say "this is not Debian: make sure that it has the like of $*"
    return
  fi
  read -ra missing <<<"$(missing_packages "$@")"
  ((${#missing[@]})) || return 0
  say "installing ${#missing[@]} system packages: ${missing[*]}"
  if ((EUID == 0)); then
    (install_as_root "${missing[@]}")
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n ./setup.sh packages "${missing[@]}"
  else
    fail "system packages are missing, and I am neither root nor may I use sudo without a password. Please run

    apt-get update && apt-get install --no-install-recommends ${missing[*]}

as root, then start me again. (sudo ./setup.sh packages ${missing[*]} does the same and starts no service.)"
  fi
}

ensure_venv() {
  local python=/usr/bin/python3 probe
  probe='import sys, importlib.util as i; sys.exit(sys.version_info[:2] != (3, 11) or not i.find_spec("pip"))'
  if .venv/bin/python -c "$probe" 2>/dev/null; then return; fi
  if ! "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
    python=$(command -v python3.11) || fail "Python 3.11 is needed, and neither /usr/bin/python3 nor python3.11 is it."
  fi
  say "making .venv/ with $python"
  rm -rf .venv
  quietly "$python" -m venv .venv
}

ensure_requirements() {
  local level=$1 file=$2 now stamp=.venv/.installed-$1
  now=$(cat requirements.txt "$file" | sha256sum)
  if [ -e "$stamp" ] && [ "$(<"$stamp")" = "$now" ]; then return; fi
  say "installing the pinned packages of $file ($(grep -c '^[a-z].*==' "$file") of its own)"
  quietly .venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off \
    --only-binary=:all: -r "$file"
  printf '%s\n' "$now" >"$stamp"
  if [ "$level" = test ]; then # lets .venv/bin/pytest find the plugin tests.servers from anywhere
    pwd >"$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/onestop-checkout.pth"
  fi
}

ensure_translations() {
  local po mo
  for po in locale/*/LC_MESSAGES/*.po; do
    mo=${po%.po}.mo
    if [ ! -e "$po" ] || { [ -e "$mo" ] && [ ! "$po" -nt "$mo" ]; }; then continue; fi
    say "compiling $po"
    msgfmt --check-format -o "$mo.new" "$po"
    mv "$mo.new" "$mo"
  done
}

main() {
  local level=${1:-run} started=$SECONDS
  case $level in
    packages) shift; install_as_root "$@"; return ;;
    run | test) ;;
    *) sed -n '2,5p' setup.sh >&2; exit 2 ;;
  esac
  if [ "$level" = test ]; then
    ensure_packages "${RUN_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    ensure_venv
    ensure_requirements test requirements-dev.txt
  else
    ensure_packages "${RUN_PACKAGES[@]}"
    ensure_venv
    [ -e .venv/.installed-test ] && [ "$(<.venv/.installed-test)" = "$(cat requirements.txt requirements-dev.txt | sha256sum)" ] ||
      ensure_requirements run requirements.txt
  fi
  ensure_translations
  say "ready ($level), $((SECONDS - started)) s"
}

# Two at a time would trip over each other: the second one waits. (-o: nothing that is started inherits the lock.)
if [ -z "${ONESTOP_SETUP_LOCKED:-}" ] && [ "${1:-run}" != packages ]; then
  ONESTOP_SETUP_LOCKED=1 exec flock -o ./setup.sh ./setup.sh "$@"
fi
main "$@"
