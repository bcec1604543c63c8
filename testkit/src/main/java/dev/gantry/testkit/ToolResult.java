// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.testkit;

import dev.gantry.core.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What an {@link ExternalTool} left.
 *
 * <p>Immutable.
 *
 * @param exitCode 0 if the tool says that all is well
 * @param output what it wrote to its standard output
 * @param errors what it wrote to its standard error
 */
public record ToolResult(int exitCode, Bytes output, Bytes errors) {
  /** Creates a result. */
  public ToolResult {
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(errors, "errors");
  }

  /**
   * Returns the standard output as text.
   *
   * @return the text, with U+FFFD for what is not UTF-8
   */
  public String stdout() {
    return new String(output.toByteArray(), StandardCharsets.UTF_8);
  }

  /**
   * Returns the standard error as text.
   *
   * @return the text, with U+FFFD for what is not UTF-8
   */
  public String stderr() {
    return new String(errors.toByteArray(), StandardCharsets.UTF_8);
  }

  /**
   * Fails the test unless the tool succeeded.
   *
   * @return this result
   * @throws AssertionError if the exit code is not 0
   */
  public ToolResult orFail() {
    if (exitCode != 0) {
      throw new AssertionError(
          "tool ended with exit code " + exitCode + ": " + stdout() + "\n" + stderr());
    }
    return this;
  }

  /** Returns the exit code and both texts. */
  @Override
  public String toString() {
    return "exit code " + exitCode + "\n" + stdout() + stderr();
  }
}
