#!/usr/bin/env bash
# Every check and every test. Installs the Debian packages that tests need when it runs as root;
# otherwise names each suite that it cannot run. Ends with how many those are; in CI (CI=true)
# one is enough to fail. An absent ../shared is named but not counted.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=()
absent=()
say() { printf '\n== %s\n' "$*"; }
check() {
  local name=$1
  shift
  say "$name"
  "$@" || failed+=("$name")
}

# suite MARK PACKAGE PROBE: without what PROBE looks for, the tests with MARK cannot run.
suite() {
  local mark=$1 package=$2 probe=$3
  $probe && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing the Debian package $package for the $mark tests"
    if { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$package"; } </dev/null >/tmp/longstop-apt.$$ 2>&1; then
      rm -f /tmp/longstop-apt.$$
    else
      tail -5 /tmp/longstop-apt.$$
    fi
  fi
  $probe || absent+=("$mark (needs the Debian package $package)")
}
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }

suite postgres postgresql has_postgres

bin=.venv/bin
check "style: ruff" $bin/ruff check --quiet .
check "layout of the code: ruff format" $bin/ruff format --check --quiet .
check "types: mypy, strict" $bin/mypy
check "import directions: import-linter" $bin/lint-imports --no-logo --no-cache

left_out=""
for entry in "${absent[@]+"${absent[@]}"}"; do left_out="$left_out and not ${entry%% *}"; done
said=$(mktemp)
trap 'rm -f "$said"' EXIT
# run_tests NAME MARKS OPTION...: an absent suite's tests are left out. Exit 5 is "no such test".
run_tests() {
  local name=$1 marks=$2
  shift 2
  say "$name"
  $bin/pytest -rs -m "$marks$left_out" "$@" </dev/null 2>&1 | tee -a "$said"
  local code=${PIPESTATUS[0]}
  [ "$code" = 0 ] || [ "$code" = 5 ] || failed+=("$name")
}
run_tests "tests that measure time, or start Prefect, one at a time" "(slow or prefect)"
# A file stays with one worker, so that what its tests share is made once.
run_tests "all other tests, two at a time" "not slow and not prefect" -n 2 --dist loadfile

# A test that was left out for anything but an absent ../shared could not run on this machine.
while IFS= read -r line; do
  absent+=("$line")
done < <(grep '^SKIPPED' "$said" | grep -v '\.\./shared')

printf '\n'
[ -d ../shared ] || echo "Without ../shared: the tests on real letters, plans and dates were left out."
for entry in "${absent[@]+"${absent[@]}"}"; do echo "Could not run: $entry"; done
for entry in "${failed[@]+"${failed[@]}"}"; do echo "Failed: $entry"; done
echo "Suites that could not run: ${#absent[@]}"
[ ${#failed[@]} = 0 ] || exit 1
[ "${CI:-}" != true ] || [ ${#absent[@]} = 0 ] || exit 1
