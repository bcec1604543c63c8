// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

/**
 * What a template may take, so that a hostile one ends with an error.
 *
 * @param sourceChars most UTF-16 units of a template
 * @param nesting most blocks and calls inside one another
 * @param steps most pieces that one rendering goes through; of long paths and of what helpers get
 *     and give, 64 names or characters count as one
 * @param outputChars most UTF-16 units of what one rendering writes, and of what one call of a
 *     helper gives
 */
public record TemplateLimits(int sourceChars, int nesting, long steps, int outputChars) {
  /** A mebibyte of template, 64 levels, a million steps, 16 Mi UTF-16 units of output. */
  public static final TemplateLimits DEFAULT = new TemplateLimits(1 << 20, 64, 1_000_000, 16 << 20);

  /** Creates limits. */
  public TemplateLimits {
    if (sourceChars < 1 || nesting < 1 || nesting > 500 || steps < 1 || outputChars < 1) {
      throw new IllegalArgumentException("limits must be positive, nesting at most 500");
    }
  }
}
