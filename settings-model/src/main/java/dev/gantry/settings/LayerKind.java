// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings;

/**
 * Where settings come from, from the weakest to the strongest: a value in a later kind of layer
 * hides the values of earlier ones.
 */
public enum LayerKind {
  /** What the vendor ships for all variants. */
  VENDOR_DEFAULT("vendor default"),
  /** What the vendor ships for one variant. */
  VARIANT_DEFAULT("variant default"),
  /** What a generator found out on this host. */
  GENERATED("generated"),
  /** What the user gave with the host, for example at first boot. */
  USER_DATA("user data"),
  /** What was set through the API while the host ran. */
  API("API"),
  /** What an administrator demands and nobody may change. */
  POLICY("policy");

  private final String title;

  LayerKind(String title) {
    this.title = title;
  }

  /**
   * Returns the name for people.
   *
   * @return lower case, but for abbreviations
   */
  public String title() {
    return title;
  }

  /**
   * Tells whether the image brings this kind of layer, so that it is never stored.
   *
   * @return whether it is a default
   */
  public boolean isDefault() {
    return this == VENDOR_DEFAULT || this == VARIANT_DEFAULT;
  }
}
