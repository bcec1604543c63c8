// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

/** A language that documents are written in. */
public enum DocumentFormat {
  /** TOML 1.0. */
  TOML,
  /** JSON, RFC 8259. */
  JSON
}
