// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

/**
 * How much a document may ask for.
 *
 * @param maxBytes most bytes of the document, and of what a compressed document holds
 * @param maxDepth most names of a key, and most values around a value
 * @param maxNodes most values, tables and lists included
 * @param maxStringLength most UTF-16 units of one string or key
 * @param maxViolations most violations that are collected; what is wrong after that is not told
 */
public record InputLimits(
    int maxBytes, int maxDepth, int maxNodes, int maxStringLength, int maxViolations) {
  private static final InputLimits DEFAULTS = new InputLimits(4 << 20, 64, 200_000, 1 << 20, 1_000);

  /** The greatest depth that can be allowed, so that no limit leads to an overflow of the stack. */
  public static final int GREATEST_DEPTH = 500;

  /** Creates limits. */
  public InputLimits {
    if (maxBytes < 1
        || maxDepth < 1
        || maxDepth > GREATEST_DEPTH
        || maxNodes < 1
        || maxStringLength < 1
        || maxViolations < 1) {
      throw new IllegalArgumentException("limits out of range");
    }
  }

  /**
   * Returns limits that fit user data: 4 MiB, 64 levels, 200,000 values, strings of 1 Mi units,
   * 1,000 violations.
   *
   * @return the limits
   */
  public static InputLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these limits with another number of bytes.
   *
   * @param bytes most bytes
   * @return new limits
   */
  public InputLimits withMaxBytes(int bytes) {
    return new InputLimits(bytes, maxDepth, maxNodes, maxStringLength, maxViolations);
  }

  /**
   * Returns these limits with another depth.
   *
   * @param depth most levels, up to {@value #GREATEST_DEPTH}
   * @return new limits
   */
  public InputLimits withMaxDepth(int depth) {
    return new InputLimits(maxBytes, depth, maxNodes, maxStringLength, maxViolations);
  }

  /**
   * Returns these limits with another number of values.
   *
   * @param nodes most values
   * @return new limits
   */
  public InputLimits withMaxNodes(int nodes) {
    return new InputLimits(maxBytes, maxDepth, nodes, maxStringLength, maxViolations);
  }

  /**
   * Returns these limits with another length of strings.
   *
   * @param length most UTF-16 units
   * @return new limits
   */
  public InputLimits withMaxStringLength(int length) {
    return new InputLimits(maxBytes, maxDepth, maxNodes, length, maxViolations);
  }

  /**
   * Returns these limits with another number of violations.
   *
   * @param violations most violations
   * @return new limits
   */
  public InputLimits withMaxViolations(int violations) {
    return new InputLimits(maxBytes, maxDepth, maxNodes, maxStringLength, violations);
  }
}
