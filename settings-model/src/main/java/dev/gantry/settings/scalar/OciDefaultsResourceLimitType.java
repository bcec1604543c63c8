// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Resource limit in the default specification of containers.
 *
 * <p>Source: Bottlerocket's {@code OciDefaultsResourceLimitType}.
 */
public enum OciDefaultsResourceLimitType implements ScalarValue {
  /** {@code RLIMIT_AS}. */
  MAX_ADDRESS_SPACE("max-address-space", "AS"),
  /** {@code RLIMIT_CORE}. */
  MAX_CORE_FILE_SIZE("max-core-file-size", "CORE"),
  /** {@code RLIMIT_CPU}. */
  MAX_CPU_TIME("max-cpu-time", "CPU"),
  /** {@code RLIMIT_DATA}. */
  MAX_DATA_SIZE("max-data-size", "DATA"),
  /** {@code RLIMIT_LOCKS}. */
  MAX_FILE_LOCKS("max-file-locks", "LOCKS"),
  /** {@code RLIMIT_FSIZE}. */
  MAX_FILE_SIZE("max-file-size", "FSIZE"),
  /** {@code RLIMIT_MEMLOCK}. */
  MAX_LOCKED_MEMORY("max-locked-memory", "MEMLOCK"),
  /** {@code RLIMIT_MSGQUEUE}. */
  MAX_MSGQUEUE_SIZE("max-msgqueue-size", "MSGQUEUE"),
  /** {@code RLIMIT_NICE}. */
  MAX_NICE_PRIORITY("max-nice-priority", "NICE"),
  /** {@code RLIMIT_NOFILE}. */
  MAX_OPEN_FILES("max-open-files", "NOFILE"),
  /** {@code RLIMIT_SIGPENDING}. */
  MAX_PENDING_SIGNALS("max-pending-signals", "SIGPENDING"),
  /** {@code RLIMIT_NPROC}. */
  MAX_PROCESSES("max-processes", "NPROC"),
  /** {@code RLIMIT_RTPRIO}. */
  MAX_REALTIME_PRIORITY("max-realtime-priority", "RTPRIO"),
  /** {@code RLIMIT_RTTIME}. */
  MAX_REALTIME_TIMEOUT("max-realtime-timeout", "RTTIME"),
  /** {@code RLIMIT_RSS}. */
  MAX_RESIDENT_SET("max-resident-set", "RSS"),
  /** {@code RLIMIT_STACK}. */
  MAX_STACK_SIZE("max-stack-size", "STACK");

  /** The type: its choices. */
  public static final ScalarType<OciDefaultsResourceLimitType> TYPE =
      Choices.type(OciDefaultsResourceLimitType.class, "Resource limit of a process", Map.of());

  private final String text;
  private final String linuxName;

  OciDefaultsResourceLimitType(String text, String linuxName) {
    this.text = text;
    this.linuxName = linuxName;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }

  /**
   * Returns the name that Linux has for it.
   *
   * @return a name in capitals
   */
  public String linuxName() {
    return "RLIMIT_" + linuxName;
  }
}
