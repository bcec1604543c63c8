// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.core;

import java.io.Serial;
import java.util.Objects;

/** Well-formed data that uses a feature or version which this release does not handle. */
public final class UnsupportedFormatException extends GantryException {
  @Serial private static final long serialVersionUID = 1L;

  /** The feature. */
  private final String feature;

  /** What was found. */
  private final String found;

  /** What is supported. */
  private final String supported;

  /**
   * Creates a failure.
   *
   * @param source where the data came from
   * @param feature the feature or version field; foreign text is cut and escaped here
   * @param found what was found; foreign text is cut and escaped here
   * @param supported what this release handles
   */
  public UnsupportedFormatException(String source, String feature, String found, String supported) {
    super(
        "UNSUPPORTED_FORMAT",
        Text.clean(source)
            + ": "
            + Text.clean(feature)
            + " is "
            + Text.clean(found)
            + ", supported: "
            + supported,
        null);
    this.feature = Text.clean(feature);
    this.found = Text.clean(found);
    this.supported = Objects.requireNonNull(supported, "supported");
  }

  /**
   * Returns the feature or version field.
   *
   * @return its name
   */
  public String feature() {
    return feature;
  }

  /**
   * Returns what was found.
   *
   * @return the value, cut and escaped
   */
  public String found() {
    return found;
  }

  /**
   * Returns what this release handles.
   *
   * @return a description
   */
  public String supported() {
    return supported;
  }
}
