#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 OR MIT
# Runs theupdateframework/tuf-conformance, as it is, against "gantry tuf-conformance":
#
#   tuf-conformance.sh DIR [PYTEST-OPTION...]
#
# DIR is a checkout of the suite; what it needs goes into a virtual environment in the user's cache.
# The suite fakes the time with faketime, which Debian has under that name.
set -eu

if [ $# -eq 0 ] || [ ! -d "$1/tuf_conformance" ]; then
  echo "usage: $0 DIR [PYTEST-OPTION...]; DIR is a checkout of tuf-conformance" >&2
  exit 2
fi
if ! command -v faketime >/dev/null 2>&1; then
  echo "tuf-conformance.sh: no faketime found; on Debian: apt-get install faketime" >&2
  exit 69
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
suite=$(CDPATH='' cd -- "$1" && pwd -P)
shift

environment=${XDG_CACHE_HOME:-$HOME/.cache}/gantry-ci/tuf-conformance
[ -x "$environment/bin/pip" ] || python3 -m venv "$environment"
"$environment/bin/pip" install -q "$suite"

cd "$suite"
exec "$environment/bin/pytest" tuf_conformance \
  --entrypoint "$here/gantry tuf-conformance" "$@"
