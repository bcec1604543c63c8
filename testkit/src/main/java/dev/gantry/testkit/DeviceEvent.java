// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import dev.gantry.core.Bytes;
import java.util.Objects;

/**
 * One thing that a {@link RecordingDevice} was asked to do to its medium.
 *
 * <p>Immutable.
 */
public sealed interface DeviceEvent {
  /**
   * Bytes that were handed to the device; not durable before the next {@link Flush}.
   *
   * @param offsetBytes offset of the first byte, 0 or more, aligned to nothing
   * @param content what was written, at least one byte
   */
  record Write(long offsetBytes, Bytes content) implements DeviceEvent {
    /**
     * Creates an event.
     *
     * @throws IllegalArgumentException if the offset is negative, the content is empty, or its end
     *     is not a {@code long}
     */
    public Write {
      Objects.requireNonNull(content, "content");
      if (offsetBytes < 0 || content.size() == 0 || offsetBytes > Long.MAX_VALUE - content.size()) {
        throw new IllegalArgumentException(
            "write of " + content.size() + " bytes at " + offsetBytes + " is no range of a device");
      }
    }

    /**
     * Returns the offset behind the last byte.
     *
     * @return bytes
     */
    public long endBytes() {
      return offsetBytes + content.size();
    }

    /** Returns the range, without the content. */
    @Override
    public String toString() {
      return "write " + offsetBytes + "+" + content.size();
    }
  }

  /** A barrier that completed: everything written before it is on the medium. */
  record Flush() implements DeviceEvent {
    /** Creates an event. */
    public Flush {}

    @Override
    public String toString() {
      return "flush";
    }
  }
}
