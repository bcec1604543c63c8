#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 OR MIT
# fuzz.sh MODULE [SECONDS] [TARGET...]: runs the fuzz targets of a module with Jazzer, 600 seconds
# each by default, from the seeds in its src/test/resources. TARGET is the full name of a class, or
# what it ends with. All of them run; those with a finding are named at the end, with status 1, and
# their inputs are left in MODULE/target/fuzz/TARGET. What is found becomes a seed.
#
# FUZZ_CLASSPATH, if set, is the test class path with Jazzer on it; nothing is built then.
set -euo pipefail
cd "$(dirname "$0")/../.."
module=${1:?module}
seconds=${2:-600}
shift $(($# > 2 ? 2 : $#))

mapfile -t all < <(cd "$module/src/test/java" && find . -name '*FuzzTest.java' | sort |
  sed 's|^\./||; s|/|.|g; s|\.java$||')
targets=()
for name in "${@:-}"; do
  found=0
  for target in "${all[@]}"; do
    if [[ $target == *"$name" ]]; then targets+=("$target") && found=1; fi
  done
  if ((!found)); then echo "$module has no fuzz target $name" >&2 && exit 2; fi
done

classpath=${FUZZ_CLASSPATH:-}
if [[ -z $classpath ]]; then
  mvn -q -P fuzz -pl "$module" -am -Dspotless.check.skip test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/fuzz.classpath -Dmdep.includeScope=test
  classpath="$module/target/test-classes:$module/target/classes:$(cat "$module/target/fuzz.classpath")"
fi

failed=()
for target in "${targets[@]}"; do
  work=$module/target/fuzz/$target
  seeds=$module/src/test/resources/${target//.//}Inputs
  mkdir -p "$work/corpus"
  if [[ ! -d $seeds ]]; then seeds=$work/corpus; fi
  echo "== $target, $seconds seconds"
  java -Xmx256m -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
    --target_class="$target" \
    --instrumentation_includes='dev.gantry.**:tools.jackson.core.**' \
    --reproducer_path="$work" \
    -artifact_prefix="$work/" \
    -max_total_time="$seconds" -max_len=4096 -timeout=60 -rss_limit_mb=1024 \
    -print_final_stats=1 "$work/corpus" "$seeds" || failed+=("$target")
done
if ((${#failed[@]} > 0)); then
  echo "== findings: ${failed[*]}" >&2
  exit 1
fi
echo "== ${#targets[@]} targets without a finding"
