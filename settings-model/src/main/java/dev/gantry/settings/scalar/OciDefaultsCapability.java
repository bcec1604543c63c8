// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.scalar;

import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.ScalarValue;
import java.util.Map;

/**
 * Capability of a process in the default specification of containers.
 *
 * <p>Source: Bottlerocket's {@code OciDefaultsCapability}.
 */
public enum OciDefaultsCapability implements ScalarValue {
  /** {@code CAP_AUDIT_CONTROL}. */
  AUDIT_CONTROL("audit-control"),
  /** {@code CAP_AUDIT_READ}. */
  AUDIT_READ("audit-read"),
  /** {@code CAP_AUDIT_WRITE}. */
  AUDIT_WRITE("audit-write"),
  /** {@code CAP_BLOCK_SUSPEND}. */
  BLOCK_SUSPEND("block-suspend"),
  /** {@code CAP_BPF}. */
  BPF("bpf"),
  /** {@code CAP_CHECKPOINT_RESTORE}. */
  CHECKPOINT_RESTORE("checkpoint-restore"),
  /** {@code CAP_CHOWN}. */
  CHOWN("chown"),
  /** {@code CAP_DAC_OVERRIDE}. */
  DAC_OVERRIDE("dac-override"),
  /** {@code CAP_DAC_READ_SEARCH}. */
  DAC_READ_SEARCH("dac-read-search"),
  /** {@code CAP_FOWNER}. */
  FOWNER("fowner"),
  /** {@code CAP_FSETID}. */
  FSETID("fsetid"),
  /** {@code CAP_IPC_LOCK}. */
  IPC_LOCK("ipc-lock"),
  /** {@code CAP_IPC_OWNER}. */
  IPC_OWNER("ipc-owner"),
  /** {@code CAP_KILL}. */
  KILL("kill"),
  /** {@code CAP_LEASE}. */
  LEASE("lease"),
  /** {@code CAP_LINUX_IMMUTABLE}. */
  LINUX_IMMUTABLE("linux-immutable"),
  /** {@code CAP_MAC_ADMIN}. */
  MAC_ADMIN("mac-admin"),
  /** {@code CAP_MAC_OVERRIDE}. */
  MAC_OVERRIDE("mac-override"),
  /** {@code CAP_MKNOD}. */
  MKNOD("mknod"),
  /** {@code CAP_NET_ADMIN}. */
  NET_ADMIN("net-admin"),
  /** {@code CAP_NET_BIND_SERVICE}. */
  NET_BIND_SERVICE("net-bind-service"),
  /** {@code CAP_NET_BROADCAST}. */
  NET_BROADCAST("net-broadcast"),
  /** {@code CAP_NET_RAW}. */
  NET_RAW("net-raw"),
  /** {@code CAP_PERFMON}. */
  PERFMON("perfmon"),
  /** {@code CAP_SETGID}. */
  SETGID("setgid"),
  /** {@code CAP_SETFCAP}. */
  SETFCAP("setfcap"),
  /** {@code CAP_SETPCAP}. */
  SETPCAP("setpcap"),
  /** {@code CAP_SETUID}. */
  SETUID("setuid"),
  /** {@code CAP_SYS_ADMIN}. */
  SYS_ADMIN("sys-admin"),
  /** {@code CAP_SYS_BOOT}. */
  SYS_BOOT("sys-boot"),
  /** {@code CAP_SYS_CHROOT}. */
  SYS_CHROOT("sys-chroot"),
  /** {@code CAP_SYS_MODULE}. */
  SYS_MODULE("sys-module"),
  /** {@code CAP_SYS_NICE}. */
  SYS_NICE("sys-nice"),
  /** {@code CAP_SYS_PACCT}. */
  SYS_PACCT("sys-pacct"),
  /** {@code CAP_SYS_PTRACE}. */
  SYS_PTRACE("sys-ptrace"),
  /** {@code CAP_SYS_RAWIO}. */
  SYS_RAWIO("sys-rawio"),
  /** {@code CAP_SYS_RESOURCE}. */
  SYS_RESOURCE("sys-resource"),
  /** {@code CAP_SYS_TIME}. */
  SYS_TIME("sys-time"),
  /** {@code CAP_SYS_TTY_CONFIG}. */
  SYS_TTY_CONFIG("sys-tty-config"),
  /** {@code CAP_SYSLOG}. */
  SYSLOG("syslog"),
  /** {@code CAP_WAKE_ALARM}. */
  WAKE_ALARM("wake-alarm");

  /** The type: its choices. */
  public static final ScalarType<OciDefaultsCapability> TYPE =
      Choices.type(OciDefaultsCapability.class, "Capability of a process", Map.of());

  private final String text;

  OciDefaultsCapability(String text) {
    this.text = text;
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
    return "CAP_" + name();
  }
}
