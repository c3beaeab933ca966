#!/usr/bin/env bash
# Makes .venv and installs the locked packages and the project. Needs Python 3.11 or newer, and
# nothing else. A second call with unchanged locks returns at once.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'Longstop: %s\n' "$*"; }
fail() { printf 'Longstop: %s\n' "$*" >&2; exit 2; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1; }

find_python() {
  # A name on the path may be a stub that fails, so each one is tried. `python3` comes first:
  # it is what the person who set up this machine chose.
  local name
  for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if command -v "$name" >/dev/null 2>&1 && is_new_enough "$name"; then
      command -v "$name"
      return
    fi
  done
  fail "Python 3.11 or newer was not found. Install it, or name it: make setup PYTHON=/path/to/python3"
}

fingerprint() {
  # Whatever is installed follows from these: the lock, the project's own entry, the interpreter.
  cat requirements-dev.lock pyproject.toml
  [ -x .venv/bin/python ] && .venv/bin/python --version 2>&1
}

make_venv() {
  local python=$1
  say "making .venv with $("$python" --version 2>&1)"
  if ! "$python" -m venv --clear .venv >/dev/null 2>&1; then
    fail "$python cannot make a virtual environment. On Debian: apt-get install python3-venv"
  fi
}

stamp=.venv/longstop-setup.sha256
digest() { fingerprint | .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'; }

# The commands of a .venv carry its path, so one that was moved is made anew, as is one whose
# interpreter has gone.
was_moved() { [ -f .venv/longstop-folder ] && [ "$(cat .venv/longstop-folder)" != "$PWD" ]; }
if was_moved || ! { [ -x .venv/bin/python ] && is_new_enough .venv/bin/python; }; then
  chosen=$(find_python)
  make_venv "$chosen"
fi
if [ -f "$stamp" ] && [ -x .venv/bin/longstop ] && [ "$(cat "$stamp")" = "$(digest)" ]; then
  exit 0
fi

rm -f "$stamp"
# A .venv that another tool made may come without pip.
.venv/bin/python -m pip --version >/dev/null 2>&1 ||
  .venv/bin/python -m ensurepip >/dev/null 2>&1 ||
  fail "the .venv here has no pip. Remove .venv and run 'make setup' again."
install=(.venv/bin/python -m pip --quiet --no-input --disable-pip-version-check install --progress-bar off --no-warn-script-location --no-compile)
export PIP_ROOT_USER_ACTION=ignore
say "installing $(grep -c '^[A-Za-z0-9].*==' requirements-dev.lock) packages, each checked against its hash (about a minute)"
# The lock is complete, so nothing else is looked for (docopt is left out of it: see pyproject.toml).
"${install[@]}" --require-hashes --no-deps --only-binary :all: -r requirements-dev.lock
"${install[@]}" --no-build-isolation --no-deps --editable .
# Compiled now and by every core, so that the first command is as quick as the second. Some
# packages carry files for other versions of Python, which do not compile and are not used.
.venv/bin/python -m compileall -q -j 0 .venv/lib cli config documents flows models notifications rules services web >/dev/null 2>&1 || true
pwd > .venv/longstop-folder
digest > "$stamp"
say "ready: .venv/bin/longstop --help"
