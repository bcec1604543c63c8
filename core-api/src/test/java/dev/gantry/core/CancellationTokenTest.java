// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

final class CancellationTokenTest {
  @Test
  void throwsOnceCancelled() {
    CancellationToken cancelled = () -> true;
    assertThrows(CancellationException.class, cancelled::throwIfCancelled);
    assertFalse(CancellationToken.NONE.isCancelled());
    assertDoesNotThrow(CancellationToken.NONE::throwIfCancelled);
  }
}
