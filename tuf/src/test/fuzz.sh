#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 OR MIT
# fuzz.sh [SECONDS] [TARGET...]: runs the fuzz targets of this module with Jazzer, 600 seconds each
# by default, from the seeds in src/test/resources. Stops with status 1 at the first finding, whose
# input is left in tuf/target/fuzz/TARGET. What is found becomes a seed.
set -euo pipefail
cd "$(dirname "$0")/../../.."
seconds=${1:-600}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  mapfile -t targets < <(cd tuf/src/test/java && find . -name '*FuzzTest.java' | sort |
    sed 's|^\./||; s|/|.|g; s|\.java$||')
fi

mvn -q -o -P fuzz -pl core-api,testkit,tuf test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/fuzz.classpath -Dmdep.includeScope=test
classpath="tuf/target/test-classes:tuf/target/classes:$(cat tuf/target/fuzz.classpath)"

for target in "${targets[@]}"; do
  work=tuf/target/fuzz/$target
  mkdir -p "$work/corpus"
  seeds=tuf/src/test/resources/$(echo "$target" | tr . /)Inputs
  echo "== $target, $seconds seconds"
  java -Xmx256m -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
    --target_class="$target" \
    --instrumentation_includes='dev.gantry.**:tools.jackson.core.**' \
    --reproducer_path="$work" \
    -artifact_prefix="$work/" \
    -max_total_time="$seconds" -max_len=4096 -timeout=20 -rss_limit_mb=1024 \
    -print_final_stats=1 "$work/corpus" "$seeds"
done
