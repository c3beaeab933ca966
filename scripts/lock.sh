#!/usr/bin/env bash
# Rewrites both lock files from pyproject.toml: hashes, every platform, and no registry host
# (a host in a lock file ties the project to one mirror). Needs uv, which pip installs.
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
flags=(--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet)
uv pip compile "${flags[@]}" pyproject.toml --group dev -o requirements-dev.lock
uv pip compile "${flags[@]}" pyproject.toml -c requirements-dev.lock -o requirements.lock
